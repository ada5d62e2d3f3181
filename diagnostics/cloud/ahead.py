"""Which hosts a run will talk to, and how many connections are worth opening to each before anything is asked.

In two waves. The first is for what can be asked without a token; the rest is opened right behind it. All at once, the
TLS handshakes of the rest would stand in the way of the token requests, for which everything else waits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diagnostics.clouds import ADOBE, Cloud
from diagnostics.targets import Target, Topology

# How many readings begin at once in an ordinary run, by the simulator's log of the healthy worlds.
_SIGN_INS = 2  # Resource Manager's token and Graph's
_ARM, _GRAPH, _ADOBE = 10, 2, 4


@dataclass(frozen=True, slots=True)
class Ahead:
    """Connections by host: as many as there shall be."""

    first: Mapping[str, int]
    then: Mapping[str, int]


def connections_ahead(
    cloud: Cloud, authority: str, targets: Sequence[Target], *, is_login_ours: bool
) -> Ahead:
    """Name the hosts, the most urgent first.

    Args:
        cloud: of all the targets.
        authority: host that issues our tokens.
        targets: none = what an ordinary run needs of Azure.
        is_login_ours: whether this process asks for its tokens itself; a developer's tool does it elsewhere.
    """
    keyed = [each for each in targets if each.topology is not Topology.NO_CUSTOMER_KEY]
    first, then = Counter[str](), Counter[str]()
    if keyed or not targets:
        first[authority] = _SIGN_INS if is_login_ours else 0
        then[cloud.arm] = _ARM
        then[cloud.graph] = _GRAPH
    if any(each.ims_org for each in targets):
        first.update({ADOBE.ims: 1, ADOBE.status: 1})
        then[ADOBE.platform] = _ADOBE
    for host in (host for each in keyed for host in _own_hosts(each)):
        then[host] = max(then[host], 1)
    return Ahead(_allowed(cloud, first), _allowed(cloud, then))


def _own_hosts(target: Target) -> list[str]:
    """Return the hosts of a target that are known before anything was read."""
    hosts = [target.key_uri.host] if target.key_uri else []
    if target.account:
        hosts.append(f"{target.account.name.lower()}.{target.cloud.cosmos_suffix}")
    if target.ims_org and target.region:
        hosts.append(ADOBE.gateway_of(target.region))
    return hosts


def _allowed(cloud: Cloud, hosts: Mapping[str, int]) -> dict[str, int]:
    return {
        host: number
        for host, number in hosts.items()
        if number and (cloud.allows(host) or ADOBE.allows(host))
    }
