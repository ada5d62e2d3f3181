"""The rules that `test_scenarios.py` holds against every plan of every scenario say what they mean."""

from __future__ import annotations

from diagnostics.simulator import roles
from tests.repairs.rules import MAY_BE_GIVEN

TOO_WIDE = ("Owner", "Contributor", "User Access Administrator", "Key Vault Administrator")


def test_the_roles_that_may_be_given_are_none_of_the_wide_ones() -> None:
    names = {roles.BUILT_IN[guid].name for guid in MAY_BE_GIVEN if guid in roles.BUILT_IN}
    assert names.isdisjoint(TOO_WIDE)
