"""What was found in requests, as lines that editors and CI systems read; what was left out is a line too."""

from __future__ import annotations

from diagnostics.report.escape import plain
from diagnostics.report.linted import Linted, LintView, UnheldView, UnreadView, place, said

# The words that compilers use, and those of GitHub's workflow commands.
_COMPILER = {"critical": "error", "warning": "warning", "info": "note"}
_GITHUB = {"critical": "error", "warning": "warning", "info": "notice"}


def compiler_lines(linted: Linted) -> str:
    """Write one line a finding as compilers do: `file:line:column: severity: code message`."""
    unread = (
        f"{plain(place(each))}: error: not read: {plain(each.problem)}" for each in linted.unread
    )
    unheld = (f"ajo-doctor: warning: {_unheld(each)}" for each in linted.unheld)
    found = (
        f"{plain(each.file)}:{each.line}:{each.column}: {_COMPILER[each.severity]}: {each.code} {plain(said(each))}"
        for each in linted.findings
    )
    return "".join(f"{line}\n" for line in (*unread, *unheld, *found))


def github(linted: Linted) -> str:
    """Write one workflow command a finding.

    Source: GitHub Docs, workflow commands for GitHub Actions (and the escapes of actions/toolkit), read 2026-11-24.
    """
    unread = (_unread_command(each) for each in linted.unread)
    unheld = (
        f"::warning title=not applied {_property(each.rule)}::{_data(_unheld(each))}"
        for each in linted.unheld
    )
    found = (_command(each) for each in linted.findings)
    return "".join(f"{line}\n" for line in (*unread, *unheld, *found))


def _unheld(each: UnheldView) -> str:
    return plain(f"not applied: {each.title} ({each.rule}): {each.reason}; do: {each.do}")


def _unread_command(each: UnreadView) -> str:
    fields: dict[str, object] = {"file": each.file, "line": each.line, "col": each.column}
    known = {name: str(value) for name, value in fields.items() if value is not None}
    return _written("error", {**known, "title": "not read"}, each.problem)


def _command(each: LintView) -> str:
    fields = {
        "file": each.file,
        "line": str(each.line),
        "col": str(each.column),
        "title": f"{each.code} {each.title}",
    }
    return _written(_GITHUB[each.severity], fields, said(each))


def _written(word: str, fields: dict[str, str], message: str) -> str:
    told = ",".join(f"{name}={_property(value)}" for name, value in fields.items())
    return f"::{word} {told}::{_data(message)}"


def _data(value: str) -> str:
    return plain(value).replace("%", "%25")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
