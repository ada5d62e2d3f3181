"""What a correct diagnosis says of each fault: codes and causes, as the simulator's own truth.

Codes and causes are the program's public names; they are written out here, because the simulator shares no code with
what it is there to test.
"""

from __future__ import annotations

from diagnostics.simulator import ids
from diagnostics.simulator.expectations.adobe import ADOBES_SIDE
from diagnostics.simulator.expectations.answer import OPEN, Expected
from diagnostics.simulator.expectations.cmk import CMK
from diagnostics.simulator.expectations.data_plane import DATA_PLANE
from diagnostics.simulator.expectations.doctor import DOCTOR
from diagnostics.simulator.expectations.identity import IDENTITY, PLACE
from diagnostics.simulator.expectations.permissions import PERMISSIONS

EXPECTED: dict[str, Expected] = (
    PLACE | IDENTITY | PERMISSIONS | CMK | DATA_PLANE | DOCTOR | ADOBES_SIDE
)
# Where another topology reads the same change differently: in Adobe's, only the pasted text shows the account.
_ADOBE = "adobe-managed"
_TOKEN = Expected(("CO101",), "revoked-token-acquisition")
IN_WORLD: dict[tuple[str, str], Expected] = {
    **{
        (fault, _ADOBE): _TOKEN
        for fault in (
            "application-registration-missing",
            "federated-credential-missing",
            "federated-credential-wrong-issuer",
            "federated-credential-wrong-subject",
            "federated-credential-wrong-audience",
            "federated-credential-letter-case",
            "identity-not-attached",
            "user-assigned-identity-deleted",
            "user-assigned-identity-recreated",
            "still-propagating",
        )
    },
    ("default-identity-undefined", _ADOBE): Expected(("CO106",), "revoked-identity-undefined"),
    ("key-uri-malformed", _ADOBE): Expected(("CO107",), "revoked-key-uri-improper"),
    ("key-uri-names-no-key", _ADOBE): Expected(("CO103",), "revoked-key-not-found"),
    ("vault-in-another-subscription", _ADOBE): Expected(("KV202",), "vault-gone"),
    ("managed-hsm", _ADOBE): Expected(
        ("KV212",),
        "",
        OPEN,
        config={"key_uri": f"https://hsm-ajo.managedhsm.azure.net/keys/{ids.KEY}"},
    ),
}
# Told only by the text that a program wrote down, in whichever topology.
PASTED_ONLY = frozenset(
    {
        "write-forbidden",
        "possibly-revoked",
        "data-explorer-refused",
        "mongo-connection-failed",
        "local-auth-off",
        "stale-token",
        *(fault for fault in EXPECTED if fault.startswith(("revoked-shown-", "log-says-"))),
        "revoked-in-older-words",
        "log-says-partition-full",
        "log-says-group-lookup-failed",
    }
)


def expected_of(fault: str, world: str) -> Expected:
    """Return the right answer to a fault in one base world.

    Raises:
        KeyError: if it is no fault, or an odd but healthy variant.
    """
    return IN_WORLD.get((fault, world)) or EXPECTED[fault]
