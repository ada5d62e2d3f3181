"""Looking without a cloud: every question about it stays open, told with the reason."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NoReturn

from diagnostics.delays.told import DelaysTold
from diagnostics.errors import NotSignedIn
from diagnostics.evidence import Seen
from diagnostics.targets import Target
from diagnostics.triage.recognised import Recognised


class _Closed:
    """A port that answers every question with why it is not asked."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - stands for any method of any port
        async def refuse(*_: object, **__: object) -> NoReturn:
            raise NotSignedIn(self._reason, code="Offline")

        return refuse


class OfflineLook:
    """What a probe gets when only a pasted text is there to look at."""

    def __init__(
        self,
        target: Target,
        seen: Seen,
        pasted: tuple[Recognised, ...],
        reason: str,
        delays: DelaysTold | None = None,
    ) -> None:
        """Hold what was given; `reason` says why nothing is asked."""
        self.target = target
        self.seen = seen
        self.pasted = pasted
        self.delays = delays
        closed: Any = _Closed(reason)
        self.entra = self.arm = self.msgraph = self.authorization = closed
        self.keyvault = self.cosmos = self.names = self.audit = closed
        self.ims = self.ajo = self.platform = self.adobe_status = closed

    def now(self) -> datetime:
        """The instant, aware, UTC."""
        return datetime.now(UTC)
