"""Dates in Indonesian, English and Malay text: `find` says where they stand, `resolve` which days they mean.

`words` and `patterns` hold what dates are written with, `parts` the type between finding and resolving; `days` and
`units` read one date each; `relative`, `calendar` and `tense` do the arithmetic.
"""
