"""Search logs for known errors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from diagnostics.cli.faults import told
from diagnostics.cli.options import in_a_folder, network_options, output_options
from diagnostics.cli.say import share_options
from diagnostics.cli.triage_workspace import workspace_options


@click.command(short_help="Search logs for known errors: since when, how many, on what.")
@click.argument("paths", nargs=-1, metavar="PATH…|-")
@click.option("--since", metavar="TIME", help="Count from here: 2h, 30m, 1d, or an instant (UTC).")
@click.option("--until", metavar="TIME", help="Count up to here, likewise.")
@click.option(
    "--follow", is_flag=True, help="Go on with what is written; Ctrl-C ends with the result."
)
@click.option(
    "--fail-on",
    type=click.Choice(["info", "warning", "critical"]),
    default="warning",
    show_default=True,
    help="Least severity for exit code 1.",
)
@click.option("--no-save", is_flag=True, help="Keep no bundle of this search.")
@click.option(
    "--bundle",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=in_a_folder,
    help="Write the bundle to this file too.",
)
@click.option("--plugin", "plugins", multiple=True, help="Look for the errors of this pack, too.")
@share_options
@output_options
@workspace_options
@network_options
@click.pass_context
def triage(ctx: click.Context, /, **values: Any) -> None:  # noqa: ANN401 - the options above
    """Search logs for known errors: which, since when, how many, on which account, vault and identity.

    PATH is a file, a folder, a pattern, or - for stdin: plain text, JSON lines, exports of Azure and of containers,
    stack traces; .gz, .zst and .zip too. The errors are those that `explain` knows. With the vault's audit log (AuditEvent)
    among them, the last good use of the key is found too. Files are
    searched offline; with --workspace a Log Analytics workspace does the work where the logs are (it needs an Azure login
    with Log Analytics Reader), after it was asked how much that is. The result ends with the `diagnose` command to go on with.

    \b
    Examples:
      ajo-doctor triage app.log                        one file
      ajo-doctor triage logs/ 'audit-*.json.gz'        a folder, and the vault's audit log
      kubectl logs deploy/sender | ajo-doctor triage -
      ajo-doctor triage --since 2h app.log             only the last two hours
      ajo-doctor triage --follow app.log               while it is written
      ajo-doctor triage logs/ --format json --output found.json
      ajo-doctor triage --workspace ID --since 2h      where the logs are: Log Analytics counts
      ajo-doctor triage --kql --since 2h               the same as queries, to paste into the portal

    Exit codes: 0 nothing known was found, 1 an error at or above --fail-on (one that becomes no finding counts as a
    warning), 2 wrong usage, 3 nothing found, but something could not be read, 130 interrupted (what was found until
    then is printed all the same; the first Ctrl-C of --follow is its end and no interruption).
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    from diagnostics.cli.triage_asked import Asked
    from diagnostics.cli.triaging import triage_logs

    with told():
        ctx.exit(triage_logs(Asked.of(values)))
