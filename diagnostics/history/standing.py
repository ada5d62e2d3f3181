"""How long a finding stands: a finding that nobody could look for is not gone. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from diagnostics.history.kept import (
    CRASHED,
    NOT_ASKED,
    UNSEEN,
    Entry,
    Key,
    Standing,
)

_NO_ANSWER = frozenset({UNSEEN, CRASHED, NOT_ASKED})


def stepped(standing: Mapping[Key, Standing], entry: Entry) -> Iterator[Standing]:
    """Give what one more run changes: what came, what is still there, what is gone, what cannot be seen.

    Gone is what every check that saw it has answered without it, or does not ask any more. A check that was left out,
    crashed, or could not see leaves it standing.

    Args:
        standing: what stood before, by code and subject.
        entry: the run, younger than all before it.
    """
    found = {each.key: each for each in entry.noticed}
    for key, noticed in found.items():
        before = standing.get(key)
        since = before.since if before else entry.at
        yield Standing(noticed=noticed, since=since, last=entry.at)
    for key, before in standing.items():
        if key in found:
            continue
        if _is_answered(before.noticed.checks, entry):
            yield replace(before, gone=entry.at, unseen=None)
        elif before.unseen is None:
            yield replace(before, unseen=entry.at)


def _is_answered(checks: Iterable[str], entry: Entry) -> bool:
    """Tell whether each of these checks answered; one that is not in the run any more asks nothing any more."""
    return all(
        entry.marks.get(check) not in _NO_ANSWER and check not in entry.opened for check in checks
    )
