"""What only the log of a program tells: errors in other dresses, old answers, numbers that follow from no document."""

from __future__ import annotations

from collections.abc import Callable

from diagnostics.simulator.consequences import CAMPAIGN
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.acting import BOTH, OWN, principal_of, the_account
from diagnostics.simulator.reading import part, props
from diagnostics.simulator.world import World

_ADOBE = ("adobe-managed",)
_OLD_CODE = 4000  # what a program that was started before the repair still says
_NUMBER_ONLY = "The request was refused."
_FULL = "Partition key reached maximum size of 20 GB."


def _writes_fail(dress: str) -> Callable[[World], None]:
    """Let writes fail while the account answers reads."""

    def apply(world: World) -> None:
        the_account(world)["x-writes"] = {"fail": dress}

    return apply


def _revoked_in(dress: str) -> Callable[[World], None]:
    """Disable the identity, and let the log show it in another dress."""

    def apply(world: World) -> None:
        principal_of(world)["accountEnabled"] = False
        world.put(CAMPAIGN, {**part(world.get(CAMPAIGN)), "dress": dress})

    return apply


def _uses_keys(world: World) -> None:
    props(the_account(world))["disableLocalAuth"] = True
    world.put(CAMPAIGN, {**part(world.get(CAMPAIGN)), "auth": "key"})


def _holds_old_state(world: World) -> None:
    world.put(CAMPAIGN, {**part(world.get(CAMPAIGN)), "holds": _OLD_CODE})


def _says(
    status: int, sub_status: int | None, text: str = _NUMBER_ONLY
) -> Callable[[World], None]:
    says = {"status": status, "sub_status": sub_status, "text": text}
    return lambda world: world.put(CAMPAIGN, {**part(world.get(CAMPAIGN)), "says": says})


_FAULTS: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    (
        "write-forbidden",
        "Writes go to a region that only reads since a failover.",
        BOTH,
        _writes_fail("forbidden"),
    ),
    (
        "possibly-revoked",
        "Writes time out, as they do in a revoked account.",
        BOTH,
        _writes_fail("timeout"),
    ),
    (
        "data-explorer-refused",
        "The Data Explorer answers 401, as it does for a revoked account.",
        OWN,
        _writes_fail("data-explorer"),
    ),
    (
        "mongo-connection-failed",
        "A MongoDB connection fails, as it does for a revoked account.",
        OWN,
        _writes_fail("mongo"),
    ),
    (
        "revoked-shown-as-write-forbidden",
        "Somebody disabled the identity; the log shows refused writes.",
        BOTH,
        _revoked_in("forbidden"),
    ),
    (
        "revoked-shown-as-timeout",
        "Somebody disabled the identity; the log shows writes that time out.",
        BOTH,
        _revoked_in("timeout"),
    ),
    (
        "revoked-shown-as-unauthorized",
        "Somebody disabled the identity; the Data Explorer shows a 401.",
        BOTH,
        _revoked_in("data-explorer"),
    ),
    (
        "revoked-shown-by-mongo",
        "Somebody disabled the identity; a MongoDB client shows a failed connection.",
        BOTH,
        _revoked_in("mongo"),
    ),
    (
        "revoked-in-older-words",
        "Somebody disabled the identity; the log says so in older words without a number.",
        BOTH,
        _revoked_in("older-words"),
    ),
    (
        "local-auth-off",
        "Somebody switched account keys off while the campaign's program uses one.",
        OWN,
        _uses_keys,
    ),
    (
        "stale-token",
        "The identity was disabled and enabled again; a running program still holds the old answer.",
        OWN,
        _holds_old_state,
    ),
    (
        "caches-of-adobe",
        "Everything of the customer's was repaired; Adobe's caches still hold the old answer.",
        _ADOBE,
        _holds_old_state,
    ),
    (
        "revoked-without-own-key",
        "Adobe's account lost a key that is not the customer's.",
        ("no-customer-key",),
        _holds_old_state,
    ),
    (
        "log-says-internal",
        "The log shows an internal fault of the key store.",
        _ADOBE,
        _says(403, 4007),
    ),
    (
        "log-says-key-vault-fault",
        "The log shows an internal fault of Key Vault.",
        _ADOBE,
        _says(403, 4008),
    ),
    (
        "log-says-uri-variant",
        "The log shows a variant of a malformed key URI.",
        _ADOBE,
        _says(403, 4010),
    ),
    (
        "log-says-key-rotated",
        "The log shows that the key no longer fits.",
        _ADOBE,
        _says(403, 4012),
    ),
    (
        "log-says-throttled-revoked",
        "The log shows throttling of a revoked store.",
        _ADOBE,
        _says(429, 3211),
    ),
    (
        "log-says-failed-inside",
        "The answer to a call is a bare 500, and nothing behind it is told.",
        ("adobe-managed", "no-customer-key"),
        _says(500, None, "The request could not be processed."),
    ),
    (
        "log-says-not-yet-valid",
        "The log shows a token that is not valid yet.",
        OWN,
        _says(401, 5005),
    ),
    ("log-says-wrong-issuer", "The log shows a token of another tenant.", OWN, _says(401, 5007)),
    (
        "log-says-wrong-audience",
        "The log shows a token for another audience.",
        OWN,
        _says(401, 5008),
    ),
    (
        "log-says-role-missing",
        "The log shows a caller without a data-plane role.",
        OWN,
        _says(403, 5302),
    ),
    (
        "log-says-perimeter",
        "The log shows a perimeter that keeps the caller out.",
        OWN,
        _says(403, 5307),
    ),
    (
        "log-says-no-account",
        "The log shows an address that no account has.",
        OWN,
        _says(403, 1008),
    ),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=worlds, apply=apply)
    for name, title, worlds, apply in _FAULTS
)
# Healthy, whatever the log shows: these texts are about neither key nor caller.
HARMLESS = (
    Fault(
        id="log-says-partition-full",
        title="The log shows a full partition.",
        worlds=OWN,
        apply=_says(403, 1014, _FULL),
    ),
    Fault(
        id="log-says-group-lookup-failed",
        title="The log shows that groups could not be looked up, which passes.",
        worlds=OWN,
        apply=_says(403, 5350),
    ),
)
