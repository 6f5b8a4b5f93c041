"""The hot loops, in numba over numpy arrays that view Arrow buffers. They hold no Python object and release the GIL.

    calls.py      what steps call: typed functions of arrays
    compiled.py   machine code, made once by numba and loaded without it
    tables.py     what a character counts as, the permutations of MinHash
    blocks.py     64 bytes at a time: which are word bytes, unaligned loads
    words.py      UTF-8 text -> one hash a word
    automata.py   many words as one automaton
    traces.py     text and segments -> what each segment may hold, where dates may stand, words and text of the body
    features.py   text -> features of the language model
    sorting.py    sorting hashes in linear time
    shingles.py   words -> sorted sets of word n-grams, and what fills a text's slots (figures, days)
    minhash.py    words -> MinHash band keys, hash of the word sequence, number of words
    buckets.py    band keys -> buckets of documents that share one
    templates.py  by what two like texts are seen to be one form filled twice
    verify.py     buckets -> verified pairs, by true Jaccard
    clusters.py   verified pairs -> clusters whose every member shares enough with the canonical one

Not here: Arrow tables, settings, document ids. A plain-Python reading of them, tests/kernels/oracle.py, is what they
are checked against. calls.py, tables.py and automata.py do not import numba; the others are imported only to compile.
"""
