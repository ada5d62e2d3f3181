"""The vault's network rules keep out those who must reach the key."""

from __future__ import annotations

from checks.causes.keyvault_symptoms import NONE, SHUT_OUT, seen
from checks.keyvault import kinds
from checks.repairs import keyvault_let_adobe_in, keyvault_let_services_in, keyvault_open_perimeter
from diagnostics import Cause, Hidden

_OWN_RULES = Hidden(
    "the vault's own firewall and bypass, which are not in force in a perimeter",
    (kinds.FIREWALL_WITHOUT_BYPASS, kinds.ADOBE_ADDRESS_NOT_ALLOWED),
)

CAUSES: tuple[Cause, ...] = (
    seen(kinds.FIREWALL_WITHOUT_BYPASS, SHUT_OUT, keyvault_let_services_in.repair),
    seen(kinds.VAULT_PRIVATE_ONLY, SHUT_OUT, keyvault_let_services_in.repair),
    seen(kinds.VAULT_PUBLIC_ACCESS_OFF, SHUT_OUT, keyvault_let_services_in.repair),
    seen(
        kinds.VAULT_IN_PERIMETER,
        SHUT_OUT,
        keyvault_open_perimeter.repair,
        hides=(_OWN_RULES,),
        unsure="the perimeter's rules are not read: they may well let Cosmos DB through",
    ),
    seen(kinds.ADOBE_ADDRESS_NOT_ALLOWED, NONE, keyvault_let_adobe_in.repair),
)
