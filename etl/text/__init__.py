"""Pure functions on str and bytes: no Arrow, no pandas, no files, no clock, no randomness.

Parameters are arguments; nobody here reads settings.
"""
