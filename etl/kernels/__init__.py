"""The hot loops over Arrow buffers, in numba. A plain-Python reference in tests/kernels is the oracle of each."""
