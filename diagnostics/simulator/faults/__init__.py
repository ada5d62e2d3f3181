"""Every named fault, by id; each changes documents only, what users see follows from them."""

from __future__ import annotations

from collections.abc import Iterable

from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults import (
    adobe_campaign,
    adobe_provider,
    adobe_token,
    cmk,
    data_roles,
    doctor,
    federation,
    harmless,
    harmless_adobe,
    identity,
    pasted,
    permissions,
    place,
    policies,
    timed_roles,
    tokens,
)


def by_id(faults: Iterable[Fault]) -> dict[str, Fault]:
    """Return faults by their id.

    Raises:
        ValueError: if two share one.
    """
    found: dict[str, Fault] = {}
    for fault in faults:
        if found.setdefault(fault.id, fault) is not fault:
            raise ValueError(f"two faults are called {fault.id!r}")
    return found


FAULTS: dict[str, Fault] = by_id(
    (
        *place.FAULTS,
        *identity.FAULTS,
        *federation.FAULTS,
        *permissions.FAULTS,
        *timed_roles.FAULTS,
        *policies.FAULTS,
        *data_roles.FAULTS,
        *cmk.FAULTS,
        *tokens.FAULTS,
        *adobe_token.FAULTS,
        *adobe_campaign.FAULTS,
        *adobe_provider.FAULTS,
        *pasted.FAULTS,
        *doctor.FAULTS,
        *harmless.FAULTS,
    )
)
HARMLESS = frozenset(fault.id for fault in harmless.FAULTS)  # odd, and nothing is wrong
# What only somebody meets who names Adobe's side, too.
ON_ADOBES_SIDE = frozenset(
    fault.id
    for fault in (
        *adobe_token.FAULTS,
        *adobe_campaign.FAULTS,
        *adobe_provider.FAULTS,
        *harmless_adobe.FAULTS,
    )
)
