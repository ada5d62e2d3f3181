"""List all checks and what each needs."""

from __future__ import annotations

import json
from typing import Any

import click

from diagnostics.check import Check
from diagnostics.cli.faults import told


@click.command(short_help="List all checks and what each needs.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option("--plugin", "plugins", multiple=True, help="Also load this pack.")
def checks(form: str, plugins: tuple[str, ...]) -> None:
    """List all checks: what each says when all is well, where it applies, and which rights it needs.

    Nothing is read from a cloud.

    \b
    Examples:
      ajo-doctor checks
      ajo-doctor checks --format json

    Exit codes: 0 listed, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    from diagnostics.catalogue import load_catalogue

    with told():
        catalogue = load_catalogue(plugins)
    if form == "json":
        click.echo(json.dumps([_record(check) for check in catalogue.checks], indent=2))
        return
    for check in catalogue.checks:
        required = "" if check.is_required else " (not required)"
        click.echo(f"{check.id}{required}")
        click.echo(f"  {check.title}")
        click.echo(f"  step {check.step.value}; {', '.join(sorted(check.applies_to))}")
        if check.kinds:
            click.echo(f"  says {', '.join(sorted(kind.code for kind in check.kinds))}")
        for permission in check.permissions:
            click.echo(f"  needs {permission}")


def _record(check: Check[Any]) -> dict[str, object]:
    return {
        "id": check.id,
        "title": check.title,
        "step": check.step.value,
        "required": check.is_required,
        "topologies": sorted(check.applies_to),
        "kinds": [
            {
                "code": kind.code,
                "slug": kind.slug,
                "severity": kind.severity.name.lower(),
                "title": kind.title,
            }
            for kind in check.kinds
        ],
        "permissions": [
            {"api": each.api, "name": each.name, "granted_by": each.granted_by}
            for each in check.permissions
        ],
    }
