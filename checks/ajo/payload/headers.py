"""Does the call carry each header once, in its form, and none that it must not carry?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.ajo import payload_kinds as k
from checks.ajo.payload.reading import is_token_call, is_variable
from diagnostics import Beside, Header, Lint, Remark, Request, Severity

REQUIRED = ("authorization", "x-api-key", "x-gw-ims-org-id", "x-sandbox-name", "content-type")
_FORMS = {
    "authorization": (r"(?i:Bearer)\s+\S+", "Bearer and then the token"),
    "x-gw-ims-org-id": (
        r"[0-9A-Za-z]{1,64}@AdobeOrg",
        "letters and digits, then @AdobeOrg",
    ),
    "x-sandbox-name": (
        r"[a-z0-9][a-z0-9-]*",
        "the sandbox's name in lower case, not its title",
    ),
    "x-api-key": (r"\S+", "the client id of the credential"),
}
_STRIPPED = "browsers and proxies take it out of an export"


def judge(request: Request, beside: Beside) -> Iterator[Remark]:  # noqa: ARG001 - every rule has it
    """Hold the headers against the specification and what the gateway is known to refuse."""
    if request.method is None or is_token_call(request):
        return
    by_name: dict[str, list[Header]] = {}
    for header in request.headers:
        by_name.setdefault(header.name, []).append(header)
    for name in REQUIRED:
        if name not in by_name and (name != "content-type" or request.payload):
            yield _missing(request, name)
    for name, same in by_name.items():
        if len(same) > 1 and name in (*REQUIRED, "x-request-id"):
            yield Remark(
                k.HEADER_DOUBLED,
                same[1].at,
                f"{name} is sent {len(same)} times; the proxy refuses that with 400.",
            )
    yield from _forbidden(by_name)
    yield from _forms(by_name)


def _missing(request: Request, name: str) -> Remark:
    message = f"The header {name} is missing."
    if request.form == "har" and name == "authorization":
        return Remark(k.HEADER_MISSING, request.at, message, Severity.INFO, _STRIPPED)
    return Remark(k.HEADER_MISSING, request.at, message)


def _forbidden(by_name: dict[str, list[Header]]) -> Iterator[Remark]:
    for header in by_name.get("x-request-id", ())[:1]:
        yield Remark(
            k.REQUEST_ID_HEADER,
            header.at,
            "Do not send x-request-id: the gateway makes it; note it from the answer.",
        )


def _forms(by_name: dict[str, list[Header]]) -> Iterator[Remark]:
    for name, (pattern, form) in _FORMS.items():
        for header in by_name.get(name, ())[:1]:
            if not is_variable(header.value) and not re.fullmatch(pattern, header.value):
                yield Remark(
                    k.HEADER_MALFORMED,
                    header.at,
                    f"{name} does not have the form it needs: {form}.",
                )
    for header in by_name.get("content-type", ())[:1]:
        if header.value.partition(";")[0].strip().lower() != "application/json":
            by_itself = (
                "; curl sends application/x-www-form-urlencoded by itself"
                if header.is_implied
                else ""
            )
            yield Remark(
                k.CONTENT_TYPE,
                header.at,
                f"The call needs Content-Type: application/json{by_itself}.",
            )


LINT = Lint(
    id="ajo.payload.headers",
    title="The call carries each header once, in its form",
    kinds=(
        k.HEADER_MISSING,
        k.HEADER_DOUBLED,
        k.REQUEST_ID_HEADER,
        k.CONTENT_TYPE,
        k.HEADER_MALFORMED,
    ),
    judge=judge,
)
