"""Find the fields of a target by reading, from whatever was given."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.adobe_login import AdobeLogin
from diagnostics.cli import adobe_application, adobe_discovery
from diagnostics.cloud.ports import ACCOUNT_READ, SUBSCRIPTION_READ
from diagnostics.clouds import CLOUDS, PUBLIC, Cloud, cloud_named
from diagnostics.config import target_of_field
from diagnostics.errors import LookError, NotFound
from diagnostics.evidence import Seen
from diagnostics.names import AppId, KeyUri, ResourceId, SubscriptionId, TenantId
from diagnostics.targets import Target, Topology

if TYPE_CHECKING:
    from diagnostics.check import Look
    from diagnostics.cloud.session import Session

_HOST = re.compile(r"[a-z0-9-]{3,50}(?:\.[a-z0-9-]+){2,4}", re.IGNORECASE)
_KEY = re.compile(r"https://[a-z0-9.-]+/keys/[0-9a-z-]{1,127}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How the clouds are reached, and what there is to sign in with at Adobe."""

    environ: Mapping[str, str] = field(repr=False)
    login: AdobeLogin
    proxy: str | None = field(default=None, repr=False)
    ca: Path | None = None
    offline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was discovered, and what was not and why."""

    fields: dict[str, str]
    remarks: tuple[str, ...]
    missing: tuple[str, ...] = ()  # fields that the user must fill in


def discover(
    given: Mapping[str, str],
    text: str,
    way: Way,
) -> Found:
    """Complete the fields that were given.

    Raises:
        ConfigError: if a given field, the proxy or the authorities' file cannot be read.
    """
    for name, value in given.items():
        target_of_field(name, value, "command line")
    fields = dict(given)
    remarks: list[str] = []
    account_name = _from_text(text, fields, remarks)
    if way.offline:
        remarks.append("nothing was asked of Azure or Adobe (--offline)")
    else:
        asyncio.run(_ask(fields, remarks, account_name, way))
    return Found(fields=fields, remarks=tuple(remarks), missing=_missing(fields))


def _missing(fields: Mapping[str, str]) -> tuple[str, ...]:
    """Name the fields without which the target cannot be diagnosed."""
    if "account" in fields or fields.get("topology") == Topology.NO_CUSTOMER_KEY:
        return ()
    if "ims_org" in fields:  # Adobe's side alone can be looked at, and it names the application
        return ("key_uri",) if "application" in fields and "key_uri" not in fields else ()
    return tuple(name for name in ("key_uri", "application") if name not in fields)


def _from_text(text: str, fields: dict[str, str], remarks: list[str]) -> str:
    """Take the key and the account's name from an error text; only hosts of a known cloud count."""
    key = _KEY.search(text)
    if key and "key_uri" not in fields and _cloud_of(KeyUri.parse(key[0]).host):
        fields["key_uri"] = key[0]
    for host in _HOST.findall(text):
        cloud = _cloud_of(host)
        if cloud and host.lower().endswith(f".{cloud.cosmos_suffix}"):
            name = str(host).partition(".")[0]
            remarks.append(f"the text names the account {name}")
            if cloud is not PUBLIC:
                fields.setdefault("cloud", cloud.name)
            return name
    return ""


def _cloud_of(host: str) -> Cloud | None:
    return next((cloud for cloud in CLOUDS.values() if cloud.allows(host)), None)


@asynccontextmanager
async def _session(fields: Mapping[str, str], way: Way) -> AsyncGenerator[tuple[Session, Target]]:
    """Open what looks, with the target that it looks for."""
    from diagnostics.cloud.ims import AdobeSignIn
    from diagnostics.cloud.session import Session, SessionOptions

    cloud = cloud_named(fields.get("cloud", PUBLIC.name))
    tenant = TenantId.parse(fields["tenant"]) if "tenant" in fields else None
    target = Target(
        name="discovery",
        cloud=cloud,
        topology=Topology.OWN_ACCOUNT,
        topology_reason="",
        tenant=tenant,
    )
    options = SessionOptions(
        cloud=cloud,
        environ=way.environ,
        proxy=way.proxy,
        ca=way.ca,
        tenant=tenant,
        adobe=AdobeSignIn(way.login),
    )
    async with Session(options) as session:
        yield session, target


async def _ask(fields: dict[str, str], remarks: list[str], account_name: str, way: Way) -> None:
    async with _session(fields, way) as (session, target):

        def look_at(one: Target) -> Look:
            return session.look(one, Seen())

        try:
            if "ims_org" in fields:
                await adobe_discovery.find(look_at, target, fields, remarks)
        except LookError as error:
            remarks.append(f"not everything could be discovered: {error}")
        try:
            await _read(look_at(target), fields, remarks, account_name)
        except LookError as error:
            remarks.append(f"not everything could be discovered: {error}")


async def _read(look: Look, fields: dict[str, str], remarks: list[str], account_name: str) -> None:
    reading = await look.entra.sign_in()
    fields.setdefault("tenant", str(reading.tenant))
    if account_name and "account" not in fields:
        await _find_account(look, fields, account_name)
        if "account" not in fields:
            remarks.append(
                f"account {account_name} is in no subscription that this login sees: it is Adobe's, or somebody else's"
            )
    if "account" in fields:
        await _read_account(look, fields)
    if "key_uri" in fields and "vault" not in fields:
        await _find_vault(look, fields)
        if "vault" not in fields:
            remarks.append("the vault is in no subscription that this login sees")
    if "application" in fields and "ims_org" in fields:
        remarks.append(await _presence(look, AppId.parse(fields["application"])))
    if "vault" in fields and not {"account", "application"} & set(fields):
        found = await adobe_application.find(look, ResourceId.parse(fields["vault"]))
        if found:
            fields["application"] = str(found)
            remarks.append(
                "the application was found by its name among those with rights on the vault"
            )


async def _presence(look: Look, application: AppId) -> str:
    """Tell whether Adobe's application is in the tenant of this login."""
    try:
        principal = await look.msgraph.service_principal_of(application)
    except NotFound:
        return (
            f"the application {application} has no service principal in the tenant of this login"
        )
    state = "disabled" if principal.flag("accountEnabled") is False else "enabled"
    return f"its service principal in this tenant is {principal.require_text('id')}, {state}"


async def account_named(name: str, cloud: Cloud, tenant: str | None, way: Way) -> str | None:
    """Find the resource id of the account whose host has this name; None = no login of ours sees it.

    Raises:
        ConfigError: if the tenant, the proxy or the authorities' file cannot be read.
        LookError: if it could not be looked for.
    """
    fields: dict[str, str] = {"cloud": cloud.name, **({"tenant": tenant} if tenant else {})}
    async with _session(fields, way) as (session, target):
        look = session.look(target, Seen())
        await look.entra.sign_in()
        await _find_account(look, fields, name)
    return fields.get("account")


async def _find_account(look: Look, fields: dict[str, str], name: str) -> None:
    """Search the visible subscriptions for an account of that name; its absence means it is not ours.

    The host of one region bears the account's name and the region's.
    """
    subscriptions = await look.arm.list(
        "/subscriptions", "2022-12-01", permission=SUBSCRIPTION_READ
    )
    for subscription in subscriptions:
        path = f"/subscriptions/{subscription.require_text('subscriptionId')}/providers/Microsoft.DocumentDB/databaseAccounts"
        for account in await look.arm.list(path, "2026-03-15", permission=ACCOUNT_READ):
            own = account.require_text("name").lower()
            region = (account.text("location") or "").replace(" ", "").lower()
            if name.lower() in (own, f"{own}-{region}"):
                fields["account"] = account.require_text("id")
                return


async def _read_account(look: Look, fields: dict[str, str]) -> None:
    account = await look.arm.account(ResourceId.parse(fields["account"]))
    key = account.text("properties.keyVaultKeyUri")
    if key and "key_uri" not in fields:
        fields["key_uri"] = str(KeyUri.parse(key).versionless)


async def _find_vault(look: Look, fields: dict[str, str]) -> None:
    name = KeyUri.parse(fields["key_uri"]).vault_name
    if "account" in fields:
        places = [ResourceId.parse(fields["account"]).subscription]
    elif "subscription" in fields:
        places = [SubscriptionId.parse(fields["subscription"])]
    else:
        every = await look.arm.list("/subscriptions", "2022-12-01", permission=SUBSCRIPTION_READ)
        places = [SubscriptionId.parse(each.require_text("subscriptionId")) for each in every]
    for place in places:
        vault = await look.arm.find_vault(place, name)
        if vault:
            fields["vault"] = str(vault)
            return
