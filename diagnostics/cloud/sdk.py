"""Names for what crosses from the SDKs. The azure packages leave much of it untyped, so each is `Any`, said once."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import Any

SdkRequest = Any  # `HttpRequest` of azure.core.rest or of its older twin: `method`, `url`
SdkResponse = Any  # the answer to either: `status_code`, `headers`, a body
SdkPipelineResponse = Any  # what a `raw_response_hook` gets: `http_response`
SdkClient = Any  # a client of azure-core or azure-mgmt-*
SdkCredential = Any  # a credential of azure.identity.aio
SdkOption = Any  # keyword arguments that a client passes down
SdkModule = Any  # a library that is loaded late

COSMOS_SDK = "azure.cosmos.aio"
AUTHORIZATION_SDK = "azure.mgmt.authorization.v2022_04_01.aio"
_loaded: dict[
    str, SdkModule
] = {}  # wholly: `sys.modules` also has what another thread is loading still


async def loaded(module: str) -> SdkModule:
    """Return a library that not every run needs; it loads in a thread, so that what is being asked meanwhile goes on."""
    if module not in _loaded:
        _loaded[module] = await asyncio.to_thread(import_module, module)
    return _loaded[module]
