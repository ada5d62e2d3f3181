"""Sign in through the real client library, and say what comes of it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path

from diagnostics.cloud.candidates import Surroundings, narrowed
from diagnostics.cloud.credentials import Tokens
from diagnostics.cloud.session import Session
from diagnostics.evidence import Seen
from tests.support.cloud import Anything, Place, caught, jwt

Tool = Callable[[str, str], Path]
ARM_SCOPE = "https://management.azure.com/.default"


def entra(session: Session) -> Anything:
    return session.look(None, Seen()).entra


def signing_in(place: Place) -> Anything:
    return place.run(lambda s: entra(s).sign_in())


def failing(place: Place) -> Anything:
    return place.run(lambda s: caught(entra(s).sign_in()))


def az_answers(**claims: Anything) -> str:
    answer = {"accessToken": jwt(**claims), "expires_on": int(time.time()) + 3600}
    return f"echo '{json.dumps(answer)}'"


def choosing(place: Place, **more: Anything) -> Anything:
    """Choose a login without a session, with limits of the test's own; give what comes of it."""
    around = Surroundings(place.environ, place.cloud, "login.microsoftonline.com", None, **more)

    async def work() -> Anything:
        tokens = Tokens(around, narrowed(place.environ))
        outcome = await asyncio.gather(tokens.login(), return_exceptions=True)
        await tokens.close()
        return outcome[0]

    return asyncio.run(work())
