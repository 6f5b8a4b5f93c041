"""Quotes: words given to a speaker. Enter at `find.find_quotes`.

Which words are in marks: `mark_sides`, `marks`, `quoted_words`. How they are given to somebody: `cues`, `ways`, `context`,
and `reports` for speech without marks; `reader` is what these have at hand. Who it is: `speaker`, `speakers`, `speaker_words`, `subjects`, `openers`,
`descriptions`, `offices`, `bearers`, `titled`, `written_names`.
"""
