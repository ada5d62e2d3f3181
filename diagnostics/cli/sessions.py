"""The sessions of one run: one for each cloud and tenant, so that targets share what was read."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from diagnostics.adobe_login import adobe_login
from diagnostics.cloud.adobe_sign_in import AdobeSignIn
from diagnostics.targets import Target

if TYPE_CHECKING:
    from diagnostics.cli.running import Plan
    from diagnostics.cloud.session import Session

# From so many targets on, one list of a whole subscription is less to read than those of every vault, key and account.
MANY = 4


class Sessions:
    """Opens what is missing; the stack closes them all."""

    def __init__(self, plan: Plan, stack: AsyncExitStack) -> None:
        """Open nothing yet."""
        self._plan = plan
        self._stack = stack
        self._open: dict[tuple[str, str], Session] = {}
        self._door = asyncio.Lock()
        # One for all sessions: one token a run.
        self._adobe = AdobeSignIn(plan.adobe or adobe_login(plan.environ), plan.obtained)

    async def of(self, target: Target) -> Session:
        """Return the session for a target.

        Raises:
            ConfigError: if a variable of the environment, the proxy or the authorities' file cannot be used.
        """
        from diagnostics.cloud.session import Session, SessionOptions

        key = (target.cloud.name, str(target.tenant or ""))
        async with self._door:
            if key not in self._open:
                options = SessionOptions(
                    cloud=target.cloud,
                    environ=self._plan.environ,
                    proxy=self._plan.config.proxy,
                    ca=self._plan.config.ca,
                    tenant=target.tenant,
                    expected=(target,),
                    adobe=self._adobe,
                    is_wide=len(self._plan.config.targets) >= MANY,
                )
                self._open[key] = await self._stack.enter_async_context(Session(options))
        self._open[key].warm(target)
        return self._open[key]
