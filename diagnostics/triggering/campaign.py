"""Which campaign a test call may go to: one that Adobe says is transactional, by the endpoint of its mode."""

from __future__ import annotations

from diagnostics.adobe_names import CampaignId, Endpoint
from diagnostics.document import Document
from diagnostics.errors import ConfigError

_NOT_SENT = "nothing was sent"
# Source: Journey Optimizer, API-triggered campaigns, audience and high throughput pages, read 2026-11-23.
_MODE = {Endpoint.UNITARY: False, Endpoint.HIGH_THROUGHPUT: True}


def must_fit(document: Document, campaign: CampaignId, endpoint: Endpoint) -> frozenset[str]:
    """Hold a campaign against the endpoint; give its channels, lower case.

    What the campaign does not say is not taken for well.

    Args:
        document: as the retrieval API gave it (campaigns-retrieve.yaml).
        campaign: which was asked for.
        endpoint: by which it is to be called.

    Raises:
        ConfigError: if it is another one, not transactional, not triggered by the API, or has another mode.
        LookError: if a field is of a type that it cannot have.
    """
    if document.text("campaignId") != str(campaign):
        raise ConfigError("Adobe gave another campaign than was asked for", do=_NOT_SENT)
    kind, category = document.text("campaignType"), document.text("category")
    mode = document.flag("highThroughputMode")
    if kind != "ApiTriggered":
        raise ConfigError(
            f"the campaign is of the type {_said(kind)}: it is not certain who would be written to",
            expected="ApiTriggered",
            do=_NOT_SENT,
        )
    if category != "Transactional":
        raise ConfigError(
            f"the campaign's category is {_said(category)}: a marketing campaign writes to an audience",
            expected="Transactional",
            do=_NOT_SENT,
        )
    if mode is not _MODE[endpoint]:
        other = next((each for each, one in _MODE.items() if one is mode), None)
        raise ConfigError(
            f"the endpoint {endpoint} does not fit the campaign: its highThroughputMode is {_said(mode)}",
            expected=f"--endpoint {other}" if other else "a campaign that says its mode",
            do=_NOT_SENT,
        )
    packages = document.parts("packages") or ()
    return frozenset(
        (package.text("channel") or "").lower()
        for package in packages
        if package.flag("enabled") is not False
    )


def _said(value: object) -> str:
    return "not said" if value is None else ascii(value)[:60]


def endpoint_of(endpoint: Endpoint | None) -> Endpoint:
    """Take the endpoint of the target.

    Raises:
        ConfigError: if none is named, or it is the one for audiences.
    """
    if endpoint is None:
        raise ConfigError(
            "it is not said by which endpoint the campaign is called",
            expected="--endpoint unitary or --endpoint highthroughput, or endpoint in the target",
            do="take the last word of the address in the campaign's sample cURL",
        )
    if endpoint is Endpoint.AUDIENCE:
        raise ConfigError(
            "an audience is never triggered: it is not known who is in it",
            expected="unitary or highthroughput",
            do="test with a transactional campaign and a named test recipient",
        )
    return endpoint
