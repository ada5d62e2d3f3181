"""Say what earlier runs saw: strips of outcomes, and since when each finding stands."""

from __future__ import annotations

from typing import Any

import click

from diagnostics.cli.faults import told
from diagnostics.cli.options import output_options_of

FORMS = {"text": (".txt",), "json": (".json",)}


@click.command(short_help="Show what earlier runs saw, and since when, offline.")
@click.argument("target", required=False)
@click.option(
    "--runs",
    type=click.IntRange(1, 10_000),
    default=60,
    show_default=True,
    metavar="N",
    help="How many of the last runs to show.",
)
@click.option("--every-check", is_flag=True, help="Also the checks that were well in all of them.")
@output_options_of(tuple(FORMS))
@click.pass_context
def history(ctx: click.Context, /, **values: Any) -> None:  # noqa: ANN401 - the options above
    """Show what earlier runs of `watch`, `diagnose` and `verify` saw: one character a run, the newest right.

    Without TARGET a line for each target. A finding stands from the first run that saw it until a run has looked and
    did not find it; what could not be seen is not gone. Without network and login.

    \b
    Examples:
      ajo-doctor history                         all targets
      ajo-doctor history production              its checks, what stands since when, what is gone
      ajo-doctor history production --runs 144 --every-check
      ajo-doctor history --format json           for a machine

    Exit codes: 0 shown, also when something stands; 2 wrong usage, or there is no history.
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    from diagnostics.cli.remembered import show

    with told():
        show(values)
    ctx.exit(0)
