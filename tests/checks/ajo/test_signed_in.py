from __future__ import annotations

import pytest

from checks.ajo.facts import AdobeSignIn
from checks.ajo.signed_in import CHECK
from tests.checks.ajo.situations import DAY, NOW, SECOND, a_sign_in, codes, judged, refused


@pytest.mark.parametrize(
    ("login", "expected"),
    [
        (a_sign_in(), []),
        (a_sign_in(expires_on=NOW + SECOND), []),
        (a_sign_in(expires_on=NOW), ["AJ104"]),
        (a_sign_in(expires_on=NOW - DAY), ["AJ104"]),
        (a_sign_in(obtained=False, error="token_expired", expires_on=NOW - DAY), ["AJ104"]),
        (a_sign_in(obtained=False, error="token_of_entra", environment=""), ["AJ105"]),
        (a_sign_in(environment="ims-na1-stg1"), ["AJ105"]),
        (a_sign_in(environment="ims-na1-stg1", expires_on=NOW - DAY), ["AJ104", "AJ105"]),
        (a_sign_in(is_readable=False, environment="", expires_on=None), []),
        (refused("invalid_client", "invalid client_secret parameter"), ["AJ101"]),
        (refused("invalid_scope"), ["AJ102"]),
        (refused("invalid_scopes"), ["AJ102"]),
        (refused("unauthorized_client"), ["AJ103"]),
        (refused("unsupported_grant_type"), ["AJ103"]),
        (refused("server_error"), ["AJ106?"]),
        (a_sign_in(obtained=False, source="", status=None), ["AJ106?"]),
    ],
    ids=lambda value: None if isinstance(value, AdobeSignIn) else "+".join(value) or "well",
)
def test_what_a_sign_in_says(login: AdobeSignIn, expected: list[str]) -> None:
    assert codes(CHECK, login) == expected


def test_a_refusal_quotes_adobes_own_words() -> None:
    (said,) = judged(CHECK, refused("invalid_client", "invalid client_id parameter"))
    assert "invalid client_id parameter" in said.message


def test_who_gave_nothing_is_told_every_way_to_give_it() -> None:
    (said,) = judged(CHECK, a_sign_in(obtained=False, source="", status=None))
    for name in ("AJO_DOCTOR_ADOBE_CLIENT_SECRET", "AJO_DOCTOR_ADOBE_TOKEN", "--token-file"):
        assert name in said.do
