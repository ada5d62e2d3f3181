"""Put the report of a saved run on a ticket."""

from __future__ import annotations

import os
from typing import Any

import click

from diagnostics.cli.faults import told
from diagnostics.cli.options import MAX_SIZE, network_options
from diagnostics.cli.say import table_options


@click.command(short_help="Put the report of a saved run on a Jira ticket or GitHub issue.")
@click.argument("bundle", metavar="BUNDLE")
@click.option(
    "--to",
    metavar="TICKET",
    required=True,
    help="jira:OPS-42, or github:OWNER/REPO#7 (an issue or a pull request).",
)
@click.option(
    "--target",
    metavar="NAME",
    help="Whose run `latest` is. [default: the last run on this machine]",
)
@click.option(
    "--share/--no-share",
    default=True,
    help="Replace names by pseudonyms, or send them as they are. [default: --share]",
)
@table_options
@click.option("--no-file", is_flag=True, help="Send the comment alone, without the HTML file.")
@click.option("--max-size", metavar="BYTES|NAME", help=f"{MAX_SIZE} [default: the system's]")
@click.option("--dry-run", is_flag=True, help="Show what would be sent, and send nothing.")
@click.option("--yes", is_flag=True, help="Send it without asking: for schedulers.")
@click.option(
    "--config",
    "config_file",
    metavar="FILE",
    help="Configuration with jira_url, github_api_url, proxy, ca.",
)
@click.option(
    "--deadline",
    type=click.FloatRange(1, 600),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="Limit of one request.",
)
@click.option("--plugin", "plugins", multiple=True, help="Pack that the run was made with.")
@network_options
@click.pass_context
def attach(ctx: click.Context, /, **values: Any) -> None:  # noqa: ANN401 - the options above
    """Put the report of a saved run on a ticket: a comment, and at Jira the whole report as an HTML file.

    BUNDLE is the file of a run, or latest or latest-clean. Attaching again changes the comment and replaces the file.
    Shows what will be sent, to whom and as whom, and asks. GitHub takes no files at an issue: there it is the comment.

    \b
    The login comes from the environment or a file, never from an argument:
      Jira    JIRA_URL, JIRA_TOKEN or JIRA_TOKEN_FILE; for Jira Cloud also JIRA_USER, a mail address
      GitHub  GH_TOKEN, GITHUB_TOKEN or GITHUB_TOKEN_FILE; for Enterprise Server GITHUB_API_URL

    \b
    Examples:
      ajo-doctor attach latest --to jira:OPS-42
      ajo-doctor attach latest --to github:contoso/ajo-middleware#7 --dry-run
      ajo-doctor attach run.ajo-bundle --to jira:OPS-42 --yes       for a scheduler

    For any other ticket system: ajo-doctor report BUNDLE --share --output report.html, and upload the file.

    Exit codes: 0 the ticket holds the report; 2 wrong usage, or refused: the ticket is as it was; 3 the ticket may hold
    a part of it (the message says which); 130 interrupted.
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    from diagnostics.cli.attaching import attach_bundle

    with told():
        ctx.exit(attach_bundle(values, os.environ))
