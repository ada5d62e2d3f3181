"""Says what one code means, from one plain file."""

from __future__ import annotations

import re

import click

from diagnostics.cli.explained import as_json, entry_of, lines_of, page_of
from diagnostics.triage.explain import Explained, nearest
from diagnostics.triage.explain import explain_code as explain

# The words of `diagnostics.exit_codes`, which loads the whole model.
RECOGNISED, UNKNOWN = 0, 1

_LOOKS_LIKE_A_CODE = re.compile(
    r"\W*(?:[a-z-]{2,10}[\s:=-]*)?\d{1,9}(?:-[a-z-]+)?\W*", re.IGNORECASE
)


def explain_code(what: str, form: str) -> int | None:
    """Print what a code means.

    Returns:
        0 if it is known, 1 if it looks like a code and is not; None if it is none.
    """
    found = explain(what) or _by_its_parts(what)
    if found:
        draw = page_of if found.code == found.kind else lines_of
        click.echo(as_json([entry_of(found)]) if form == "json" else "\n".join(draw(found)))
        return RECOGNISED
    if not _LOOKS_LIKE_A_CODE.fullmatch(what.strip()):
        return None
    if form == "json":
        click.echo(as_json([]))
    near = nearest(what)
    known = f" Known are, for example, {', '.join(near)}." if near else ""
    click.echo(f"ajo-doctor: the code {what.strip()!r} is not known here.{known}", err=True)
    click.echo("  do: give the whole error text: ajo-doctor explain -", err=True)
    return UNKNOWN


def _by_its_parts(what: str) -> Explained | None:
    from diagnostics.triage.unlisted import explain_unlisted

    return explain_unlisted(what)
