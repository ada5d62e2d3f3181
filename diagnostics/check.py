"""The contract of one check: a probe that reads, a judge that decides."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from diagnostics.evidence import Evidence, Seen
from diagnostics.finding import Finding, Kind, NotApplicable, Step, Verdict
from diagnostics.permission import Permission
from diagnostics.records import record
from diagnostics.targets import EVERY_TOPOLOGY, Target, Topology
from diagnostics.triage.recognised import Recognised

if TYPE_CHECKING:  # what a look offers: a check that is only judged again loads none of it
    from diagnostics.cloud.adobe_ports import AdobeStatus, Ajo, Ims, Platform
    from diagnostics.cloud.audit_ports import AuditLogs
    from diagnostics.cloud.ports import Arm, Authorization, Cosmos, Entra, Graph, KeyVault, Names
    from diagnostics.delays.told import DelaysTold

E = TypeVar("E", bound=Evidence)


class Look(Protocol):
    """What a probe gets: reading ports, the target, and the evidence it declared to need."""

    @property
    def target(self) -> Target:
        """What the user asked to look at."""
        ...

    @property
    def seen(self) -> Seen:
        """The evidence of `needs`, and of `wants` as far as it was read."""
        ...

    @property
    def pasted(self) -> tuple[Recognised, ...]:
        """What was recognised in the error text the user gave."""
        ...

    @property
    def delays(self) -> DelaysTold | None:
        """The answer of `delays` that the user gave; None = none was given."""
        ...

    def now(self) -> datetime:
        """The instant, aware, UTC."""
        ...

    @property
    def entra(self) -> Entra:
        """Our own login."""
        ...

    @property
    def arm(self) -> Arm:
        """Azure Resource Manager."""
        ...

    @property
    def msgraph(self) -> Graph:
        """Microsoft Graph."""
        ...

    @property
    def authorization(self) -> Authorization:
        """Azure RBAC."""
        ...

    @property
    def keyvault(self) -> KeyVault:
        """Key Vault's data plane."""
        ...

    @property
    def cosmos(self) -> Cosmos:
        """The Cosmos DB gateway."""
        ...

    @property
    def names(self) -> Names:
        """Name resolution."""
        ...

    @property
    def audit(self) -> AuditLogs:
        """The logs that say who changed what in Azure and in the directory."""
        ...

    @property
    def ims(self) -> Ims:
        """Our own Adobe credential."""
        ...

    @property
    def ajo(self) -> Ajo:
        """Journey Optimizer."""
        ...

    @property
    def platform(self) -> Platform:
        """Experience Platform."""
        ...

    @property
    def adobe_status(self) -> AdobeStatus:
        """Adobe's published incidents."""
        ...


def _never(_: Target) -> bool:
    return False


@record(frozen=True, slots=True, kw_only=True)
class Check(Generic[E]):
    """One entry of the catalogue.

    A probe raises what its port raises, or returns `NotApplicable`; the runner turns it into an outcome. A judge is
    pure: it gets its own evidence and `seen` (its needs, wants and what it weighs), and yields findings, open questions, or
    `NotApplicable` as its only word. Yielding nothing means: looked, all well.

    What is well today and ends on a known day is `ahead`: findings that wait, each with the deadline it waits for. From
    the target's `warn_days` before that on they are findings like all others; until then only dates. One that is over
    is the judge's to say.
    """

    id: str  # "<service>.<statement>", also the module's path below `checks`
    title: str  # true when all is well
    provides: type[E]
    probe: Callable[[Look], Awaitable[E | NotApplicable]]
    judge: Callable[[E, Seen], Iterable[Verdict]]
    kinds: tuple[
        Kind, ...
    ]  # everything that judge and `ahead` may yield, findings and open questions
    step: Step
    needs: tuple[type[Evidence], ...] = ()  # without one of these there is nothing to ask
    wants: tuple[type[Evidence], ...] = ()  # used when they were read; waited for, never required
    wants_nothing_if: Callable[[Target], bool] = (
        _never  # the target itself says what is wanted: then the probe waits for none of it
    )
    weighs: tuple[
        type[Evidence], ...
    ] = ()  # only the judge uses it; the probe does not wait for it
    ahead: Callable[[E, Seen], Iterable[Finding]] | None = None  # None = it knows no dates
    applies_to: frozenset[Topology] = EVERY_TOPOLOGY
    is_required: bool = True  # False: an open question here does not make the answer incomplete
    repeats_text: bool = False  # True: its evidence is the text that the user gave, as old as it is; nothing is asked
    timeout_s: float = 20.0
    permissions: tuple[Permission, ...] = field(
        default=()
    )  # of the port methods it calls; held against the simulator's log
