"""What was found in requests, as Markdown and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from diagnostics.report.escape import code, markdown
from diagnostics.report.linted import Linted, few, last, named, place, said, summed, surroundings

SCHEMA = 1


def as_json(linted: Linted) -> str:
    """Write everything: ASCII only, so that no terminal or parser stumbles over a character."""
    tree = {
        "schema": SCHEMA,
        "version": linted.version,
        "exit_code": linted.exit_code,
        "counts": linted.counts,
        "packs": linted.packs,
        "campaign": linted.campaign._asdict() if linted.campaign else None,
        "requests": [each._asdict() for each in linted.requests],
        "not_read": [each._asdict() for each in linted.unread],
        "not_applied": [each._asdict() for each in linted.unheld],
        "findings": [each._asdict() for each in linted.findings],
    }
    return json.dumps(tree, indent=2) + "\n"


def as_markdown(linted: Linted) -> str:
    """Draw for a ticket."""
    return "\n".join(_lines(linted)) + "\n"


def _lines(linted: Linted) -> Iterator[str]:
    yield f"# {markdown(summed(linted))}"
    for sentence in surroundings(linted):
        yield from ("", markdown(sentence))
    yield from _left_out(linted)
    for file in dict.fromkeys(request.file for request in linted.requests):
        yield from ("", f"## {code(file)}", "")
        for request in (each for each in linted.requests if each.file == file):
            yield f"* line {request.line}: {markdown(named(request))}"
            yield from (f"  * {markdown(note)}" for note in request.notes)
        shown, hidden = few(each for each in linted.findings if each.file == file)
        if shown:
            yield from ("", "| place | severity | code | what |", "|---|---|---|---|")
        for each in shown:
            yield f"| {each.line}:{each.column} | {each.severity} | {each.code} | {markdown(said(each))} |"
        for name, count in hidden.items():
            yield from ("", f"and {count} more {name}; `--format json` has all")
    yield from ("", markdown(last(linted)))


def _left_out(linted: Linted) -> Iterator[str]:
    if linted.unread or linted.unheld:
        yield ""
    for unread in linted.unread:
        yield f"* not read: {code(place(unread))}: {markdown(unread.problem)}"
        yield from (f"  * expected: {markdown(unread.expected)}",) if unread.expected else ()
        yield from (f"  * do: {markdown(unread.do)}",) if unread.do else ()
    for unheld in linted.unheld:
        yield f"* not applied: {markdown(f'{unheld.title} ({unheld.rule}): {unheld.reason}')}"
        yield f"  * do: {markdown(unheld.do)}"
