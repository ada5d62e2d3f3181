"""Names inside paths and addresses: what a type says stays, what somebody called it becomes a pseudonym."""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import ip_address

from diagnostics.share import known
from diagnostics.share.pseudonyms import Pseudonyms

# What the segment after such a type names.
_SORTS = {
    "resourcegroups": "group",
    "vaults": "vault",
    "managedhsms": "vault",
    "deletedvaults": "vault",
    "databaseaccounts": "account",
    "restorabledatabaseaccounts": "account",
    "userassignedidentities": "identity",
    "keys": "key",
    "deletedkeys": "key",
    "versions": "key",
    "dbs": "database",
    "sqldatabases": "database",
    "databases": "database",
    "colls": "container",
    "containers": "container",
    "virtualnetworks": "network",
    "subnets": "network",
    "privateendpoints": "network",
    "networksecurityperimeters": "network",
    "managementgroups": "group",
    "federatedidentitycredentials": "credential",
    "policyassignments": "policy",
    "policydefinitions": "policy",
    "workspaces": "resource",
    "campaigns": "campaign",
    "sandboxes": "sandbox",
}
_TYPE = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_VAULTS = tuple(f".{suffix}" for suffix, sort in known.TENANTED if sort == "vault")
_VAULT_WORDS = {"keys", "deletedkeys", "secrets", "certificates", "versions"}
_PLAIN = {"subscriptions", "providers", "resources", "locations"}
# What the segment after these says is the service's word: a region, a sort of events ("management").
_OF_SERVICE = {"locations", "eventtypes"}
_MICROSOFT = ("microsoft.", "system.")
_TEMPLATE = (
    "<",
    "{",
    "*",
    ".",
    "…",
    "-",
)  # so begin `<name>`, `*`, "…" and the like, which name nobody; as digits do


def resource(text: str, names: Pseudonyms) -> str:
    """Replace the names in the path of a resource, from `/subscriptions/`, `/providers/` or `/dbs/` on."""
    path, mark, query = text.partition("?")
    parts = path.split("/")
    _replace(parts, names)
    return "/".join(parts) + mark + query


def is_whole(path: str) -> bool:
    """Tell whether type and name stand by turns in a path up to its end, so that another pair can follow."""
    return (
        path.startswith("/") and path.count("/") % 2 == 0 and "//" not in path and "?" not in path
    )


def _replace(parts: list[str], names: Pseudonyms) -> None:
    """Take type and name by turns; a namespace stands between."""
    kind, provided = "", False
    for at, part in enumerate(parts):
        if not part:
            continue
        if kind == "providers":
            provided = part.lower().startswith(_MICROSOFT)
            parts[at] = part if provided else names.name("provider", part)
            kind = ""
        elif not kind:
            kind = part.lower()
            is_type = kind in _SORTS or kind in _PLAIN or (provided and _TYPE.fullmatch(part))
            parts[at] = part if is_type else named("resource", part, names)
        else:
            if kind not in _OF_SERVICE:
                parts[at] = named(_SORTS.get(kind, "resource"), part, names)
            kind = ""


def named(sort: str, text: str, names: Pseudonyms) -> str:
    """Replace one name; templates and wildcards stay."""
    if text.startswith(_TEMPLATE) or text.isdecimal():
        return text
    if sort in ("vault", "account"):
        return names.label(sort, text)
    return text if names.is_given(sort, text) else names.name(sort, text)


def url(text: str, names: Pseudonyms, inner: Callable[[str], str]) -> str:
    """Replace the names in an address.

    Args:
        text: from `https://` on.
        names: the pseudonyms.
        inner: replaces what is found in any other text.
    """
    scheme, _, rest = text.partition("://")
    place, slash, path = rest.partition("/")
    host, colon, port = place.partition(":")
    if not host.isascii() or "?" in host or "#" in host:
        return f"{scheme}://{inner(rest)}"
    path, mark, query = path.partition("?")
    is_vault = host.lower().endswith(_VAULTS)
    return f"{scheme}://{_host(host, names)}{colon}{port}{slash}{_path(path, names, inner, is_vault=is_vault)}{mark}{inner(query)}"


def _host(host: str, names: Pseudonyms) -> str:
    if not host[-1:].isdecimal():
        return host if "." not in host else names.host(host)
    try:
        ip_address(host)
    except ValueError:
        return host if "." not in host else names.host(host)
    return names.addresses.give(host)


def _path(path: str, names: Pseudonyms, inner: Callable[[str], str], *, is_vault: bool) -> str:
    first = path.partition("/")[0].lower()
    if first in ("subscriptions", "providers", "dbs"):
        return resource(path, names)
    if first in _VAULT_WORDS or is_vault:
        return _in_vault(path, names)
    return inner(f"/{path}")[1:] if path else ""


def _in_vault(path: str, names: Pseudonyms) -> str:
    """Replace what stands in a vault's address, whatever somebody wrote there."""
    return "/".join(
        part if part.lower() in _VAULT_WORDS or not part else named("key", part, names)
        for part in path.split("/")
    )
