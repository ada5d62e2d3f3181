"""How Adobe's services refuse: the gateway, AJO and Experience Platform each in a shape of its own.

Sources, read 2026-11-23: Experience Platform troubleshooting guide (gateway: `error_code`, `message`); `messaging.yaml`
(errorResponse); `campaigns-retrieve.yaml` (Campaign Notification Model); Orchestrated campaigns' OpenAPI file (404 in
Spring's form). Texts that no source shows are said so where they are written.
"""

from __future__ import annotations

from diagnostics.simulator.clock import server_now
from diagnostics.simulator.http import Answer
from diagnostics.simulator.tokens import new_id
from diagnostics.simulator.world import Doc, World

ERRORS = "https://ns.adobe.com/aep/errors/"
NO_TYPE = "about:blank"


def by_gateway(code: str, message: str, headers: dict[str, str] | None = None) -> Answer:
    """Refuse as the gateway; its codes begin with the HTTP status."""
    return Answer(
        status=int(code[:3]),
        body={"error_code": code, "message": message},
        headers=headers or {},
    )


def by_ajo(code: str, title: str, context: dict[str, str], *, detail: str = "") -> Answer:
    """Refuse as the messaging API; codes end with the HTTP status.

    `detail` is not in the documented schema: the seed case shows it in a log, and nothing forbids it.
    """
    status = int(code.rpartition("-")[2])
    body: Doc = {
        "type": f"{ERRORS}{code}",
        "title": title,
        "status": status,
        "report": {"additionalContext": context},
    }
    return Answer(status=status, body=body | ({"detail": detail} if detail else {}))


def by_campaigns(world: World, status: int, title: str, message: str) -> Answer:
    """Refuse as the campaign API: a Campaign Notification. Types and codes of it are published nowhere."""
    return Answer(
        status=status,
        body={
            "type": NO_TYPE,
            "title": title,
            "message": message,
            "status": status,
            "report": {"tenantInfo": {"requestId": new_id()}},
            "error-chain": [
                {
                    "serviceId": "CJMCMP",
                    "errorCode": str(status),
                    "invokingServiceId": "gateway",
                    "unixTimeStampMs": int(server_now(world).timestamp() * 1000),
                }
            ],
        },
    )


def plain(status: int, title: str, detail: str) -> Answer:
    """Refuse in Spring's form, where a service documents a status without a body."""
    body = {"type": NO_TYPE, "title": title, "status": status, "detail": detail}
    return Answer(status=status, body=body, headers={"content-type": "application/problem+json"})
