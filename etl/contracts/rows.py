"""What passes between steps and engines.

A batch is the rows of each input table that belong to the same run of documents, in document order.
A side is a small table that every batch sees whole.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

Batch = Mapping[str, pa.Table]
Sides = Mapping[str, pa.Table]
Tables = Mapping[str, pa.Table]
