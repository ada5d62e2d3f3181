"""The Adobe login of a command: `--token-file` and the environment, with its warnings on stderr."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from diagnostics.adobe_login import AdobeLogin, adobe_login
from diagnostics.cli.faults import read_text
from diagnostics.errors import ConfigError


def login_of(values: Mapping[str, Any], environ: Mapping[str, str]) -> AdobeLogin:
    """Collect what there is to sign in with at Adobe.

    Raises:
        ConfigError: if a file cannot be read or holds something else.
    """
    file: str = values.get("token_file") or ""
    if file == "-" and values.get("error") == "-":
        raise ConfigError(
            "--token-file and --error cannot both read stdin", do="give one of them as a file"
        )
    token = read_text(file, "--token-file", "an access token of Adobe's") if file else ""
    login = adobe_login(environ, token, file)
    for warning in login.warnings:
        click.echo(f"ajo-doctor: {warning}", err=True)
    return login
