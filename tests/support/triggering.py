"""What tests of the test call share: payloads, and a patient whose configuration names test recipients."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.simulator import ids
from diagnostics.simulator.scenarios import SCENARIOS, target_fields
from tests.support.commands import Said, run
from tests.support.verifying import Patient, patient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diagnostics.simulator.record import Logged

KIM = ids.TEST_RECIPIENT
PHONE = "+15550100123"
TOKEN = "c0ffee" * 11
LISTED = ("lee.test@contoso.example", KIM, PHONE, TOKEN)
EXECUTIONS = "/ajo/im/executions/"


def a_recipient(**fields: Any) -> dict[str, Any]:
    return {
        "type": "aep",
        "userId": KIM,
        "namespace": "email",
        "channelData": {"emailAddress": KIM},
        "context": {"resetLink": "https://shop.example.org/r/abc", "locale": "fr"},
        **fields,
    }


def a_payload(*recipients: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "requestId": "reset-17",
        "campaignId": ids.CAMPAIGN,
        "recipients": list(recipients or (a_recipient(),)),
        **fields,
    }


@dataclass
class Caller:
    """Somebody who verifies with a test call."""

    sick: Patient
    folder: Path

    def diagnose(self, *more: str) -> Said:
        return run(
            "diagnose", "--config", "t.toml", *self.sick.text, *more, environ=self.sick.environ
        )

    def verify(self, *more: str, text: str = "") -> Said:
        return run("verify", "--config", "t.toml", *more, environ=self.sick.environ, text=text)

    def trigger(self, payload: object, *more: str) -> Said:
        file = self.folder / "payload.json"
        file.write_text(payload if isinstance(payload, str) else json.dumps(payload))
        return self.verify("--trigger", "payload.json", *more)

    def triggered(self, payload: object, *more: str) -> dict[str, Any]:
        said = self.trigger(payload, "--yes", "--format", "json", *more)
        report: dict[str, Any] = json.loads(said.out)
        assert report["exit_code"] == said.code
        return report

    @property
    def sent(self) -> list[Logged]:
        """What acted."""
        return [
            entry
            for entry in self.sick.simulator.log
            if entry.method not in ("GET", "HEAD", "CONNECT")
            and not entry.path.endswith(("/oauth2/v2.0/token", "/ims/token/v3"))
        ]

    @property
    def executions(self) -> list[dict[str, Any]]:
        documents = self.sick.world.documents.items()
        return [dict(each) for key, each in documents if key.startswith("adobe:/executions/")]


@contextmanager
def caller(
    here: Path,
    *faults: str,
    base: str = "adobe-managed",
    pasted: bool = False,
    **more: Any,
) -> Iterator[Caller]:
    """Break a world, and configure a target of it with test recipients.

    Args:
        here: the current folder.
        faults: what is broken.
        base: name of the healthy world.
        pasted: whether the campaign's error was pasted when it was diagnosed.
        more: fields of the target that differ; None leaves one out.
    """
    fields = {
        **target_fields(SCENARIOS[f"healthy@{base}"]),
        "topology": base,
        "ims_org": ids.ORG,
        "client_id": ids.ADOBE_CLIENT,
        "sandbox": ids.SANDBOX,
        "campaign": ids.CAMPAIGN,
        "endpoint": "unitary",
        "test_recipients": list(LISTED),
        **more,
    }
    lines = [
        f"{name} = {json.dumps(value)}" for name, value in fields.items() if value is not None
    ]
    (here / "t.toml").write_text("\n".join(["[targets.default]", *lines]) + "\n")
    with patient(here.parent, base, *faults, pasted=pasted) as sick:
        yield Caller(sick, here)
