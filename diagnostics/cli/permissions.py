"""Print the least rights that the chosen checks need."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from diagnostics.cli.faults import told
from diagnostics.cli.options import network_options
from diagnostics.errors import ConfigError
from diagnostics.least import azure_role, cosmos_role, graph_permissions, needed
from diagnostics.targets import Topology


@click.command(short_help="Print the least rights that the checks need.")
@click.option(
    "--topology",
    type=click.Choice([each.value for each in Topology]),
    help="Only checks of this topology.",
)
@click.option("--only", multiple=True, metavar="CHECK", help="Only this check (may be repeated).")
@click.option(
    "--scope",
    default="/subscriptions/<subscription id>",
    help="Where the custom role may be assigned.",
)
@click.option(
    "--check", "ask", is_flag=True, help="Ask the cloud which of them the present login lacks."
)
@click.option("--config", "config_file", metavar="FILE", help="Configuration, for --check.")
@click.option("--target", metavar="NAME", help="Target of the configuration, for --check.")
@network_options
def permissions(  # noqa: PLR0913 - one parameter an option
    *,
    topology: str | None,
    only: tuple[str, ...],
    scope: str,
    ask: bool,
    config_file: str | None,
    target: str | None,
    proxy: str | None,
    ca: Path | None,
) -> None:
    """Print the least rights that the checks need: a custom Azure role, Graph permissions, a Cosmos DB role.

    The built-in role Reader covers the Azure part as well; the custom role is smaller. Nothing of it can write.
    With --check the present login is held against them.
    """
    from diagnostics.catalogue import load_catalogue

    with told():
        catalogue = load_catalogue(())
        known = {check.id: check for check in catalogue.checks}
        unknown = [name for name in only if name not in known]
        if unknown:
            raise ConfigError(
                f"there is no check {unknown[0]!r}", expected=", ".join(known), source="--only"
            )
        chosen = [
            check
            for check in catalogue.checks
            if (not only or check.id in only)
            and (topology is None or Topology(topology) in check.applies_to)
        ]
        rights = needed(chosen)
    if ask:
        from diagnostics.cli.lacking import lacking

        with told():
            raise SystemExit(
                lacking(rights, config_file, target, dict(os.environ), proxy=proxy, ca=ca)
            )
    _print(
        "Azure: az role definition create --role-definition @role.json", azure_role(rights, scope)
    )
    ping = cosmos_role(rights)
    if ping:
        _print("Cosmos DB: az cosmosdb sql role definition create --body @ping.json …", ping)
    _print(
        "Microsoft Graph: application permissions, with admin consent", graph_permissions(rights)
    )


def _print(title: str, value: object) -> None:
    click.echo(f"# {title}")
    click.echo(json.dumps(value, indent=2))
    click.echo()
