"""Cleaning of hostile texts at full size: time for doubled input, peak memory, and whether the ledger closes.

Run: python -m tests.bench.clean_hostile [megabytes] [case ...]
Each text is cleaned in a process of its own, once at half the size and once whole: `ratio` is whole over half in CPU
seconds (2 is linear), `peak` the largest resident size over that of the same process with an empty text.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time

from tests.hostile.texts import TEXTS

FULL_MEGABYTES = 100


def clean(case: str, chars: int) -> tuple[float, float, int, str]:
    """CPU seconds, peak megabytes above an idle process, segments, and what is wrong with the ledger ("" for nothing)."""
    from etl.settings import Settings
    from etl.steps.clean import SIDE, count_lines, merge_lines, segment
    from tests.bench.documents import documents_of
    from tests.hostile.texts import ledger_faults

    settings = Settings()
    segment({"documents": documents_of(["Hangat.\nBaca juga: Air\n"])}, {}, settings)
    documents = documents_of([TEXTS[case](chars)])
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    side = merge_lines([count_lines({"documents": documents}, {}, settings)])
    segments = segment({"documents": documents}, {SIDE: side}, settings)["segments"]
    seconds = time.process_time() - began
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle) / 1024
    return seconds, peak, len(segments), ledger_faults(documents, segments)


def _apart(case: str, chars: int) -> tuple[float, float, int, str]:
    code = f"from tests.bench.clean_hostile import clean; print(*clean({case!r}, {chars}), sep='\\t')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, peak, count, faults = done.stdout.rstrip("\n").split("\t")
    return float(seconds), float(peak), int(count), faults


if __name__ == "__main__":
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else FULL_MEGABYTES
    for name in sys.argv[2:] or TEXTS:
        whole = int(megabytes * 1_000_000)
        half_seconds = _apart(name, whole // 2)[0]
        used, top, rows, wrong = _apart(name, whole)
        print(
            f"{name:22} {used:8.1f} CPU s  ratio {used / half_seconds:4.2f}  peak {top:7.0f} MB  {rows:11,} segments"
            f"  {wrong or 'ledger closed'}",
            flush=True,
        )
