from __future__ import annotations

import pytest

from diagnostics.errors import (
    Denied,
    LookError,
    NotFound,
    Throttled,
    TimedOut,
    Unexpected,
    Unreachable,
)
from diagnostics.permission import Permission
from diagnostics.unanswered import of_error

READ = Permission("arm", "Microsoft.KeyVault/vaults/read", "Reader")


@pytest.mark.parametrize(
    "error",
    [
        NotFound("nothing there", status=404, permissions=(READ,)),
        NotFound("nothing at the token endpoint", status=404),
        Throttled("slow down", status=429),
        TimedOut("no answer"),
        Unreachable("no connection"),
        Unexpected("strange", status=500),
    ],
    ids=lambda error: error.reason,
)
def test_what_no_permission_would_answer_says_what_to_do(error: LookError) -> None:
    assert of_error(error).do


def test_a_missing_permission_is_named_and_needs_no_other_step() -> None:
    unknown = of_error(Denied("may not", status=403, permissions=(READ,)))
    assert (unknown.permissions, unknown.do) == ((READ,), "")


def test_a_login_that_is_not_accepted_is_renewed() -> None:
    unknown = of_error(Denied("the token is not accepted", status=401, permissions=(READ,)))
    assert (unknown.permissions, unknown.do) == ((), "az login")
