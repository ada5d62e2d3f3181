from __future__ import annotations

import pytest

from checks.entra.facts import FederatedCredentials
from checks.entra.federated_credential import judge
from diagnostics import ObjectId
from tests.checks.entra.situations import (
    AUDIENCE,
    ISSUER,
    RECREATED,
    TENANT,
    a_trust,
    codes,
    only,
    seen,
    trusts,
)

LETTERS = ObjectId("abcdef00-0000-4000-8000-000000000001")  # digits alone have no letter case
GITHUB = a_trust(
    id="fic-2",
    name="deploy",
    issuer="https://token.actions.githubusercontent.com",
    subject="repo:contoso/ajo",
)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (trusts(a_trust()), []),
        (trusts(GITHUB, a_trust()), []),
        (trusts(a_trust(audiences=("api://x", AUDIENCE))), []),
        (trusts(), ["EN130"]),
        (trusts(GITHUB), ["EN130"]),
        (trusts(a_trust(issuer=ISSUER.removesuffix("/v2.0"))), ["EN131"]),
        (trusts(a_trust(subject=str(RECREATED))), ["EN131"]),
        (trusts(a_trust(audiences=("api://other",))), ["EN131"]),
        (trusts(a_trust(audiences=())), ["EN131"]),
        (
            trusts(a_trust(subject="ABCDEF00-0000-4000-8000-000000000001"), subject=LETTERS),
            ["EN131"],
        ),
        (trusts(a_trust(issuer=ISSUER.upper())), ["EN131"]),
        (trusts(a_trust(issuer=ISSUER.replace("microsoft", "Microsoft"))), ["EN131"]),
        (trusts(a_trust(), issuer=None), ["EN160?"]),
        (trusts(a_trust(), subject=None), ["EN160?"]),
    ],
)
def test_one_credential_must_match_in_all_three_parts(
    facts: FederatedCredentials, expected: list[str]
) -> None:
    assert codes(judge(facts, seen())) == expected


def test_the_nearest_miss_is_named_with_what_is_wrong_and_what_must_be() -> None:
    near = a_trust(id="fic-3", name="almost", audiences=("api://other",))
    far = a_trust(id="fic-4", name="far", subject=str(RECREATED), audiences=("api://other",))
    found = only(judge(trusts(far, GITHUB, near), seen()))
    assert "almost" in found.message
    assert "its audience is api://other, but must be api://AzureADTokenExchange" in found.message
    assert "subject" not in found.message


def test_a_mere_difference_of_letter_case_is_said() -> None:
    found = only(judge(trusts(a_trust(issuer=ISSUER.replace("login", "Login"))), seen()))
    assert "only the letter case differs" in found.message
    assert str(TENANT) in found.message
