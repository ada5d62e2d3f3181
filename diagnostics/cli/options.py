"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from diagnostics.cli.say import share_options
from diagnostics.report.present import FORMS
from diagnostics.report.sizes import NAMED
from diagnostics.target_fields import FIELDS

F = TypeVar("F", bound=Callable[..., Any])

FORMATS = tuple(FORMS)
MAX_SIZE = f"Shorten Markdown to a ticket's field: a number of bytes, or {', '.join(NAMED)}."
OUTPUT = "Write to a file, in the form that its ending names; may be repeated; - is stdout."
FORM = (
    "Form on stdout, of a single --output, and of files whose ending says nothing. [default: text]"
)


def in_a_folder(
    ctx: click.Context,
    param: click.Parameter,
    value: Path | None,
) -> Path | None:
    """Refuse a file in a folder that does not exist: before the run, not after it."""
    if value is not None and not value.parent.is_dir():
        raise click.BadParameter(f"there is no folder {str(value.parent)!r}.", ctx, param)
    return value


def what_options(error: str) -> Callable[[F], F]:
    """Add what is looked at: configuration, targets, an error text, fields of a target, proxy and CA.

    Args:
        error: help of `--error`.
    """

    def add(command: F) -> F:
        command = target_options()(token_option(network_options(command)))
        command = click.option("--error", metavar="FILE|-", help=error)(command)
        command = click.option(
            "--all", "every", is_flag=True, help="All targets of the configuration."
        )(command)
        command = click.option("--target", metavar="NAME", help="Target of the configuration.")(
            command
        )
        return click.option(
            "--config",
            "config_file",
            metavar="FILE",
            help="Configuration. [default: ./ajo-doctor.toml]",
        )(command)

    return add


def how_options(*, deadline: str, no_save: str) -> Callable[[F], F]:
    """Add how it is looked at, and how it is kept and shown.

    Args:
        deadline: help of `--deadline`.
        no_save: help of `--no-save`.
    """

    def add(command: F) -> F:
        command = click.option(
            "--bundle",
            type=click.Path(dir_okay=False, path_type=Path),
            callback=in_a_folder,
            help="Write the bundle to this file too.",
        )(output_options(command))
        command = click.option("--no-save", is_flag=True, help=no_save)(command)
        command = share_options(command)
        command = click.option(
            "--deadline", type=click.FloatRange(1, 3600), metavar="SECONDS", help=deadline
        )(command)
        return click.option(
            "--fail-on",
            type=click.Choice(["info", "warning", "critical"]),
            help="Least severity for exit code 1. [default: warning]",
        )(command)

    return add


def output_options(command: F) -> F:
    """Add how and where to write the report, and how long it may be."""
    command = click.option("--max-size", metavar="BYTES|NAME", help=MAX_SIZE)(command)
    return output_options_of(FORMATS)(command)


def output_options_of(forms: Sequence[str]) -> Callable[[F], F]:
    """Add how and where to write, for a command that knows these forms only."""

    def add(command: F) -> F:
        command = click.option("--output", metavar="FILE", multiple=True, help=OUTPUT)(command)
        return click.option("--format", "form", type=click.Choice(forms), help=FORM)(command)

    return add


def target_options(*, without: str = "") -> Callable[[F], F]:
    """Add one option for every field of a target, but for the one that the command reads otherwise."""

    def add(command: F) -> F:
        for name, (_, meaning) in reversed(FIELDS.items()):
            if name != without:
                flag = f"--{name.replace('_', '-')}"
                command = click.option(flag, name, metavar="TEXT", help=f"{meaning}.")(command)
        return command

    return add


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


def token_option(command: F) -> F:
    """Add where an access token of Adobe is read from; never the token itself, which a process list would show."""
    return click.option(
        "--token-file",
        metavar="FILE|-",
        help="Access token for Adobe; - reads stdin. [default: AJO_DOCTOR_ADOBE_TOKEN]",
    )(command)
