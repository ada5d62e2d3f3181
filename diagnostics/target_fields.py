"""From words to a `Target`: the fields one target may have, how each is read, and what follows from which are there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import cast

from diagnostics.adobe_login import SECRET, TOKEN
from diagnostics.adobe_names import CampaignId, ClientId, Endpoint, ImsOrg, Region, SandboxName
from diagnostics.clouds import PUBLIC, Cloud, cloud_named
from diagnostics.errors import ConfigError
from diagnostics.lived_with import accepted, suppressions
from diagnostics.names import AppId, KeyUri, ResourceId, SubscriptionId, TenantId
from diagnostics.targets import WARN_DAYS, Target, Topology

SET = "set in the configuration"  # the reason of a topology that was not concluded
_PLAIN_NAME = re.compile(r"[^/\\#?\x00-\x1f\x7f]{1,255}")
_SCOPE = re.compile(r"[\x21-\x2b\x2d-\x7e]{1,120}")  # no blank and no comma
_ADDRESSED = re.compile(
    r"[\x21-\x7e\u00a1-\uffff]{3,320}"
)  # longest e-mail address; tokens are shorter


def _account(text: str) -> ResourceId:
    return ResourceId.parse(text).of_type("Microsoft.DocumentDB/databaseAccounts")


def _vault(text: str) -> ResourceId:
    return ResourceId.parse(text).of_type("Microsoft.KeyVault/vaults")


def _topology(text: str) -> Topology:
    try:
        return Topology(text.strip().lower())
    except ValueError:
        raise ConfigError(
            f"there is no topology {text!r}",
            expected=", ".join(Topology),
            do="leave the field out to have it concluded from the other fields",
        ) from None


def _name(text: str) -> str:
    if not _PLAIN_NAME.fullmatch(text):
        raise ConfigError(
            f"{text!r} is not the name of a database or container",
            expected="1 to 255 characters without / \\ # ?",
        )
    return text


def _config_name(text: str) -> str:
    if not _PLAIN_NAME.fullmatch(text):
        raise ConfigError(
            f"{text!r} is not the name of a customer-managed-key configuration",
            expected="its name as Adobe's screen has it, upper and lower case told apart",
        )
    return text


def _scopes(text: str) -> str:
    parts = [part.strip() for part in text.split(",")]
    if not all(_SCOPE.fullmatch(part) for part in parts):
        raise ConfigError(
            f"{text[:80]!r} is no list of scopes",
            expected="names with commas between, as in openid,AdobeID",
            do="copy them from the Developer Console's credential, or leave the field out",
        )
    return ",".join(parts)


# Every field of a target that is one text, in the order in which `--help` and `init` show them.
FIELDS: dict[str, tuple[Callable[[str], object], str]] = {
    "account": (_account, "resource id of your own Cosmos DB account"),
    "key_uri": (KeyUri.parse, "https://<vault>.vault.azure.net/keys/<name>"),
    "application": (AppId.parse, "client id of Adobe's customer-managed-key application"),
    "tenant": (TenantId.parse, "directory of the vault"),
    "vault": (_vault, "resource id of the vault: spares one request"),
    "subscription": (SubscriptionId.parse, "where the vault lives, if not with the account"),
    "database": (_name, "Cosmos DB database the caller uses"),
    "container": (_name, "container the caller uses"),
    "ims_org": (ImsOrg.parse, "IMS organization, ...@AdobeOrg: Adobe's side is looked at too"),
    "client_id": (ClientId.parse, "client id of the Adobe credential (OAuth server-to-server)"),
    "sandbox": (SandboxName.parse, "sandbox of the campaign, its name, not its title"),
    "campaign": (CampaignId.parse, "id of the API-triggered campaign"),
    "endpoint": (Endpoint.parse, "which one is called: unitary, highthroughput or audience"),
    "region": (Region.parse, "Adobe's region of the key, if not the sandbox's: va7, nld2 or aus5"),
    "cmk_config": (_config_name, "name of the customer-managed-key configuration at Adobe"),
    "scopes": (_scopes, "scopes of the Adobe credential, with commas between"),
    "cloud": (cloud_named, "public or usgov"),
    "topology": (_topology, "adobe-managed, own-account or no-customer-key"),
}


LISTS = (
    "accept",
    "suppress",
    "test_recipients",
    "warn_days",
)  # the fields that are more than one text; only a file has them
_MOST_WARN_DAYS = 365
# What people write who look for the place of a secret; there is none in a file that is shown around.
_SECRETS = re.compile(r"(?:adobe_|client_|access_|ims_)*(?:secret|token|password)", re.IGNORECASE)


def target_of(name: str, fields: Mapping[str, object], *, where: str = "") -> Target:
    """Make a target of its fields.

    Args:
        name: how the user calls it.
        fields: texts by the names in `FIELDS`; `accept` and `suppress` hold lists of tables, `test_recipients` one of texts,
            `warn_days` a number.
        where: the file, option or variable that errors should name.

    Raises:
        ConfigError: for an unknown field, a text that cannot be read, or fields that do not fit each other.
    """
    parsed = {key: _read(key, value, where) for key, value in fields.items() if key not in LISTS}
    topology, reason = _resolve(parsed)
    cloud = parsed.get("cloud", PUBLIC)
    assert isinstance(cloud, Cloud)  # noqa: S101 - read by `cloud_named`
    target = Target(
        name=name,
        topology=topology,
        topology_reason=reason,
        accepted_unknowns=accepted(fields.get("accept"), where),
        suppressions=suppressions(fields.get("suppress"), where),
        warn_days=_warn_days(fields.get("warn_days", WARN_DAYS), where),
        test_recipients=_recipients(fields.get("test_recipients"), where),
        **{key: value for key, value in parsed.items() if key != "topology"},  # type: ignore[arg-type]
    )
    _fit(target, where)
    return target


def unknown_field(name: str, known: Mapping[str, object] | list[str], where: str) -> ConfigError:
    """Refuse a name, with the nearest that would have been accepted."""
    if _SECRETS.fullmatch(name):
        return ConfigError(
            f"a secret has no place here: {name}",
            do=f"remove it, and set {SECRET} or {TOKEN} in the environment, or give --token-file",
            source=where,
            field=name,
        )
    near = get_close_matches(name, list(known), n=1)
    return ConfigError(
        f"there is no field {name!r}",
        expected="one of " + ", ".join(known),
        do=f"did you mean {near[0]!r}?" if near else "remove it",
        source=where,
        field=name,
    )


def _read(key: str, value: object, where: str) -> object:
    if key not in FIELDS:
        raise unknown_field(key, [*FIELDS, *LISTS], where)
    if not isinstance(value, str):
        raise ConfigError(
            f"{value!r} is not a text", expected=FIELDS[key][1], source=where, field=key
        )
    try:
        return FIELDS[key][0](value)
    except ConfigError as error:
        raise error.at(source=where, field=key) from None


def _resolve(parsed: Mapping[str, object]) -> tuple[Topology, str]:
    said = parsed.get("topology")
    if isinstance(said, Topology):
        return said, SET
    if parsed.get("account"):
        return Topology.OWN_ACCOUNT, "an account of your own is named"
    if parsed.get("key_uri") or parsed.get("application"):
        return (
            Topology.ADOBE_MANAGED,
            "a key or Adobe's application is named, and no account of your own",
        )
    reason = "neither an account nor a key of yours is named"
    only = "only Adobe's side is named: " if parsed.get("ims_org") else ""
    return Topology.NO_CUSTOMER_KEY, only + reason


_NEEDED = {
    Topology.OWN_ACCOUNT: ("account",),
    Topology.ADOBE_MANAGED: ("key_uri", "application"),
    Topology.NO_CUSTOMER_KEY: (),
}


# Source of the application's name and place: Adobe Experience Platform, Set up customer-managed keys with the API,
# read 2026-11-23.
_WHERE_TO_FIND = {
    "account": "copy its resource id from the portal, or `ajo-doctor init --error FILE` finds it",
    "key_uri": "copy the key identifier from the vault's page of the key, without its version",
    "application": "set ims_org, or `ajo-doctor init --key-uri …` finds it; in Entra ID it stands under Enterprise applications, "
    "its name ends in aepcmkmultitenantapp",
}


def _fit(target: Target, where: str) -> None:
    # Adobe's own registration names the application, to whoever is signed in there.
    found = {"application"} if target.ims_org else set[str]()
    needed = [name for name in _NEEDED[target.topology] if name not in found]
    missing = [name for name in needed if getattr(target, name) is None]
    if missing:
        raise ConfigError(
            f"target {target.name!r} is {target.topology} and lacks {' and '.join(missing)}",
            expected=f"{missing[0]} = {FIELDS[missing[0]][1]}",
            do=_WHERE_TO_FIND[missing[0]],
            source=where,
            field=missing[0],
        )
    if target.container and not target.database:
        raise ConfigError("a container needs its database", source=where, field="database")
    if target.campaign and not target.sandbox:
        raise ConfigError(
            "a campaign needs its sandbox",
            expected=f"sandbox = {FIELDS['sandbox'][1]}",
            do="take x-sandbox-name from the campaign's sample cURL",
            source=where,
            field="sandbox",
        )


def _recipients(value: object, where: str) -> tuple[str, ...]:
    if value is None:
        return ()
    given = cast("list[object]", value) if isinstance(value, list) else [None]
    if not all(isinstance(each, str) and _ADDRESSED.fullmatch(each) for each in given):
        raise ConfigError(
            "test_recipients is not a list of addresses",
            expected='test_recipients = ["kim.test@example.org"]: e-mail addresses, phone numbers or push tokens',
            source=where,
            field="test_recipients",
        )
    return tuple(str(each) for each in given)


def _warn_days(value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_WARN_DAYS:
        raise ConfigError(
            f"{value!r:.40} is no number of days",
            expected=f"warn_days = a whole number, 0 (no warnings) to {_MOST_WARN_DAYS}",
            source=where,
            field="warn_days",
        )
    return value
