"""Draws what codes and recognised errors mean; loads nothing that a code alone does not need."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from diagnostics.quoting import sh
from diagnostics.report.wrap import wrap
from diagnostics.triage.explain import Explained

SCHEMA = 1
# The words of `diagnostics.finding.Step`; that module costs a start more than this table.
STEPS = {
    "0": "before step 1: the right tenant and subscription",
    "1": "step 1: identity enabled and not deleted",
    "2": "step 2: permissions on Key Vault and Cosmos DB",
    "3": "step 3: customer-managed key configuration",
    "4": "step 4: re-enable and test",
    "A": "Adobe's side: token, gateway, sandbox, campaign",
    "D": "the doctor itself",
}
_ELSEWHERE = "outside the four documented steps"


def as_json(entries: Sequence[dict[str, object]]) -> str:
    """Give the entries as one JSON object."""
    return json.dumps({"schema": SCHEMA, "explained": list(entries)}, indent=2)


def entry_of(explained: Explained) -> dict[str, object]:
    """Give one explanation as a JSON object."""
    return explained._asdict()


def page_of(explained: Explained) -> Iterator[str]:
    """Draw a kind: its runbook page, or what is known of it without the page."""
    yield from _head(explained)
    if not explained.page:
        yield from body_of(explained)
        return
    # The title stands above already, and the marks are for the generator.
    for line in explained.page.splitlines()[1:]:
        if not line.startswith("<!--"):
            yield line


def lines_of(explained: Explained) -> Iterator[str]:
    """Draw a code of Azure or Adobe."""
    yield from _head(explained)
    yield ""
    yield from body_of(explained)


def titled(code: str, title: str) -> list[str]:
    """Write a code and what it says, the title's lines below each other."""
    lead = f"{code}  " if code else ""
    return wrap(title, " " * len(lead), first=lead)


def _head(explained: Explained) -> Iterator[str]:
    yield from titled(explained.code, explained.title)
    step = STEPS.get(explained.step, _ELSEWHERE)
    yield ", ".join(part for part in (explained.severity, step) if part)


def body_of(explained: Explained) -> Iterator[str]:
    """Draw meaning, what to look at, the steps with their commands, and where it is written."""
    yield from wrap(explained.meaning)
    yield from _numbered("Look at", explained.look_at)
    yield from _numbered("Do", explained.steps)
    yield from _commands(explained.commands)
    yield from _further(explained)


def _numbered(title: str, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if number == 1:
            yield from ("", title)
        yield from wrap(line, "     ", first=f"  {number}. ")


def _commands(commands: Sequence[tuple[str, ...]]) -> Iterator[str]:
    if commands:
        yield from ("", "Commands (put your own names where <…> stands)")
    for argv in commands:
        yield f"  {sh(argv)}"


def _further(explained: Explained) -> Iterator[str]:
    yield ""
    if explained.kind and explained.kind != explained.code:
        yield f"Runbook: ajo-doctor explain {explained.kind}"
    if explained.also:
        yield from wrap(f"The same finding: {', '.join(explained.also)}")
    if explained.source:
        yield from wrap(f"Source: {explained.source}", "  ", first="")
