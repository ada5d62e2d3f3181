"""Is each requestId used once?"""

# A JSON tree is looked into here: what isinstance leaves open is open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
from __future__ import annotations

from collections.abc import Iterator

from checks.ajo import payload_kinds as k
from checks.ajo.payload.reading import is_variable
from diagnostics import Beside, Lint, Remark, Request


def judge(request: Request, beside: Beside) -> Iterator[Remark]:
    """Look for the same id among the requests that were given before."""
    own = _id_of(request)
    if own is None:
        return
    for number, other in enumerate(beside.earlier, 1):
        if _id_of(other) == own:
            yield Remark(
                k.REQUEST_ID_REUSED,
                ("requestId",),
                f"requestId is the same as in request {number} of those given. Adobe does not document what happens to the"
                " second: it may be refused, or skipped as a duplicate. Keep an id only to repeat the very same call.",
            )
            return


def _id_of(request: Request) -> str | None:
    value = request.body.get("requestId") if isinstance(request.body, dict) else None
    return value if isinstance(value, str) and value and not is_variable(value) else None


LINT = Lint(
    id="ajo.payload.request_id",
    title="Each requestId is used once",
    kinds=(k.REQUEST_ID_REUSED,),
    judge=judge,
)
