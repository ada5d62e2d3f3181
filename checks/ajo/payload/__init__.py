"""Rules for a request to the campaign API: complete, sorted, by hand."""

from __future__ import annotations

from checks.ajo.payload import (
    campaign,
    client,
    context,
    endpoint,
    fields,
    headers,
    recipients,
    request_id,
    secrets,
)
from diagnostics import Lint

LINTS: tuple[Lint, ...] = (
    campaign.LINT,
    client.LINT,
    context.LINT,
    endpoint.LINT,
    fields.LINT,
    headers.LINT,
    recipients.LINT,
    request_id.LINT,
    secrets.LINT,
)
