"""`make bench`: the measurements of quality, one after the other; those that need ../shared say so and are left out.

Deduplication is compared with its peers on 10,000 documents, where they are installed; for more of both:
python -m tests.bench.dedup --help
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
SCRIPTS = (
    "clean_lines",
    "clean_pages",
    "clean_planted",
    "describe_pages",
    "describe_weekdays",
    "describe_speed",
    "names_ner",
    "names_speed",
    "quotes_pfsa",
    "extract_speed",
    "search_speed",
    "dedup",
)
WITHOUT_SHARED = ("search_speed", "dedup")


def main() -> int:
    failed: list[str] = []
    for name in SCRIPTS:
        print(f"== {name}", flush=True)
        if name not in WITHOUT_SHARED and not SHARED.is_dir():
            print("left out: the shared sets (../shared) are not beside this checkout")
            continue
        done = subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], cwd=ROOT, check=False)
        if done.returncode:
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
