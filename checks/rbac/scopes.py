"""Which scope reaches which, and which pattern names which action; what every ruling here rests on.

Source: Azure RBAC overview and scope overview, role definitions page; read 2026-11-23.
"""

from __future__ import annotations

import re
from functools import lru_cache

_MANAGEMENT_GROUP = "/providers/microsoft.management/managementgroups/"
_WORDS = {
    "vaults": "vault",
    "keys": "key",
    "resourcegroups": "resource group",
    "subscriptions": "subscription",
    "managementgroups": "management group",
    "databaseaccounts": "account",
    "dbs": "database",
    "colls": "container",
}


def covers(held_at: str, needed_at: str) -> bool:
    """Tell whether something given at one scope holds at another: the same one, or one below it.

    A management group is taken to be above: the lists that are judged here were read "at or above" one scope, so a
    group in them is an ancestor.
    """
    held, needed = folded(held_at), folded(needed_at)
    return (
        held in ("", needed) or needed.startswith(held + "/") or held.startswith(_MANAGEMENT_GROUP)
    )


def folded(scope: str) -> str:
    """Return a scope in the form in which scopes are compared: lower case, no double or trailing slash."""
    return "".join(f"/{part}" for part in scope.lower().split("/") if part)


def matches(patterns: tuple[str, ...], action: str) -> bool:
    """Tell whether one of a role's patterns names an action; `*` stands for any run of characters, `/` included."""
    return any(_matches(pattern.lower(), action.lower()) for pattern in patterns)


@lru_cache(maxsize=4096)
def _matches(pattern: str, action: str) -> bool:
    expression = re.escape(pattern).replace(r"\*", ".*")
    return re.fullmatch(expression, action, re.DOTALL) is not None


def place(scope: str) -> str:
    """Say a scope in words: "the vault kv-ajo", "the subscription …"; an unknown form stays as it is."""
    parts = [part for part in scope.split("/") if part]
    if not parts:
        return "the whole tenant"
    if len(parts) < 2:  # noqa: PLR2004 - a word and a name
        return scope
    word = _WORDS.get(parts[-2].lower())
    if word == "key" and len(parts) > 3:  # noqa: PLR2004 - …/vaults/<vault>/keys/<key>
        return f"the key {parts[-1]} of the vault {parts[-3]}"
    return f"the {word} {parts[-1]}" if word else scope
