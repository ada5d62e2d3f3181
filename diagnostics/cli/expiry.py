"""List what ends on a known day: keys, credentials, deletions that can still be undone."""

from __future__ import annotations

from typing import Any

import click

from diagnostics.cli.faults import told
from diagnostics.cli.options import output_options_of
from diagnostics.cli.say import share_options, sharing_of

FORMS = {"text": (".txt",), "json": (".json",), "ics": (".ics",)}


@click.command(short_help="List what ends on a known day, and write a calendar of it, offline.")
@click.argument("bundles", metavar="[BUNDLE]…", nargs=-1)
@click.option(
    "--target",
    "targets",
    multiple=True,
    metavar="NAME",
    help="Target of which the latest run is meant; may be repeated. [default: the last run of all]",
)
@click.option("--all", "every", is_flag=True, help="The latest run of every target that has one.")
@click.option(
    "--within",
    type=click.IntRange(0, 3650),
    metavar="DAYS",
    help="So many days are soon. [default: warn_days of each target, 30]",
)
@click.option("--ics", metavar="FILE", help="Write a calendar to this file too.")
@share_options
@click.option("--plugin", "plugins", multiple=True, help="Pack that the runs were made with.")
@output_options_of(tuple(FORMS))
@click.pass_context
def expiry(ctx: click.Context, /, **values: Any) -> None:  # noqa: ANN401 - the options above
    """List what ends on a known day: the key, secrets and certificates, what was deleted and can still be restored.

    It reads saved runs and asks nobody; `ajo-doctor diagnose` reads anew. BUNDLE is the file of a run; without one the
    last run is meant. The calendar has one event for each end: taken in again after a later run, it moves.
    What is near is a finding of `diagnose` too, from `warn_days` of the target on (30, 0 = never).

    \b
    Examples:
      ajo-doctor expiry                              what the last run knows
      ajo-doctor expiry --all --ics expiry.ics       every target, and a calendar
      ajo-doctor expiry --target production --within 90 --format json
      ajo-doctor diagnose --all --output expiry.ics  read now, and the calendar of it

    Exit codes: 0 nothing ends soon, 1 something ends soon or is over, and nobody answers for it, 2 wrong usage, no run,
    or a bundle that cannot be read, 3 nothing seen ends soon, but not all was seen.
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    from diagnostics.cli.expiring import expiry_of, outputs_of, write

    with told():
        sharing = sharing_of(values)
        outputs = outputs_of(values)
        code = write(expiry_of(values, sharing), outputs)
    ctx.exit(code)
