"""What is wrong with the account's own document, seen itself; and state and data plane that do not agree."""

from __future__ import annotations

from collections.abc import Callable

from checks.causes.entra_symptoms import NO_TOKEN
from checks.causes.hiding import (
    CALLERS_LATER,
    GRANTS,
    KEY_AND_VAULT,
    OF_THE_ACCOUNT,
    OLD_ANSWERS,
    PRINCIPALS,
    REVOKED,
)
from checks.causes.of_kind import cause_of
from checks.cosmos import kinds as co
from checks.cosmos.revoked import REVOKED_KINDS
from checks.repairs import cosmos_account, cosmos_default_identity, cosmos_key_uri
from diagnostics import Case, Cause, Hidden, Kind, Repair

_NEW_IDENTITY = Hidden("whether the new default identity may use the key", (*GRANTS, *PRINCIPALS))


def _seen(
    kind: Kind, explains: tuple[Kind, ...], repair: Callable[[Case], Repair], *hides: Hidden
) -> Cause:
    return cause_of(
        kind,
        repair,
        explains=explains,
        hides=(*hides, *REVOKED) if co.POSSIBLY_REVOKED in explains else hides,
    )


def _disagreement(kind: Kind, hides: Hidden) -> Cause:
    """Speak only where nothing that was seen explains it: what is broken now goes before what is on its way."""
    return cause_of(
        kind,
        cosmos_account.wait,
        explains=(*REVOKED_KINDS, co.POSSIBLY_REVOKED, co.WRITE_FORBIDDEN),
        hides=(hides,),
        unsure="when the key was repaired or lost cannot be seen from here",
        is_fallback=True,
    )


CAUSES: tuple[Cause, ...] = (
    _seen(
        co.ACCOUNT_MISSING,
        (co.DATA_ACCOUNT_UNKNOWN,),
        cosmos_account.find_account,
        OF_THE_ACCOUNT,
    ),
    _seen(
        co.IDENTITY_INVALID,
        (co.IDENTITY_UNDEFINED, *NO_TOKEN),
        cosmos_default_identity.set_default_identity,
        _NEW_IDENTITY,
    ),
    _seen(
        co.CROSS_TENANT_IDENTITY,
        (co.IDENTITY_UNDEFINED, *NO_TOKEN),
        cosmos_default_identity.set_default_identity,
        _NEW_IDENTITY,
    ),
    _seen(
        co.KEY_URI_MALFORMED,
        (co.KEY_URI_IMPROPER, co.REVOKED_NO_REASON, co.POSSIBLY_REVOKED, co.WRITE_FORBIDDEN),
        cosmos_key_uri.correct_key_uri,
        Hidden("everything about vault and key", (*KEY_AND_VAULT, *GRANTS)),
    ),
    _seen(co.KEY_URI_DIFFERS, (), cosmos_key_uri.correct_configuration),
    _seen(co.ACCOUNT_BUSY, (), cosmos_account.wait),
    _disagreement(co.STILL_PROPAGATING, CALLERS_LATER),
    _disagreement(co.STATUS_STALE, OLD_ANSWERS),
)
