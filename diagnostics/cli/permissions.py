"""Print the least rights that the chosen checks need."""

from __future__ import annotations

import json
import os
from typing import Any

import click

from diagnostics.check import Check
from diagnostics.cli.faults import told
from diagnostics.cli.options import flags_of, network_options, target_options
from diagnostics.least import adobe_permissions, azure_role, cosmos_role, graph_permissions, needed
from diagnostics.permission import Permission
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
    "--check", "ask", is_flag=True, help="Ask the cloud which of them the present login holds."
)
@click.option("--config", "config_file", metavar="FILE", help="Configuration, for --check.")
@click.option("--target", metavar="NAME", help="Target of the configuration, for --check.")
@target_options(without="topology")
@network_options
@click.pass_context
def permissions(ctx: click.Context, /, **values: Any) -> None:  # noqa: ANN401 - the options above
    """Print the least rights that the checks need: a custom Azure role, Graph permissions, a Cosmos DB role.

    The built-in role Reader covers the Azure part as well; the custom role is smaller. Nothing of it can write.
    With --check the present login is held against them, at the account and vault of the target.

    \b
    Examples:
      ajo-doctor permissions --topology adobe-managed
      ajo-doctor permissions --only keyvault.key --scope /subscriptions/…
      ajo-doctor permissions --check

    Exit codes: 0 printed (with --check: all held), 1 one is lacking, 2 wrong usage or configuration, 3 one cannot be
    told.
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    from diagnostics.catalogue import load_catalogue
    from diagnostics.cli.plan import check_names
    from diagnostics.second_look import is_of_second_look

    with told():
        catalogue = load_catalogue(())
        check_names(catalogue, values["only"])
        chosen = [check for check in catalogue.checks if _is_chosen(check, values)]
        if values["ask"]:
            ctx.exit(_ask(chosen, values))
    first = needed(each for each in chosen if not is_of_second_look(each))
    _print_all(first, values["scope"])
    _print_more([right for right in needed(chosen) if right not in first])


def _is_chosen(check: Check[Any], values: dict[str, Any]) -> bool:
    topology = values["topology"]
    named = not values["only"] or check.id in values["only"]
    return named and (topology is None or Topology(topology) in check.applies_to)


def _ask(chosen: list[Check[Any]], values: dict[str, Any]) -> int:
    from diagnostics.cli.lacking import Asking, lacking

    asking = Asking(
        config_file=values["config_file"],
        target=values["target"],
        flags=flags_of(values),
        environ=dict(os.environ),
        proxy=values["proxy"],
        ca=values["ca"],
        chosen=frozenset(check.id for check in chosen),
    )
    return lacking(asking)


def _print_all(rights: tuple[Permission, ...], scope: str) -> None:
    _print(
        "Azure: az role definition create --role-definition @role.json", azure_role(rights, scope)
    )
    ping = cosmos_role(rights)
    if ping:
        _print(
            "Cosmos DB: az cosmosdb sql role definition create --account-name … --resource-group … --body @ping.json",
            ping,
        )
    graph = graph_permissions(rights)
    if graph:
        _print("Microsoft Graph: application permissions, with admin consent", graph)
    adobe = adobe_permissions(rights)
    if adobe:
        _print("Adobe: permissions of one role, and the API credential among the role's", adobe)


def _print_more(rights: list[Permission]) -> None:
    """Print what only the question takes who changed what: without it everything else is told all the same."""
    more = {
        "Azure: more actions for the role, at the subscriptions of the resources": "arm",
        "Microsoft Graph: application permissions, with admin consent": "graph",
        "Adobe: permissions of the role": "adobe",
    }
    for title, api in more.items():
        if names := [right.name for right in rights if right.api == api]:
            _print(f"Only to be told who changed what. {title}", names)


def _print(title: str, value: object) -> None:
    click.echo(f"# {title}")
    click.echo(json.dumps(value, indent=2))
    click.echo()
