"""Times processes; shared by the benchmarks."""

from __future__ import annotations

import statistics
import subprocess
import time

from tabulate import tabulate

REPEATS = 15


def seconds(argv: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - began


def medians(programs: dict[str, list[str]], repeats: int = REPEATS) -> dict[str, float]:
    """Time programs in turn, so that a busy moment hits all alike; the first round warms up."""
    times: dict[str, list[float]] = {name: [] for name in programs}
    for turn in range(repeats + 1):
        for name, argv in programs.items():
            taken = seconds(argv)
            if turn:
                times[name].append(taken)
    return {name: statistics.median(taken) for name, taken in times.items()}


def table(rows: list[tuple[object, ...]], headers: tuple[str, ...]) -> None:
    print(tabulate(rows, headers=headers, floatfmt=".3f", disable_numparse=False))
