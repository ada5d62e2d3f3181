"""Says what the errors in a text mean."""

from __future__ import annotations

from collections.abc import Iterator

import click

from diagnostics.catalogue import load_catalogue
from diagnostics.cli.explain_code import RECOGNISED, UNKNOWN
from diagnostics.cli.explained import as_json, body_of, entry_of, titled
from diagnostics.redact import redacted
from diagnostics.report.wrap import wrap
from diagnostics.triage.explain import explain_recognised
from diagnostics.triage.recognise import recognise
from diagnostics.triage.recognised import Certainty, Recognised

_BESIDE = (
    ("HTTP status", "http_status"),
    ("account", "account_host"),
    ("vault", "vault_host"),
    ("activity id", "activity_id"),
    ("time", "occurred_at"),
)


def explain_text(text: str, form: str) -> int:
    """Print what the errors of a text mean; 0 if one is known, else 1."""
    found = tuple(redacted(item) for item in recognise(text, load_catalogue().signatures))
    if form == "json":
        click.echo(as_json([_entry(item) for item in found]))
    elif found:
        click.echo("\n\n".join("\n".join(_lines(item)) for item in found))
    if found:
        return RECOGNISED
    click.echo("ajo-doctor: nothing in this text is known.", err=True)
    click.echo(
        "  expected: status, sub-status and message, as they stand in the log or the answer\n"
        "  do: give more of the text; `ajo-doctor diagnose --error -` makes a packet for support of it",
        err=True,
    )
    return UNKNOWN


def _entry(item: Recognised) -> dict[str, object]:
    explained = explain_recognised(item)
    entry = entry_of(explained) if explained else {"code": item.code, "title": item.category}
    seen = {name: getattr(item, name) for _, name in _BESIDE}
    return {
        **entry,
        "category": item.category,
        "certainty": item.certainty.value,
        "why": item.why,
        "excerpt": item.excerpt,
        "header_code": item.header_code,
        **seen,
    }


def _lines(item: Recognised) -> Iterator[str]:
    explained = explain_recognised(item)
    title = explained.title if explained else item.category
    doubt = "" if item.certainty is Certainty.CERTAIN else f" ({item.certainty.value})"
    yield from titled(item.code, f"{title}{doubt}")
    yield from wrap(f"Why: {item.why}.", "  ")
    yield from wrap(f"Text: {item.excerpt}", "  ")
    for label, name in _BESIDE:
        if value := getattr(item, name):
            yield from wrap(f"{label}: {value}", "  ")
    yield ""
    if explained:
        yield from body_of(explained)
