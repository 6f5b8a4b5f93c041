"""Pure functions on str and bytes: no Arrow, no pandas, no files, no clock, no randomness.

    cleaning/   what every line of a document is, and what of it is dropped, with the rule and its evidence
    dates/      dates as written, and the days they mean
    metadata/   headline, stamp, dateline, publisher, agency, credits: what a page says of its own article
    names/      persons, organisations and places, and whom each names
    quotes/     words given to a speaker, and the speaker
    contacts/   who met, called or visited whom

The modules beside these folders are what several of them share: words, sentences, phrases, languages, names of outlets,
places and persons. A folder imports those, and other folders only as tests/architecture says. Parameters are arguments; nobody
here reads settings.
"""
