"""What a command costs: wall clock, processor time and memory of its whole process tree. Linux only.

Processor time is the larger of what the kernel reports for the waited-for tree and the sum sampled over all processes
seen (children of a fork server are never waited for). Memory is the largest sum of proportional set sizes, five times a
second, or the first process's own high-water mark: wait4 counts what the parent held when it started a child.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

SAMPLES_A_SECOND = 5
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """One run. `status` is the exit status."""

    status: int
    wall_seconds: float
    cpu_seconds: float
    peak_mb: float


def run(command: list[str], log: Path, timeout_seconds: float, environment: dict[str, str] | None = None) -> Cost:
    """Runs `command` to its end, its output into `log`; ends its whole group after `timeout_seconds`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        began = time.monotonic()
        process = subprocess.Popen(
            command, stdout=output, stderr=output, start_new_session=True, env={**os.environ, **(environment or {})}
        )
        sampler = _Sampler(process.pid)
        alarm = threading.Timer(timeout_seconds, os.killpg, (process.pid, signal.SIGKILL))
        alarm.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        alarm.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        sampled_cpu, peak_bytes = sampler.end()
    cpu = max(usage.ru_utime + usage.ru_stime, sampled_cpu)
    return Cost(process.returncode, wall, cpu, peak_bytes / 2**20)


class _Sampler:
    def __init__(self, root: int) -> None:
        self._root = root
        self._cpu: dict[tuple[int, str], float] = {}
        self._peak = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def end(self) -> tuple[float, int]:
        self._stop.set()
        self._thread.join()
        return sum(self._cpu.values()), self._peak

    def _work(self) -> None:
        while not self._stop.wait(1 / SAMPLES_A_SECOND):
            sampled = sum(map(self._sample, _tree(self._root)))
            self._peak = max(self._peak, sampled, _high_water(self._root))

    def _sample(self, process: int) -> int:
        """Notes the processor time of one process; returns its proportional set size in bytes."""
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            self._cpu[process, fields[19]] = (int(fields[11]) + int(fields[12])) / _TICKS
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        except (OSError, IndexError):
            return 0
        return next((int(line.split()[1]) * 1024 for line in rollup.split("\n") if line.startswith("Pss:")), 0)


def _high_water(process: int) -> int:
    """The largest resident size in bytes that the process had so far, 0 when it is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().split("\n")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


def _tree(root: int) -> list[int]:
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError, ValueError):
                continue
    found = [root]
    for process in found:
        found += [child for child, parent in parents.items() if parent == process]
    return found
