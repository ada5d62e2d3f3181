"""A document of permissions that lacks what it must say is refused, not read as an empty one."""

from __future__ import annotations

import pytest

from checks.rbac.reading import role_assignment, role_definition
from diagnostics import Document, Unexpected
from tests.checks.rbac.situations import NOW


def test_a_document_of_another_shape_is_refused() -> None:
    odd = Document({"properties": {"principalId": "nobody"}}, "GET /x", NOW)
    with pytest.raises(Unexpected):
        role_assignment(odd)


@pytest.mark.parametrize("lost", ["dataActions", "notDataActions"])
def test_a_role_that_does_not_tell_its_data_actions_is_no_role_without_any(lost: str) -> None:
    block = {"actions": [], "notActions": [], "dataActions": ["*"], "notDataActions": []}
    del block[lost]
    odd = Document({"name": "x", "properties": {"permissions": [block]}}, "GET /x", NOW)
    with pytest.raises(Unexpected, match=lost):
        role_definition(odd)
