"""Odd but healthy: what a careful reader must not take for a fault."""

from __future__ import annotations

from diagnostics.simulator.faults import (
    harmless_account,
    harmless_adobe,
    harmless_grants,
    harmless_key,
    harmless_policies,
    pasted,
)

FAULTS = (
    *harmless_grants.FAULTS,
    *harmless_policies.FAULTS,
    *harmless_key.FAULTS,
    *harmless_account.FAULTS,
    *harmless_adobe.FAULTS,
    *pasted.HARMLESS,
)
