"""From scores to what is committed: a line a run for machines, a table for people; no time of any clock in either."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.accuracy.scoring import ALIKE, ANNOUNCED, NAMED, OPEN, SAID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from diagnostics.diagnosis.cause import Cause
    from tests.accuracy.scoring import Score

ALWAYS_WHOLE = ("singles", "healthy")
CLASSES = (*ALWAYS_WHOLE, "pairs", "triples", "matrix")
Lines = dict[str, dict[str, str]]  # class → name of the run → what it gave

_ABOUT = """# How right the diagnosis is

Written by `python scripts/accuracy.py --write`; do not edit. The same numbers by run: `tests/accuracy/results.json`, with which
`python scripts/accuracy.py --sample 0.1` compares.

**What this does not prove.** The rules that diagnose and the worlds that are diagnosed were written by the same people. So
this measures that the rules are consistent and complete over what the worlds can show, through the real clients and real
HTTPS. How true the worlds are is said by referees that nobody here wrote: the recorded answers of the real services, the `az`
command line and the SDKs, and the providers' specifications (tests marked `referee`). No figure here is one of a real tenant.
"""
_MEANING = """\
* **first**: what to repair first stands first: what does the worst; of those what was seen itself, and the right place before
  what lies in it.
* **told**: every fault is told: its cause is *named*, or one that was declared beforehand to look the same (*alike*); a named cause
  *announces* that it hides it; each check that would see it says that its question is *open*; a fault that has no cause
  (information, the doctor's own trouble) is *said*.
* **false ok**: a check says ok although a fault makes its sentence false when it is alone; or exit code 0.
* **false alarm**: a cause, or a finding at warning or above, for which none of the faults accounts.
* **unnamed**: an open question without its kind or its reason, a check left out without one.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One class of runs."""

    runs: int = 0
    first: int = 0
    told: int = 0
    false_ok: int = 0
    false_alarm: int = 0
    unnamed: int = 0
    crashed: int = 0
    requests: int = 0


def line(score: Score) -> str:
    """Write one run: how each fault was told, the causes in their order, the requests, and what is wrong."""
    told = ",".join(how or "NOT TOLD" for _, how in score.told) or "-"
    parts = (told, " ".join(score.causes) or "-", str(score.requests))
    return "; ".join((" | ".join(parts), *score.wrongs))


def lines(scores: Mapping[str, Iterable[Score]]) -> Lines:
    return {name: {each.name: line(each) for each in of} for name, of in scores.items()}


def write(found: Lines) -> str:
    """Write the results in JSON, one line a run, so that a change is read in review."""
    return json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def read(text: str) -> Lines:
    return json.loads(text)


def differences(committed: Lines, found: Lines) -> Iterator[str]:
    """Name each run that did not give what is committed."""
    for kind, runs in found.items():
        known = committed.get(kind, {})
        for name, now in runs.items():
            if name not in known:
                yield f"{kind}: {name} is not among the committed results"
            elif known[name] != now:
                yield f"{kind}: {name}\n    committed: {known[name]}\n    now:       {now}"


def gone(committed: Lines, found: Lines, *, is_all: bool) -> Iterator[str]:
    """Name each committed run that is none any more.

    Args:
        committed: what is committed.
        found: what was run.
        is_all: whether everything was run; else only faults alone and healthy worlds were run in full.
    """
    for kind in CLASSES if is_all else ALWAYS_WHOLE:
        for name in sorted(committed.get(kind, {}).keys() - found.get(kind, {}).keys()):
            yield f"{kind}: {name} is committed, and no run any more"


def row(scores: Sequence[Score]) -> Row:
    return Row(
        runs=len(scores),
        first=sum(each.first for each in scores),
        told=sum(each.all_told for each in scores),
        false_ok=sum(bool(each.false_ok) for each in scores),
        false_alarm=sum(bool(each.false_alarm) for each in scores),
        unnamed=sum(bool(each.unnamed) for each in scores),
        crashed=sum(bool(each.crashed) for each in scores),
        requests=sum(each.requests for each in scores),
    )


def page(
    scores: Mapping[str, Sequence[Score]], causes: Sequence[Cause], seed: int, failing: int
) -> str:
    """Write the page for people; `failing` is the size of the whole matrix of failing requests."""
    parts = (
        _ABOUT,
        f"Pairs and triples are a sample with the seed {seed}: each fault of each world with some partners, those that a cause"
        " declares to hide among them. Faults that exclude each other, that lead the account away from what another breaks"
        " (`tests/accuracy/sampling.py` says which), and that are only odd are left out. The rules were corrected by the misses"
        " of this very sample: `--seed N` measures one that nobody looked at.\n",
        f"Of the {failing} cases of the failure matrix {len(scores.get('matrix', ()))} were run: healthy and broken worlds in"
        " which one request, or a whole host, fails in one way.\n",
        "\n".join(table(scores)) + "\n",
        _MEANING,
        "\n".join(_how(scores)) + "\n",
        "\n".join(_alike(causes)) + "\n",
        "\n".join(misses(scores)) + "\n",
    )
    return "\n".join(parts)


def table(scores: Mapping[str, Sequence[Score]]) -> Iterator[str]:
    """Give the rows of the table; a class that was not run has none."""
    yield "| class | runs | first | told | false ok | false alarm | unnamed | tracebacks | requests |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|"
    for kind in CLASSES:
        if kind in scores:
            one = row(scores[kind])
            judged = kind != "matrix"
            yield (
                f"| {kind} | {one.runs} | {_rate(one.first, one.runs) if judged else '-'}"
                f" | {_rate(one.told, one.runs) if judged else '-'} | {one.false_ok} | {one.false_alarm}"
                f" | {one.unnamed} | {one.crashed} | {one.requests} |"
            )


def _rate(part: int, whole: int) -> str:
    """Give a share in per cent with one decimal, never rounded up to all."""
    if not whole:
        return "-"
    return f"{part * 1000 // whole / 10:.1f} %"


def _how(scores: Mapping[str, Sequence[Score]]) -> Iterator[str]:
    yield "How each fault was told:"
    yield ""
    yield "| class | faults | named | alike | announced | open | said | not |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for kind in CLASSES[:4]:
        hows = Counter(how for each in scores.get(kind, ()) for _, how in each.told)
        if hows:
            counts = " | ".join(
                str(hows[how]) for how in (NAMED, ALIKE, ANNOUNCED, OPEN, SAID, "")
            )
            yield f"| {kind} | {hows.total()} | {counts} |"


def _alike(causes: Iterable[Cause]) -> Iterator[str]:
    yield "Declared beforehand to look the same from here:"
    yield ""
    for cause in causes:
        if cause.not_told_apart:
            others = "; ".join(kind.title for kind in cause.not_told_apart.kinds)
            yield f"* *{cause.title}* may be: {others}. {cause.not_told_apart.why}"


def misses(scores: Mapping[str, Sequence[Score]]) -> Iterator[str]:
    """Name each run in which something was wrong, and what."""
    wrong = [(kind, each) for kind in CLASSES for each in scores.get(kind, ()) if each.wrongs]
    yield "## Misses" if wrong else "Nothing was missed."
    if wrong:
        yield ""
    for kind, each in wrong:
        yield f"* {kind}: `{each.name}`: {'; '.join(each.wrongs)}"
