"""What a service's own words make true: findings that a failure justifies, by request; written by hand.

A 404 in the service's own form is evidence where one thing was asked for and tenant and subscription are settled; of a
list it means nothing, since a list without entries is an empty list.
"""

from __future__ import annotations

from tests.accuracy import stands_on as on
from tests.accuracy.request import Request

# Request → findings of which at least one must be said when the service itself says that the thing is not there.
GONE: dict[Request, tuple[str, ...]] = {
    on.SUBSCRIPTION: ("EN203",),
    on.ACCOUNT: ("CO201",),
    on.KEY: ("KV107",),
    on.IDENTITY: ("EN110",),
    on.IDENTITY_OF_FEDERATION: ("EN110",),
    on.KEY_VAULT_PRINCIPAL: ("EN121",),
    on.USER_ASSIGNED: ("EN103",),
    on.SYSTEM_ASSIGNED: ("EN103",),
    on.FIRST_PARTY: ("EN103",),
    on.FEDERATED_APP: ("EN103",),
    on.ADOBE_APP: ("EN103",),
    on.REGISTRATION: ("EN105",),
    on.DATA_PLANE: ("CO312",),
    on.EARLIER_PRINCIPAL: ("RB105", "RB101"),
    on.CAMPAIGN: ("AJ310",),
}
# Not to be there is what all is well looks like: who is on no list is not suppressed.
WELL_IF_GONE = frozenset({on.SUPPRESSED, on.SUPPRESSED_DOMAIN})
# The service's own status is the whole answer; its body is documented nowhere and not read.
STATUS_ALONE = frozenset({on.HEALTH})
# It takes no role, so none could be named.
NO_ROLE = frozenset({on.HEALTH})
# The list still names the vault that is not there: where nothing else speaks of it either way, gone is right.
MAY_BE_GONE: dict[Request, tuple[str, ...]] = {on.VAULT: ("KV202",)}
# The gateway itself (it numbers its answer) refuses this login: that is what a caller meets.
REFUSED: dict[Request, tuple[str, ...]] = {
    on.IMS: ("AJ101",),
    on.DATA_PLANE: ("CO312",),
    # azure-cosmos asks for the general scope where the account's own is refused, and so do callers without it.
    on.TOKEN_COSMOS: ("CO301", "CO302"),
}
# The service answers, by its own number, with a fault of its own: that is the finding.
OWN_FAULT: dict[Request, tuple[str, ...]] = {on.HEALTH: ("AJ501",)}
# Broken world → what is true in it as well, though the whole run says it more precisely.
ALSO_TRUE: dict[str, tuple[str, ...]] = {
    "key-soft-deleted": ("KV110",),
    "key-gone": ("KV110",),
    "role-on-old-object-id": ("RB101",),
    # It is not in the tenant either way; the repair says to look among the deleted before anything is made anew.
    "service-principal-soft-deleted": ("EN103",),
}
CLOCK = ("CO305",)  # of an account of one's own; nothing of Adobe's is asked with a token of ours
# Where an account is revoked, a data plane that answers 500 may well say so in disguise (guide for cross-tenant keys).
REVOKED = {f"CO1{number:02}" for number in range(1, 13)}
DISGUISED = {"CO113"}
