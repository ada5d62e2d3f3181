"""Find the fields of Adobe's side by reading: sandbox, campaign, application and key, from a credential alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from diagnostics.adobe_names import CampaignId, ClientId, Endpoint, ImsOrg, Region, SandboxName
from diagnostics.clouds import CLOUDS
from diagnostics.document import Document
from diagnostics.errors import ConfigError, LookError
from diagnostics.names import AppId, KeyUri
from diagnostics.targets import Target

if TYPE_CHECKING:
    from diagnostics.check import Look

_MOST_NAMED = 10  # campaigns in a remark; the others are counted
LookAt = Callable[[Target], "Look"]


async def find(
    look_at: LookAt, target: Target, fields: dict[str, str], remarks: list[str]
) -> None:
    """Complete the fields of Adobe's side; what was not found, or could not be read, becomes a remark.

    Args:
        look_at: gives the ports for a target.
        target: the one that is written; its organization must be among the fields.
        fields: what is known, by the names of the configuration; filled in.
        remarks: sentences for the user; added to.
    """
    here = _named(target, fields)
    reading = await look_at(here).ims.sign_in()
    if not reading.obtained:
        why = ": ".join(part for part in (reading.error, reading.error_text) if part)
        remarks.append(f"nothing was asked of Adobe: {why}")
        return
    fields.setdefault("client_id", reading.client_id)
    await _told(_sandbox(look_at(_named(target, fields)), fields), remarks)
    look = look_at(_named(target, fields))
    if "sandbox" in fields and "campaign" not in fields:
        await _told(_campaign(look, fields), remarks)
    if "cmk_config" in fields and not {"account", "key_uri"} & set(fields):
        await _told(_key(look, fields), remarks)
    if not {"account", "application"} & set(fields):
        await _told(_application(look, fields), remarks)


def _named(target: Target, fields: dict[str, str]) -> Target:
    """Lay over a target what is known by now."""
    return replace(
        target,
        ims_org=ImsOrg.parse(fields["ims_org"]),
        client_id=ClientId.parse(fields["client_id"]) if fields.get("client_id") else None,
        sandbox=SandboxName.parse(fields["sandbox"]) if "sandbox" in fields else None,
        region=Region.parse(fields["region"]) if "region" in fields else None,
        scopes=fields.get("scopes"),
    )


async def _told(reading: Awaitable[str], remarks: list[str]) -> None:
    """Read one thing; a refusal is told and the rest goes on."""
    try:
        remark = await reading
    except LookError as error:
        remark = f"not everything could be discovered: {error}"
    except ConfigError as error:
        remark = f"an answer of Adobe's cannot be used: {error.problem}"
    if remark:
        remarks.append(remark)


async def _sandbox(look: Look, fields: dict[str, str]) -> str:
    """Take the only active sandbox, else the organization's default one."""
    if "sandbox" in fields:
        return ""
    active = [each for each in await look.platform.sandboxes() if each.text("state") == "active"]
    chosen = active if len(active) == 1 else [each for each in active if each.flag("isDefault")]
    names = ", ".join(sorted(each.require_text("name") for each in active))
    if len(chosen) != 1:
        return f"choose a sandbox: {names}" if names else "this credential sees no active sandbox"
    fields["sandbox"] = str(SandboxName.parse(chosen[0].require_text("name")))
    taken = f"of the sandboxes {names} the default one was taken"
    return taken if len(active) > 1 else ""


async def _campaign(look: Look, fields: dict[str, str]) -> str:
    """Take the only live campaign that is triggered by calls; name them where there are several."""
    live = [each for each in await look.ajo.campaigns() if _is_live(each)]
    if not live:
        return f"no API-triggered campaign is live in sandbox {fields['sandbox']}"
    if len(live) > 1:
        return f"choose a campaign: {_list_of(live)}"
    fields["campaign"] = str(CampaignId.parse(live[0].require_text("campaignId")))
    fields.setdefault("endpoint", _endpoint_of(live[0]).value)
    return f"the campaign is the only live one: {live[0].text('name') or 'without a name'}"


def _is_live(campaign: Document) -> bool:
    return (campaign.text("status") or "").upper() == "LIVE"


def _list_of(campaigns: Sequence[Document]) -> str:
    shown = [
        f"{each.require_text('campaignId')} ({each.text('name') or 'without a name'})"
        for each in campaigns[:_MOST_NAMED]
    ]
    more = len(campaigns) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _endpoint_of(campaign: Document) -> Endpoint:
    """Return what the campaign is made for. Source: API-triggered campaigns, audience and high throughput, read 2026-11-23."""
    if (campaign.text("category") or "").lower() == "marketing":
        return Endpoint.AUDIENCE
    return Endpoint.HIGH_THROUGHPUT if campaign.flag("highThroughputMode") else Endpoint.UNITARY


async def _key(look: Look, fields: dict[str, str]) -> str:
    config = await look.platform.cmk_config(fields["cmk_config"])
    uri = KeyUri.parse(config.require_text("configData.keyVaultKeyIdentifier")).versionless
    if not any(cloud.allows(uri.host) for cloud in CLOUDS.values()):
        return f"Adobe's configuration {fields['cmk_config']} names no vault of Azure"
    fields["key_uri"] = str(uri)
    return f"the key was taken from Adobe's configuration {fields['cmk_config']}"


async def _application(look: Look, fields: dict[str, str]) -> str:
    """Take the application from Adobe's registration; without a key it is only told, for it says nothing of one in use."""
    registration = await look.platform.app_registration()
    application = str(AppId.parse(registration.require_text("applicationId")))
    if "key_uri" not in fields:
        return (
            f"Adobe's application for a customer-managed key is {application}; "
            "if you have such a key, give --cmk-config or --key-uri as well"
        )
    fields["application"] = application
    return "the application was taken from Adobe's registration"
