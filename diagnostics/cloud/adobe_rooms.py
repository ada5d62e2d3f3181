"""The adapters of Adobe's side: bound to a target's credential, organization, sandbox and region; what was read is shared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from diagnostics.cloud.adobe_reader import AdobeReader, Place
from diagnostics.cloud.adobe_sign_in import AdobeSignIn, Credential
from diagnostics.cloud.adobe_status import AdobeStatusAdapter
from diagnostics.cloud.ajo import AjoAdapter
from diagnostics.cloud.ims import USUAL_SCOPES, ImsAdapter
from diagnostics.cloud.memory import Memory
from diagnostics.cloud.platform import PlatformAdapter
from diagnostics.cloud.transport import Transport
from diagnostics.targets import Target


@dataclass(frozen=True, slots=True)
class AdobePorts:
    """What the probes of one target get of Adobe."""

    ims: ImsAdapter
    ajo: AjoAdapter
    platform: PlatformAdapter
    adobe_status: AdobeStatusAdapter


@dataclass(frozen=True, slots=True)
class AdobeRooms:
    """What the targets of one session share of Adobe."""

    transport: Transport
    memory: Memory
    sign_in: AdobeSignIn
    now: Callable[[], datetime]
    built: dict[tuple[object, ...], AdobePorts] = field(
        default_factory=dict[tuple[object, ...], AdobePorts]
    )

    def of(self, target: Target | None) -> AdobePorts:
        """Return the adapters of a target; targets with the same credential share token and readings."""
        names = ("client_id", "scopes", "ims_org", "sandbox", "region")
        key = tuple(getattr(target, name, None) for name in names)
        if key not in self.built:
            self.built[key] = self._build(target)
        return self.built[key]

    def _build(self, target: Target | None) -> AdobePorts:
        client_id = target.client_id if target else None
        scopes = (target.scopes if target else None) or USUAL_SCOPES
        ims = ImsAdapter(self.transport, self.sign_in, Credential(client_id, scopes), self.now)
        sandbox = target.sandbox if target else None
        place = Place(target.ims_org if target else None, sandbox)
        reader = AdobeReader(self.transport, self.memory, ims, place)
        return AdobePorts(
            ims=ims,
            ajo=AjoAdapter(reader, self.transport),
            platform=PlatformAdapter(reader, sandbox, target.region if target else None),
            adobe_status=AdobeStatusAdapter(self.transport, self.memory),
        )
