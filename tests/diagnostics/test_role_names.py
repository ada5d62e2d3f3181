"""Built-in roles are called by their names; a role that somebody made keeps its GUID."""

from __future__ import annotations

import pytest

from diagnostics.role_names import ROLES, role_name
from diagnostics.simulator.roles import CRYPTO_SERVICE_ENCRYPTION_USER

_NAME = "Key Vault Crypto Service Encryption User"
_MADE = "9f1c0000-aaaa-4000-8000-000000000001"


@pytest.mark.parametrize(
    "form", ["{}", "/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/{}/"]
)
def test_a_role_is_named_however_it_is_written(form: str) -> None:
    assert role_name(form.format(CRYPTO_SERVICE_ENCRYPTION_USER.upper())) == _NAME
    assert role_name(form.format(_MADE)) == _MADE


def test_names_are_looked_up_in_lower_case() -> None:
    assert all(each == each.lower() for each in ROLES)
    assert len(set(ROLES.values())) == len(ROLES)
