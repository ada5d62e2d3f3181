"""Find Adobe's customer-managed-key application among those that may use a vault."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from diagnostics.document import Document
from diagnostics.errors import ConfigError, NotFound
from diagnostics.names import AppId, ObjectId, ResourceId

if TYPE_CHECKING:
    from diagnostics.check import Look

# `acp<hex>…aepcmkmultitenantapp`. Source: Adobe Experience Platform, Set up customer-managed keys with the API,
# app-registration, read 2026-11-23.
_NAME = re.compile(r"acp.*aepcmkmultitenantapp", re.IGNORECASE)
_MOST = 40  # principals of one vault that are read; far more than people give a vault


async def find(look: Look, vault: ResourceId) -> AppId | None:
    """Return the application's id: of a principal that may use the vault, else of one that was deleted.

    Raises:
        LookError: if neither could be read.
    """
    assignments = await look.authorization.role_assignments(str(vault))
    policies = (await look.arm.vault(vault)).parts("properties.accessPolicies") or ()
    given = [
        *(each.text("properties.principalId") for each in assignments),
        *(each.text("objectId") for each in policies),
    ]
    principals = [principal for each in dict.fromkeys(given) if (principal := _object_id(each))]
    read = await asyncio.gather(*(_principal(look, each) for each in principals[:_MOST]))
    return _named(each for each in read if each) or _named(
        await look.msgraph.deleted_service_principals()
    )


def _object_id(text: str | None) -> ObjectId | None:
    try:
        return ObjectId.parse(text or "")
    except ConfigError:
        return None


async def _principal(look: Look, object_id: ObjectId) -> Document | None:
    """Read one; users, groups and deleted ones are not found."""
    try:
        return await look.msgraph.service_principal(object_id)
    except NotFound:
        return None


def _named(principals: Iterable[Document]) -> AppId | None:
    for principal in principals:
        if _NAME.fullmatch(principal.text("displayName") or ""):
            return AppId.parse(principal.require_text("appId"))
    return None
