"""An account that is named by its host, as logs name it: whose it is, the subscriptions that the login sees decide."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping

import click

from diagnostics.clouds import CLOUDS, PUBLIC, Cloud, cloud_named
from diagnostics.errors import ConfigError, LookError

_HOST = re.compile(
    r"(?:https://)?([a-z0-9][a-z0-9-]{1,49}(?:\.[a-z0-9-]+){2,4})(?::443)?/?", re.IGNORECASE
)


def host_of(text: str) -> tuple[str, Cloud] | None:
    """Read the host of a Cosmos DB account; None = it is none, or of no known cloud."""
    found = _HOST.fullmatch(text.strip())
    host = found[1].lower() if found else ""
    cloud = next((one for one in CLOUDS.values() if host.endswith(f".{one.cosmos_suffix}")), None)
    return (host, cloud) if cloud else None


def with_account(
    flags: Mapping[str, str], environ: Mapping[str, str], values: Mapping[str, object]
) -> dict[str, str]:
    """Put the resource id in the place of a host.

    Where the account is this side's, it names its key itself, so key and application that were given beside it are left
    out; where it is not, they are what can be looked at.

    Args:
        flags: fields of the target as they were given.
        environ: of the process.
        values: `proxy` and `ca`, or None each.

    Raises:
        ConfigError: if it cannot be looked up, or is nobody's here and no key is named.
    """
    named = host_of(flags.get("account", ""))
    if named is None:
        return dict(flags)
    host, cloud = named
    account = _found(host, cloud, flags, environ, values)
    others = {name: text for name, text in flags.items() if name != "account"}
    if "cloud" not in others and cloud is not PUBLIC:
        others["cloud"] = cloud.name
    if account:
        left = [
            f"--{name.replace('_', '-')}" for name in ("key_uri", "application") if name in others
        ]
        said = f"; {' and '.join(left)} left out: the account names its key itself" if left else ""
        click.echo(f"ajo-doctor: {host} is {account}{said}", err=True)
        rest = {
            name: text for name, text in others.items() if name not in ("key_uri", "application")
        }
        return {**rest, "account": account}
    if "key_uri" not in others:
        raise ConfigError(
            f"the account {host} is in no subscription that this login sees: it is Adobe's, or somebody else's",
            expected="the resource id of an account of your own, or key_uri and application",
            do="give --key-uri and --application where it is Adobe's; sign in to its tenant where it is yours",
            source="--account",
        )
    click.echo(
        f"ajo-doctor: {host} is in no subscription that this login sees, so it is taken for Adobe's and your key is looked at",
        err=True,
    )
    return others


def _found(
    host: str,
    cloud: Cloud,
    flags: Mapping[str, str],
    environ: Mapping[str, str],
    values: Mapping[str, object],
) -> str | None:
    from pathlib import Path

    from diagnostics.adobe_login import adobe_login
    from diagnostics.cli.discovery import Way, account_named
    from diagnostics.config_file import PREFIX

    ca = values.get("ca") or environ.get(f"{PREFIX}CA")
    proxy = values.get("proxy") or environ.get(f"{PREFIX}PROXY")
    way = Way(
        environ=environ,
        login=adobe_login(environ),
        proxy=str(proxy) if proxy else None,
        ca=Path(str(ca)).expanduser() if ca else None,
    )
    chosen = cloud_named(flags["cloud"]) if "cloud" in flags else cloud
    try:
        return asyncio.run(account_named(host.partition(".")[0], chosen, flags.get("tenant"), way))
    except LookError as error:
        raise ConfigError(
            f"whose account {host} is could not be looked up: {error.reason}",
            do="sign in (az login), or give the account's resource id",
            source="--account",
        ) from None
