"""Write ajo-doctor.toml from what the user has."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from diagnostics.cli.faults import told
from diagnostics.cli.options import (
    flags_of,
    in_a_folder,
    network_options,
    target_options,
    token_option,
)
from diagnostics.cli.signing import login_of
from diagnostics.config import FILE_NAME, PREFIX
from diagnostics.errors import ConfigError
from diagnostics.quoting import sh
from diagnostics.report import escape
from diagnostics.target_fields import FIELDS

if TYPE_CHECKING:
    from diagnostics.cli.discovery import Found


@click.command(short_help="Write ajo-doctor.toml from what you have.")
@click.option("--name", default="production", show_default=True, help="What to call the target.")
@click.option(
    "--error",
    metavar="FILE|-",
    help="Error text, or bundle of `triage`, to take host names from; - reads stdin.",
)
@target_options()
@token_option
@network_options
@click.option("--offline", is_flag=True, help="Write what is given, ask nothing.")
@click.option("--force", is_flag=True, help="Write over an existing file.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path(FILE_NAME),
    show_default=True,
    callback=in_a_folder,
)
def init(**values: Any) -> None:  # noqa: ANN401 - the options above
    """Write ajo-doctor.toml from what you have: an account id, a key URI, an Adobe credential or an error text.

    With an Azure login the rest is discovered by reading: the account's key, its vault, its tenant. With an Adobe
    credential too: sandbox, campaign, application, and the key if its configuration is named. What could not be
    discovered stands in the file as a comment.

    \b
    Examples:
      ajo-doctor init --account /subscriptions/…/databaseAccounts/cosmos-ajo
      ajo-doctor init --key-uri https://kv.vault.azure.net/keys/k --application 00000000-…
      ajo-doctor init --key-uri https://kv.vault.azure.net/keys/k    finds the application by its name
      ajo-doctor init --ims-org …@AdobeOrg --client-id … --cmk-config prod-cmk
      ajo-doctor init --error error.txt

    Exit codes: 0 written (also when something could not be discovered), 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    with told():
        output: Path = values["output"]
        found = _found(values)
        _write(output, written(values["name"], found.fields, found.remarks))
    click.echo(f"written: {output}")
    for name, value in found.fields.items():
        click.echo(f"  {name} = {escape.plain(value)}")
    for remark in found.remarks:
        click.echo(f"  {escape.plain(remark)}", err=True)
    _tell_next(output, found.missing)


def _found(values: dict[str, Any]) -> Found:
    """Discover what is not given.

    Raises:
        ConfigError: if there is nothing to begin from, or the file would be written over.
    """
    from diagnostics.catalogue import load_catalogue
    from diagnostics.cli.discovery import Way, discover
    from diagnostics.cli.error_text import read_error

    if values["output"].exists() and not values["force"]:
        raise ConfigError(
            "the file exists",
            source=str(values["output"]),
            do="choose another --output, or --force",
        )
    error = read_error(values["error"])
    text = error.words(load_catalogue(())) if error else ""
    given = flags_of(values)
    if not given and not text:
        raise ConfigError(
            "there is nothing to begin from",
            expected="--account, --key-uri, --application, --ims-org or --error",
            do="copy the account's resource id from the portal, or paste the error with --error -",
        )
    environ = dict(os.environ)
    way = Way(
        environ=environ,
        login=login_of(values, environ),
        proxy=values["proxy"] or environ.get(f"{PREFIX}PROXY"),
        ca=values["ca"] or _path(environ.get(f"{PREFIX}CA")),
        offline=values["offline"],
    )
    return discover(given, text, way)


def _tell_next(output: Path, missing: tuple[str, ...]) -> None:
    named = "" if output == Path(FILE_NAME) else f" --config {sh((str(output),))}"
    if missing:
        click.echo(
            f"next: fill in {' and '.join(missing)}, or account if it is your own;", nl=False
        )
    else:
        click.echo("next:", nl=False)
    click.echo(f" ajo-doctor diagnose{named}")


def _path(text: str | None) -> Path | None:
    return Path(text).expanduser() if text else None


def _write(output: Path, text: str) -> None:
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"the file cannot be written: {error.strerror}",
            source=str(output),
            do="choose another --output",
        ) from None


def written(name: str, fields: dict[str, str], remarks: tuple[str, ...]) -> str:
    """Give the file's text."""
    lines = ["# What ajo-doctor looks at. `ajo-doctor diagnose` reads it; it holds no secret."]
    lines += [f"# {escape.plain(remark)}" for remark in remarks]
    lines += [f"[targets.{_key(name)}]"]
    for field, (_, meaning) in FIELDS.items():
        if field in fields:
            lines.append(f"{field} = {_quoted(fields[field])}")
        else:
            lines.append(f'# {field} = "{meaning}"')
    lines.append('# test_recipients = ["who alone may be sent a test message"]')
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    """Write a TOML key, bare where it may be."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _quoted(name)


def _quoted(text: str) -> str:
    """Write a TOML basic string; its escapes are JSON's, but for U+007F, which only TOML escapes."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
