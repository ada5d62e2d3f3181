"""Names for what crosses from the SDKs. The azure packages leave much of it untyped, so each is `Any`, said once."""

from __future__ import annotations

from typing import Any

SdkRequest = Any  # `HttpRequest` of azure.core.rest or of its older twin: `method`, `url`
SdkResponse = Any  # the answer to either: `status_code`, `headers`, a body
SdkPipelineResponse = Any  # what a `raw_response_hook` gets: `http_response`
SdkClient = Any  # a client of azure-core or azure-mgmt-*
SdkCredential = Any  # a credential of azure.identity.aio
SdkOption = Any  # keyword arguments that a client passes down
