"""Any record of a type: hypothesis' strategies for what stands in evidence."""

from __future__ import annotations

import string
from datetime import UTC, datetime

from hypothesis import strategies as st

from diagnostics.adobe_names import CampaignId, ClientId, ImsOrg, SandboxName
from diagnostics.clouds import CLOUDS, Cloud
from diagnostics.names import (
    AppId,
    DefaultIdentity,
    Guid,
    IdentityKind,
    KeyUri,
    ObjectId,
    ResourceId,
    SubscriptionId,
    TenantId,
)

guids = st.uuids().map(str)
segments = st.text(
    string.ascii_letters + string.digits + " -._()é", min_size=1, max_size=8
).filter(lambda text: text.strip() == text and text.strip("."))  # no folder "." or ".."
resource_ids = st.builds(
    lambda sub, group, kind, name: ResourceId.parse(
        f"/subscriptions/{sub}/resourceGroups/{group}/providers/Microsoft.{kind}/things/{name}"
    ),
    guids,
    segments,
    st.sampled_from(["KeyVault", "DocumentDB"]),
    segments,
)
key_uris = st.builds(
    lambda host, name, version: KeyUri.parse(
        f"https://{host}.vault.azure.net/keys/{name}" + (f"/{version}" if version else "")
    ),
    st.from_regex(r"[a-z][a-z0-9]{2,8}", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9-]{1,9}", fullmatch=True),
    st.none() | st.from_regex(r"[0-9a-f]{32}", fullmatch=True),
)
orgs = st.from_regex(r"[0-9A-F]{24}@AdobeOrg", fullmatch=True).map(ImsOrg)
sandboxes = st.from_regex(r"[a-z0-9][a-z0-9-]{0,9}", fullmatch=True).map(SandboxName)
plain_ids = st.from_regex(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,30}", fullmatch=True)
instants = st.datetimes(
    min_value=datetime(1971, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda at: at.replace(fold=0))  # which hour of two: there are none twice in UTC


@st.composite
def default_identities(draw: st.DrawFn) -> DefaultIdentity:
    kind = draw(st.sampled_from(IdentityKind))
    named = kind in (IdentityKind.USER_ASSIGNED, IdentityKind.DELEGATED_USER_ASSIGNED)
    return DefaultIdentity(
        kind,
        draw(resource_ids) if named else None,
        draw(st.none() | guids.map(AppId)),
    )


for kind in (Guid, TenantId, ObjectId, AppId, SubscriptionId):
    st.register_type_strategy(kind, guids.map(kind))
st.register_type_strategy(ResourceId, resource_ids)
st.register_type_strategy(KeyUri, key_uris)
st.register_type_strategy(DefaultIdentity, default_identities())
st.register_type_strategy(ImsOrg, orgs)
st.register_type_strategy(SandboxName, sandboxes)
st.register_type_strategy(CampaignId, plain_ids.map(CampaignId))
st.register_type_strategy(ClientId, plain_ids.map(ClientId))
st.register_type_strategy(Cloud, st.sampled_from(list(CLOUDS.values())))
st.register_type_strategy(datetime, instants)
st.register_type_strategy(float, st.floats(allow_nan=False))
