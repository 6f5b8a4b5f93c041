"""Contacts: who met, called, visited or wrote to whom. Enter at `find.find_contacts`.

That there is one: `words`, `signs`. The sentence that tells of it: `telling`, in its `story`. Who took part: `groups`,
`around`, `parties`, `party`, `pairs`, `messages`, `mediators`, `visits`, `journeys`, `speakers`, `officials`, `titles`,
`title_spans`, `country_titles`, `memory`. Its facts: `status`, `outcomes`, `days`, `relative_days`, `places`,
`durations`. What several sentences tell of one: `record`, `agreement`, `links`, `rest`.
"""
