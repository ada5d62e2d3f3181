"""Does the client wait long enough, look before it repeats, and check whom it talks to?"""

from __future__ import annotations

from collections.abc import Iterator

from checks.ajo import payload_kinds as k
from diagnostics import Beside, Lint, Remark, Request

LIMIT_S = 60.0  # Adobe's own limit of the call; source: messaging API, trigger page


def judge(request: Request, beside: Beside) -> Iterator[Remark]:  # noqa: ARG001 - every rule has it
    """Hold the command's options against the documented time limit of 60 seconds."""
    for option in request.options:
        if (
            option.name == "--max-time"
            and (seconds := _number(option.value))
            and seconds < LIMIT_S
        ):
            yield Remark(
                k.TIMEOUT_SHORT,
                option.at,
                f"The client gives up after {seconds:g} s. Adobe answers within 60 s and repeats inside: the message may"
                " leave although the client saw no answer. Wait at least 65 s.",
            )
        elif option.name == "--retry" and _number(option.value) != 0:
            yield Remark(
                k.BLIND_RETRY,
                option.at,
                "--retry repeats the call after a time-out or 5xx; the first one may have been delivered, so a recipient"
                " can get the message twice.",
            )
        elif option.name == "--insecure":
            yield Remark(
                k.INSECURE,
                option.at,
                "--insecure gives the token to whoever answers at this address.",
            )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


LINT = Lint(
    id="ajo.payload.client",
    title="The client waits 60 seconds, repeats nothing blindly and checks the certificate",
    kinds=(k.TIMEOUT_SHORT, k.BLIND_RETRY, k.INSECURE),
    judge=judge,
)
