"""`verify --trigger`: from a payload to one message that is sent once; refused wherever it is not certain whom it reaches."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from diagnostics.adobe_names import CampaignId, Endpoint
from diagnostics.catalogue import Catalogue
from diagnostics.cli.faults import read_text
from diagnostics.errors import ConfigError, LookError
from diagnostics.evidence import Seen
from diagnostics.redact import HIDDEN_ADDRESS
from diagnostics.targets import Target
from diagnostics.triage.recognise import recognise
from diagnostics.triggering.answer import without_recipients
from diagnostics.triggering.campaign import endpoint_of, must_fit
from diagnostics.triggering.payload import Payload, read_payload
from diagnostics.triggering.recipients import Reach, must_name_channels, reach
from diagnostics.triggering.record import TIMEOUT_S, TestCall

if TYPE_CHECKING:
    from diagnostics.cloud.session import Session
    from diagnostics.cloud.trigger import Sent

_OPTION = "--trigger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A message that may be sent, as far as its payload and configuration tell."""

    payload: Payload
    source: str
    reach: Reach
    target: Target
    campaign: CampaignId
    endpoint: Endpoint
    request_id: str  # ours, never used before


def read_trigger(values: Mapping[str, Any]) -> str:
    """Read the payload's text, and refuse options that do not go with it; empty = no test call is asked for.

    Raises:
        ConfigError: for options that contradict each other, or a file that cannot be read.
    """
    source: str | None = values["trigger"]
    if source is None:
        if values["yes"]:
            raise ConfigError(
                "--yes confirms a test call", do="give --trigger PAYLOAD, or leave it"
            )
        return ""
    if values["wait"] is not None:
        raise ConfigError(
            "--trigger sends one message, and --wait looks many times",
            do="wait first (`ajo-doctor verify --wait …`), then send one test call without --wait",
        )
    if values["every"]:
        raise ConfigError("--trigger goes to one target", do="name it with --target")
    if values["deadline"] is not None and values["deadline"] < TIMEOUT_S:
        raise ConfigError(
            f"--deadline {values['deadline']:g} does not allow a test call: it may take {TIMEOUT_S:.0f} s",
            expected=f"at least {TIMEOUT_S:.0f}, or no --deadline",
        )
    if source == "-" and "-" in (values["error"], values.get("token_file")):
        raise ConfigError("only one option can read stdin", do="give the others as files")
    if source == "-" and not values["yes"]:
        raise ConfigError(
            "a payload from stdin leaves nothing to type the confirmation on",
            do="give it as a file, or add --yes",
        )
    return read_text(source, _OPTION, "a JSON payload")


def prepare(text: str, source: str, targets: tuple[Target, ...]) -> Prepared:
    """Hold a payload against the target; nothing is asked of anybody.

    Raises:
        ConfigError: if it is not certain that it reaches test recipients alone.
    """
    if len(targets) != 1:
        raise ConfigError("--trigger goes to one target", do="name it with --target")
    (target,) = targets
    for name in ("ims_org", "sandbox"):
        if getattr(target, name) is None:
            raise ConfigError(
                f"target {target.name!r} does not name its {name}",
                do="add it to the target in the configuration: a test call is sent nowhere by default",
            )
    if any(HIDDEN_ADDRESS in entry for entry in target.test_recipients):
        raise ConfigError(
            "the target was taken from a bundle, which keeps no addresses",
            do="name the configuration with --config, and its target with --target",
        )
    endpoint = endpoint_of(target.endpoint)
    place = "stdin" if source == "-" else source
    payload = read_payload(text, place)
    campaign = CampaignId.parse(payload.campaign)
    if target.campaign is not None and str(target.campaign) != payload.campaign:
        raise ConfigError(
            "the payload is for another campaign than the target's",
            expected=str(target.campaign),
            source=place,
            field="campaignId",
        )
    _must_fit_type(payload, endpoint, place)
    return Prepared(
        payload=payload,
        source=source,
        reach=reach(payload, target.test_recipients, place),
        target=target,
        campaign=campaign,
        endpoint=endpoint,
        request_id=f"ajo-doctor-{uuid.uuid4()}",
    )


def _must_fit_type(payload: Payload, endpoint: Endpoint, place: str) -> None:
    """High throughput takes external recipients alone (messaging.yaml)."""
    if endpoint is not Endpoint.HIGH_THROUGHPUT:
        return
    for at, recipient in enumerate(payload.recipients):
        if recipient["type"] != "external":
            raise ConfigError(
                f"recipients[{at}].type is not external",
                expected="external: the endpoint highthroughput takes no other",
                source=place,
            )


def confirm(call: Prepared, *, yes: bool) -> None:
    """Say what is about to be sent, and have it confirmed.

    Raises:
        ConfigError: if nobody can confirm it, or something else was typed.
    """
    for line in _announced(call):
        click.echo(line, err=True)
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise ConfigError(
            "a test call sends a real message, and there is no terminal to confirm it on",
            do="nothing was sent; add --yes where that is wanted",
        )
    wanted = _to_type(call)
    typed = click.prompt(f"Type `{wanted}` to send it", default="", show_default=False, err=True)
    if " ".join(str(typed).split()) != wanted:
        raise ConfigError("the test call was not confirmed", do="nothing was sent")


def _to_type(call: Prepared) -> str:
    numbers = ",".join(map(str, call.reach.ordinals))
    return f"{call.campaign} {call.target.sandbox} {numbers}"


def _announced(call: Prepared) -> tuple[str, ...]:
    listed = call.target.test_recipients
    entries = ", ".join(f"{at} ({masked(listed[at - 1])})" for at in call.reach.ordinals)
    was = " (the payload's own is replaced)" if call.payload.request_id else ""
    return (
        "This sends a real message, once:",
        f"  campaign    {call.campaign}",
        f"  sandbox     {call.target.sandbox} of {call.target.ims_org}",
        f"  endpoint    {call.endpoint}",
        f"  recipients  {call.reach.recipients}, by the addresses of number {entries} of {len(listed)} test recipients",
        f"  requestId   {call.request_id}{was}",
    )


def masked(address: str) -> str:
    """Write an address so that its owner knows it again, and nobody else."""
    name, at, host = address.rpartition("@")
    return f"{name[:1]}…@{host[:1]}…" if at else f"{address[:1]}…"


async def send(call: Prepared, session: Session, catalogue: Catalogue) -> TestCall:
    """Read the campaign, and send the message once.

    Raises:
        ConfigError: if the campaign cannot be read, or is none that a test call may go to; nothing was sent then.
    """
    try:
        document = await session.look(call.target, Seen()).ajo.campaign(call.campaign)
        channels = must_fit(document, call.campaign, call.endpoint)
        must_name_channels(call.payload, channels, call.source)
        sent = await session.trigger(
            call.target, call.endpoint, call.payload.body(call.request_id), TIMEOUT_S
        )
    except LookError as error:
        raise ConfigError(
            f"the campaign could not be read, so it is not certain what a test call would do: {error}",
            do="nothing was sent; `ajo-doctor diagnose` says what is wrong on Adobe's side",
        ) from None
    return _record(call, sent, catalogue)


def _record(call: Prepared, sent: Sent, catalogue: Catalogue) -> TestCall:
    text = without_recipients(sent.text, call.payload)
    known = recognise(text, catalogue.signatures) if text.strip() and not sent.execution_id else ()
    return TestCall(
        campaign=str(call.campaign),
        sandbox=str(call.target.sandbox),
        endpoint=call.endpoint,
        payload=call.source,
        recipients=call.reach.recipients,
        ordinals=call.reach.ordinals,
        request_id=call.request_id,
        sent_at=sent.sent_at,
        duration_ms=sent.duration_ms,
        status=sent.status,
        execution_id=sent.execution_id,
        gateway_code=sent.said.error_code,
        problem=sent.said.problem,
        message=without_recipients(sent.said.message, call.payload),
        x_request_id=sent.x_request_id,
        lost=sent.lost,
        may_have_arrived=sent.may_have_arrived,
        recognised=known,
    )
