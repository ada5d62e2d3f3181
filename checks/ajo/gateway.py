"""Does Adobe's gateway let the credential through, and is Journey Optimizer well behind it?

Sources, read 2026-11-23: Experience Platform troubleshooting (codes of the gateway); Journey Optimizer, messaging API
(GET /ajo/im/health, whose body is not documented: its status alone is read). A body with `error_code` died at the gateway
(an inference). 429050 is known from public clients only.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.ajo.behind import need_token
from checks.ajo.facts import AdobeSignIn, GatewayAnswer
from checks.ajo.kinds import AJO_UNHEALTHY, BY_GATEWAY_CODE, GATEWAY_REFUSALS
from diagnostics import Check, Look, Seen, Step, Verdict

_OK = 200
_MEANS = {
    "401013": "the token is expired, mangled or of another environment",
    "403000": "the request carried no client id",
    "403003": "the client id is wrong, or the API is not added to its Developer Console project",
    "403010": "the request carried no token",
    "403025": "the credential is not entitled for organization {org}: another organization, or no product profile",
    "403027": "organization {org} is wrong, or the credential is in no product profile of Experience Platform",
    "400003": "the request named no organization",
    "429050": "too many requests of this client or organization",
}


async def probe(look: Look) -> GatewayAnswer:
    """Ask the messaging API for its health: it needs no sandbox and no role.

    Reads: GET /ajo/im/health.
    """
    login = look.seen[AdobeSignIn]
    need_token(login)
    answer = await look.ajo.health()
    return GatewayAnswer(
        observed_at=answer.observed_at,
        endpoint=answer.endpoint,
        status=answer.status,
        error_code=answer.error_code,
        problem=answer.problem,
        message=answer.message,
        request_id=answer.request_id,
        retry_after_s=answer.retry_after_s,
        is_json=answer.is_json,
        org=str(look.target.ims_org or ""),
        client=login.client or login.configured_client,
    )


def judge(answer: GatewayAnswer, _seen: Seen) -> Iterator[Verdict]:
    """Who answered comes first: the gateway's refusal says nothing of what stands behind it."""
    if answer.refusal:
        yield _refused(answer)
    elif answer.is_server_fault:
        yield AJO_UNHEALTHY.found(
            answer.endpoint,
            f"Journey Optimizer answers {answer.status} to the question for its health{_own_words(answer)}.",
            evidence=(f"status = {answer.status} ({answer.endpoint})",),
        )
    elif answer.status != _OK:
        yield AJO_UNHEALTHY.unknown(
            f"The question for Journey Optimizer's health was answered with {answer.status}{_own_words(answer)}, which no page"
            " explains.",
            do="run again; if it stays, give the request id of the packet to Adobe Customer Care",
        )
    elif not answer.request_id:
        yield AJO_UNHEALTHY.unknown(
            "The question for Journey Optimizer's health was answered with 200, but without the number that Adobe's gateway"
            " gives each request: a proxy or a portal on the way may have answered for it.",
            do="run where no portal stands between, or name the proxy with --proxy",
        )


def _refused(answer: GatewayAnswer) -> Verdict:
    means = _MEANS[answer.error_code].format(org=answer.org)
    wait = f" It asks to wait {answer.retry_after_s:g} s." if answer.retry_after_s else ""
    return BY_GATEWAY_CODE[answer.error_code].found(
        answer.client or answer.endpoint,
        f"Adobe's gateway refuses client {answer.client or 'of the token'} with {answer.error_code}"
        f"{f' ({answer.message})' if answer.message else ''}: {means}.{wait} Journey Optimizer never sees such a call, so a"
        " revoked profile store is not its reason.",
        evidence=(
            f"error_code = {answer.error_code}, status {answer.status} ({answer.endpoint})",
        ),
    )


def _own_words(answer: GatewayAnswer) -> str:
    words = ", ".join(
        each for each in (answer.problem or answer.error_code, answer.message) if each
    )
    return f" ({words})" if words else ""


CHECK = Check(
    id="ajo.gateway",
    title="Adobe's gateway lets the credential through, and Journey Optimizer is well",
    provides=GatewayAnswer,
    probe=probe,
    judge=judge,
    kinds=(*GATEWAY_REFUSALS, AJO_UNHEALTHY),
    step=Step.CAMPAIGN,
    needs=(AdobeSignIn,),
)
