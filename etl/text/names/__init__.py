"""Names: persons, organisations and places of one document. Enter at `find`.

What is known beforehand: `lexicon`, `known`. What words say: `tokens`, `features`, `titles`, `tails`, `first_words`,
`places`, `case`. What their neighbours say: `context`, `appositions`, `runs`, `surroundings`, `officials`, `lists`.
Choosing among all of it: `candidates`, `readings`, `spans`. Whom a name names: `people`, `surnames`, `abbreviations`,
`again`, `links`.
"""
