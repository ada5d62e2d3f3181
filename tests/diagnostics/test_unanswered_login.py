"""What is said to do about a question that stayed open because of the login."""

from __future__ import annotations

from dataclasses import replace

import pytest

from diagnostics.clouds import PUBLIC, US_GOVERNMENT, Cloud
from diagnostics.errors import Denied, NotSignedIn
from diagnostics.names import TenantId
from diagnostics.targets import Target, Topology
from diagnostics.unanswered import of_error
from tests.support.reporting import WRITE

TENANT = "11111111-aaaa-4000-8000-000000000001"
MINE = Target(
    name="mine",
    topology=Topology.OWN_ACCOUNT,
    topology_reason="set",
    tenant=TenantId(TENANT),
)


@pytest.mark.parametrize(
    ("cloud", "line"),
    [
        (PUBLIC, f"az login --tenant {TENANT}"),
        (
            US_GOVERNMENT,
            f"az cloud set --name AzureUSGovernment && az login --tenant {TENANT}",
        ),
    ],
)
def test_without_a_login_the_line_that_gives_one_is_told(cloud: Cloud, line: str) -> None:
    assert of_error(NotSignedIn("none"), replace(MINE, cloud=cloud)).do == line


def test_where_the_command_line_is_missing_it_is_not_told_to_be_run_at_once() -> None:
    told = of_error(NotSignedIn("Azure CLI: az is not installed (not on PATH)"), MINE).do
    assert told.startswith("install the Azure command line and run `az login")


def test_a_login_of_another_tenant_lacks_no_right() -> None:
    told = of_error(Denied("belongs to another tenant"), MINE)
    assert (told.permissions, told.do) == ((), f"az login --tenant {TENANT}")


def test_a_lacking_right_is_told_and_no_login() -> None:
    told = of_error(Denied("refused", permissions=(WRITE,)), MINE)
    assert (told.permissions, told.do) == ((WRITE,), "")
