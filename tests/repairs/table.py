"""The results as a table and as figures; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tabulate import tabulate

from tests.repairs.healing_record import Healing

_WIDTH = 70


def table(results: Sequence[Healing], *, verbose: bool = False) -> str:
    """Draw one row a world, and below it what did not do what it says."""
    rows = [
        (each.name, len(each.ran), each.verdict, f"{each.seconds:.1f}", each.why[:_WIDTH])
        for each in results
    ]
    drawn = tabulate(rows, headers=("fault", "commands", "verdict", "seconds", "why"))
    return "\n".join([drawn, *_problems(results), *(_commands(results) if verbose else ())])


def _problems(results: Sequence[Healing]) -> Iterator[str]:
    for each in results:
        for problem in each.problems:
            yield f"\n{each.name}: {problem}"


def _commands(results: Sequence[Healing]) -> Iterator[str]:
    for each in results:
        yield f"\n{each.name}"
        yield from (f"  {ran.what:<10} {ran.sh}" for ran in each.ran)


def summary(results: Sequence[Healing], seconds: float) -> str:
    """Give the figures."""
    verdicts = {each.verdict for each in results}
    counts = {word: sum(each.verdict == word for each in results) for word in sorted(verdicts)}
    ran = [each for result in results for each in result.ran]
    said = ", ".join(f"{count} {word}" for word, count in counts.items())
    distinct = len({each.form for each in ran})
    bad = sum(bool(each.problem) for each in ran)
    return (
        f"\n{len(results)} worlds: {said}; {len(ran)} commands of {distinct} forms run, {bad} did not do what they say;"
        f" {seconds / 60:.1f} minutes"
    )
