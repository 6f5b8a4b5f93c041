"""Features of a language model that stand in a text: the walk of py3langid's automaton.

Here: the loop. Not here: the model and what its features say (text/language.py).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from etl.kernels.tables import Array, Int

_SPREAD = 40503


@njit(nogil=True)
def visited_features(
    text: Array, moves: Array, rows: Array, says: Array, slots: Array, features: Array, times: Array
) -> Int:
    """Fills `features` and `times`; see calls.visited_features, which makes the room it works in."""
    state, found = np.int64(0), 0
    for at in range(len(text)):
        state = np.int64(moves[rows[state] + text[at]])
        feature = says[state]
        if feature < 0:
            continue
        slot = (feature * _SPREAD) & (len(slots) - 1)
        while slots[slot] >= 0 and features[slots[slot]] != feature:
            slot = (slot + 1) & (len(slots) - 1)
        if slots[slot] < 0:
            slots[slot] = found
            features[found], times[found] = feature, 0
            found += 1
        times[slots[slot]] += 1
    return found
