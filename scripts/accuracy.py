#!/usr/bin/env python
"""Measures the diagnosis: every fault alone, healthy worlds, sampled pairs and triples, and failing requests.

    python scripts/accuracy.py --write           all of it; writes ACCURACY.md and tests/accuracy/results.json
    python scripts/accuracy.py --sample 0.1      a part of it, compared with what is committed
    python scripts/accuracy.py --seed 1          other pairs and triples, which nobody looked at; only shown

Exit codes: 0 as committed (or written), 1 not, 2 usage, 130 interrupted: then the table of what was run until then.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.accuracy import table  # noqa: E402 - the path comes first
from tests.accuracy.measure import Measure  # noqa: E402
from tests.accuracy.sampling import SEED  # noqa: E402

PAGE, RESULTS = ROOT / "ACCURACY.md", ROOT / "tests" / "accuracy" / "results.json"
USAGE, INTERRUPTED = 2, 130
_MOST_NAMED = 40


def main() -> int:
    """Measure, show, and compare or write."""
    given = _arguments()
    committed = table.read(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    if given.sample and not committed:
        _say(
            f"{RESULTS} does not exist, so there is nothing to compare with: write it with --write"
        )
        return USAGE
    measure = Measure(processes=given.processes, tell=_teller())
    if given.sample:
        measure.committed, measure.share, measure.matrix_share = (
            committed,
            given.sample,
            given.sample,
        )
    else:
        measure.matrix_share = given.matrix or 1.0
        measure.seed = given.seed or SEED
    began = time.monotonic()
    print("measuring; this takes minutes", file=sys.stderr, flush=True)
    try:
        measure.run()
    except KeyboardInterrupt:
        _say("", "interrupted; what was run until then:")
        _show(measure)
        return INTERRUPTED
    measure.pace.seconds = time.monotonic() - began
    _show(measure)
    if given.seed is not None:
        return 0
    found = table.lines(measure.scores())
    if given.write:
        RESULTS.write_text(table.write(found), encoding="utf-8")
        PAGE.write_text(
            table.page(measure.scores(), measure.causes, SEED, measure.failing), encoding="utf-8"
        )
        return 0
    return _compared(committed, found, is_all=not given.sample and not given.matrix)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--sample", type=_share, metavar="SHARE", help="of pairs, triples and failures: 0 to 1"
    )
    what.add_argument(
        "--write", action="store_true", help="write what was found instead of comparing"
    )
    what.add_argument(
        "--seed", type=int, help="of another sample, which is shown and not compared"
    )
    parser.add_argument(
        "--matrix",
        type=_share,
        metavar="SHARE",
        help="of the failing requests, where all else is run",
    )
    parser.add_argument(
        "--processes",
        type=int,
        default=(os.cpu_count() or 1) + 1,
        help="default: one more than cores",
    )
    return parser.parse_args()


def _share(text: str) -> float:
    share = float(text)
    if not 0 < share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no share: expected more than 0 and at most 1")
    return share


def _compared(committed: table.Lines, found: table.Lines, *, is_all: bool) -> int:
    differing = [
        *table.differences(committed, found),
        *table.gone(committed, found, is_all=is_all),
    ]
    _say(*differing[:_MOST_NAMED])
    if len(differing) > _MOST_NAMED:
        _say(f"… and {len(differing) - _MOST_NAMED} more")
    if differing:
        _say(
            f"{len(differing)} differ from the committed results;"
            " if that is right: --write, then read the difference"
        )
        return 1
    _say("as committed")
    return 0


def _show(measure: Measure) -> None:
    scores = measure.scores()
    _say(*table.table(scores), "", *table.misses(scores), "")
    pace = measure.pace
    if pace.seconds and pace.requests:
        _say(
            f"{pace.runs} runs in {pace.seconds:.0f} s: {pace.runs / pace.seconds:.1f} a second on"
            f" {measure.processes} processes; {pace.cpu_s * 1000 / pace.requests:.1f} ms of processor a request"
        )
    if pace.repeated:
        _say(f"repeated alone, since this machine was late: {', '.join(pace.repeated)}")


def _say(*lines: str) -> None:
    print(*lines, sep="\n", flush=True)


def _teller() -> object:
    """Tell how far it is, on a terminal only."""

    def tell(done: int, total: int, rate: float) -> None:
        end = "\n" if done == total else ""
        print(
            f"\r{done} of {total} runs, {rate:.1f} a second ", end=end, file=sys.stderr, flush=True
        )

    return tell if sys.stderr.isatty() else None


if __name__ == "__main__":
    sys.exit(main())
