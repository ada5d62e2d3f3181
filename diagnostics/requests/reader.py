"""Find out what was pasted, and read it."""

# A JSON tree is looked into here: what isinstance leaves open is open.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownVariableType=false
from __future__ import annotations

from typing import Any

from diagnostics.errors import ConfigError
from diagnostics.requests.jsontext import load, places
from diagnostics.requests.lint import CampaignAnswer
from diagnostics.requests.mapped import Mapped, line_and_column
from diagnostics.requests.record import Payload, Request
from diagnostics.requests.unreadable import Unreadable

FORMS = "a cURL command, a HAR or a JSON payload"


def read_requests(text: str, source: str) -> tuple[Request, ...]:
    """Read a pasted text.

    Args:
        text: of any of the three forms.
        source: the file's name, or "stdin".

    Returns:
        one request, or of a HAR each call to the campaign API; never empty.

    Raises:
        ConfigError: if it is none of them, with line and column; it quotes nothing of the text.
    """
    try:
        requests = _read(text, source)
    except Unreadable as error:
        raise told(error, text, source) from None
    return tuple(request._replace(is_first=number == 0) for number, request in enumerate(requests))


def told(error: Unreadable, text: str, source: str) -> ConfigError:
    """Say where a text is unreadable, as `file:line:column`."""
    line, column = line_and_column(text, error.at)
    return ConfigError(
        error.problem, error.expected, error.do, source=source, line=line, column=column
    )


def _read(text: str, source: str) -> tuple[Request, ...]:
    start = text[:200].lstrip("\ufeff \t\r\n")[:1]
    if start not in "{[":
        return _command(text, source)
    request = _bare(text, source)
    from diagnostics.requests.har import is_har, read_har

    if is_har(request.body):
        return read_har(text, request.body, places(text), source)
    return (request,)


def _command(text: str, source: str) -> tuple[Request, ...]:
    from diagnostics.requests.curl import begins, read_curl

    if begins(text) is not None:
        return (read_curl(text, source),)
    if "Invoke-WebRequest" in text or "Invoke-RestMethod" in text:
        raise Unreadable(
            0,
            "Invoke-WebRequest and Invoke-RestMethod are refused: their arguments are no curl's",
            expected=FORMS,
            do="give the payload itself, or the campaign's cURL command",
        )
    try:
        return (_bare(text, source),)
    except Unreadable as error:
        raise Unreadable(
            error.at, error.problem, expected=FORMS, do="paste it whole; - reads stdin"
        ) from None


def _bare(text: str, source: str) -> Request:
    at = len(text) - len(text.lstrip())
    payload = Payload.read(Mapped.whole(text))
    return Request(source=source, form="json", text=text, at=at, payload=payload)


def read_campaign(text: str, source: str) -> CampaignAnswer:
    """Read a saved answer of the campaign API.

    Raises:
        ConfigError: if it is no JSON, or not one campaign.
    """
    try:
        value = load(text)
    except Unreadable as error:
        raise told(error, text, source) from None
    listed = value.get("data") if isinstance(value, dict) else None
    if isinstance(listed, list) and len(listed) == 1:
        value = listed[0]
    found = campaign_of(value)
    if found is None:
        raise ConfigError(
            "this is not one campaign: it has no campaignId",
            expected="the answer of GET …/journey/campaigns/service/campaigns/<campaign id>",
            source=source,
        )
    return found


def campaign_of(value: object) -> CampaignAnswer | None:
    """Take from an answer of the campaign API what rules ask for; None = it is not one campaign.

    Source: Journey Optimizer, campaign retrieval API, Campaign Model, version v1.79.
    """
    if not isinstance(value, dict) or not isinstance(value.get("campaignId"), str):
        return None
    mode = value.get("highThroughputMode")
    return CampaignAnswer(
        campaign_id=value["campaignId"],
        campaign_type=_text(value, "campaignType"),
        category=_text(value, "category"),
        is_high_throughput=mode if isinstance(mode, bool) else None,
        namespace=_text(value, "identityNamespace"),
        status=_text(value, "status"),
    )


def _text(value: dict[str, Any], name: str) -> str | None:
    found = value.get(name)
    return found if isinstance(found, str) and found else None
