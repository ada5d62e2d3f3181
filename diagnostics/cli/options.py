"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from diagnostics.target_fields import FIELDS

F = TypeVar("F", bound=Callable[..., Any])

FORMATS = ("text", "markdown", "json")


def output_options(command: F) -> F:
    """Add how and where to write the report."""
    command = click.option(
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write the report to a file.",
    )(command)
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="text",
        help="Form of the report.",
        show_default=True,
    )(command)


def target_options(command: F) -> F:
    """Add one option for every field of a target."""
    for name, (_, meaning) in reversed(FIELDS.items()):
        option = click.option(
            f"--{name.replace('_', '-')}", name, metavar="TEXT", help=f"{meaning}."
        )
        command = option(command)
    return command


def flags_of(values: dict[str, Any]) -> dict[str, str]:
    """Pick the target's fields that were given."""
    return {name: values[name] for name in FIELDS if values.get(name) is not None}


def network_options(command: F) -> F:
    """Add proxy and CA."""
    command = click.option(
        "--ca",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="PEM file of a further certificate authority, added to the system's.",
    )(command)
    return click.option(
        "--proxy", metavar="URL", help="Proxy for all requests. [default: HTTPS_PROXY]"
    )(command)


def write(text: str, output: Path | None) -> None:
    """Write the report to stdout or a file."""
    if output is None:
        click.echo(text, nl=False, color=True)
        return
    output.write_text(text, encoding="utf-8")
    click.echo(f"report written to {output}", err=True)
