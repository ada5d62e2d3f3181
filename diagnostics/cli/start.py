"""Plain `ajo-doctor`: diagnose when a configuration is found, else say where to begin."""

from __future__ import annotations

import os
from pathlib import Path

import click

from diagnostics.cli.faults import told
from diagnostics.config_file import FILE_NAME, find_file


def start(ctx: click.Context) -> None:
    """Diagnose what the configuration names, or print the first steps."""
    with told():
        file, _ = find_file(None, os.environ, Path.cwd())
    if file is None:
        click.echo(
            f"There is no {FILE_NAME} in this folder, so there is nothing to diagnose yet.",
            err=True,
        )
        click.echo(
            "  no login needed:  ajo-doctor demo                  watch a diagnosis\n"
            "  an error text:    ajo-doctor diagnose --error -    paste it, then Ctrl-D\n"
            "  an Azure login:   ajo-doctor init --help           write the configuration\n"
            "  everything else:  ajo-doctor --help",
            err=True,
        )
        ctx.exit(2)
    from diagnostics.cli.diagnose import diagnose

    ctx.invoke(diagnose)
