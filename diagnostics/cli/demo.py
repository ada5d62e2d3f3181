"""Watch a diagnosis of a simulated, broken environment."""

from __future__ import annotations

from typing import Any

import click

from diagnostics.cli.faults import told
from diagnostics.cli.options import output_options

DEFAULT = "profile-store-revoked"


@click.command(short_help="Watch a diagnosis of a simulated, broken environment.")
@click.argument("scenario", required=False, default=DEFAULT)
@click.option("--list", "show_list", is_flag=True, help="List all scenarios.")
@click.option("--save", is_flag=True, help="Keep the bundle of the run.")
@output_options
@click.pass_context
def demo(ctx: click.Context, /, scenario: str, **values: Any) -> None:  # noqa: ANN401 - the options above
    """Watch a diagnosis of a simulated, broken environment: no login, no cloud, nothing leaves this machine.

    A simulated Azure and Adobe start on this machine; the real Azure clients diagnose it over HTTPS, on the way a user takes
    who sits behind a company proxy with its own certificate authority. Without SCENARIO it is a campaign
    whose profile store is revoked. Your own Azure login, variables and profile are not used.

    \b
    Examples:
      ajo-doctor demo
      ajo-doctor demo --list
      ajo-doctor demo key-gone@adobe-managed --format markdown

    Exit codes: 0 the scenario's own cause came first, 1 the diagnosis missed it, 2 wrong usage, 130 interrupted.
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    from diagnostics.cli.outputs import Outputs
    from diagnostics.cli.rehearse import listing, rehearse

    with told():
        if values["show_list"]:
            click.echo(listing())
            return
        ctx.exit(rehearse(scenario, Outputs.of(values), save=values["save"]))
