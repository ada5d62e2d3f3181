"""Which combinations of faults are looked at: fixed by a seed, and not reshuffled when a fault is added."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from diagnostics.errors import ConfigError
from diagnostics.simulator.expectations import EXPECTED
from diagnostics.simulator.fault import Scenario
from diagnostics.simulator.faults import FAULTS, HARMLESS
from diagnostics.simulator.scenarios import SCENARIOS, compose
from diagnostics.simulator.worlds import WORLDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SEED = 4000
PARTNERS = 2  # of each fault in each world
TRIPLES = 130


@dataclass(frozen=True, slots=True, order=True)
class Mix:
    """Faults of one base world, sorted; one alone is a scenario of its own."""

    world: str
    faults: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{'+'.join(self.faults)}@{self.world}"

    @property
    def scenario(self) -> Scenario:
        """What a user who meets all of them at once would run; nothing is expected of it here."""
        alone = [single(fault, self.world) for fault in self.faults]
        config: dict[str, str] = {}
        for each in alone:
            config |= each.config
        return Scenario(
            name=self.name,
            title=" ".join(each.title for each in alone),
            world=self.world,
            faults=self.faults,
            pasted=max(each.pasted for each in alone),
            config=config,
        )

    @classmethod
    def named(cls, name: str) -> Mix:
        """Return the mix of that name."""
        faults, _, world = name.partition("@")
        return cls(world, tuple(faults.split("+")))


def single(fault: str, world: str) -> Scenario:
    """Return the scenario in which that fault is alone."""
    return SCENARIOS[fault if world == FAULTS[fault].worlds[0] else f"{fault}@{world}"]


def healthy() -> tuple[str, ...]:
    """Name the scenarios in which nothing is wrong: the bare worlds and the odd ones."""
    return tuple(name for name, each in SCENARIOS.items() if not set(each.faults) - HARMLESS)


def singles() -> tuple[str, ...]:
    return tuple(name for name, each in SCENARIOS.items() if set(each.faults) - HARMLESS)


def faults_of(world: str) -> tuple[str, ...]:
    return tuple(
        sorted(
            name for name, each in FAULTS.items() if world in each.worlds and name not in HARMLESS
        )
    )


# Faults that lead the account away from what others break: by fault, the codes of those, which then break nothing.
_LED_AWAY = {
    "managed-hsm": (
        "KV",
        "RB1",
    ),  # the key lies in another store: vault, key and grants there are nobody's
    "key-uri-of-another-cloud": ("KV", "RB1"),  # likewise
    "vault-in-another-subscription": ("RB1",),  # with the move it was given a role where it is now
    "key-uri-differs": ("KV1",),  # the account uses another key of the same vault
    "default-identity-switched": ("EN1", "RB1"),  # the former identity and its grants are nobody's
    # the account uses the version that its URI names, whatever the newest one is like
    "key-uri-names-disabled-version": ("KV101", "KV102", "KV103", "KV104", "KV105", "KV106"),
    "federated-client-unknown": ("EN1",),  # and so are the application and its credentials
}
# What is another thing together, or nothing.
_TOGETHER_ANOTHER = (
    {"configured-tenant-differs", "login-in-wrong-tenant"},  # both name the same tenant then
    {"identity-not-attached", "user-assigned-identity-recreated"},  # nothing old is listed
    {"access-policy-for-old-object-id", "service-principal-gone"},  # the former can be restored
    {"role-on-old-object-id", "service-principal-gone"},  # likewise
    {"campaign-ended", "campaign-not-started"},  # then its dates contradict
    {"campaign-ended", "campaign-dates-contradict"},  # the end is the earlier one either way
    {"campaign-not-started", "campaign-dates-contradict"},  # likewise
)
_A_LOG = "log-says-"  # only one text is pasted, and then it is the log's


@cache
def fits(mix: Mix) -> bool:
    """Tell whether all of its faults can be there at once, and each breaks something."""
    if any(_is_led_away(fault, mix.faults) for fault in mix.faults):
        return False
    if any(both <= set(mix.faults) for both in _TOGETHER_ANOTHER) or _has_two_texts(mix):
        return False
    try:
        compose(mix.world, mix.faults)
    except ConfigError:
        return False
    return True


def _has_two_texts(mix: Mix) -> bool:
    has_log = any(fault.startswith(_A_LOG) for fault in mix.faults)
    return has_log and sum(bool(single(each, mix.world).pasted) for each in mix.faults) > 1


def _is_led_away(fault: str, faults: tuple[str, ...]) -> bool:
    beginnings = [_LED_AWAY[other] for other in faults if other in _LED_AWAY and other != fault]
    kinds = EXPECTED[fault].kinds
    return any(code.startswith(begin) for begin in beginnings for code in kinds)


def pairs(seed: int = SEED) -> tuple[Mix, ...]:
    """Give the sampled pairs of every world."""
    return tuple(mix for world in WORLDS for mix in pairs_of(world, seed))


@cache
def pairs_of(world: str, seed: int = SEED) -> tuple[Mix, ...]:
    """Give each fault of a world some partners, chosen by the seed; so none is left out."""
    return tuple(sorted(set(_with_partners(world, seed))))


def _with_partners(world: str, seed: int) -> Iterator[Mix]:
    faults = faults_of(world)
    for fault in faults:
        mixes = [Mix(world, tuple(sorted((fault, other)))) for other in faults if other != fault]
        mixes.sort(key=lambda mix: draw(mix.name, seed))
        yield from islice(filter(fits, mixes), PARTNERS)


def triples(seed: int = SEED) -> tuple[Mix, ...]:
    """Give the sampled triples."""
    return triples_of(pairs(seed), TRIPLES, seed)


def triples_of(of: Iterable[Mix], most: int, seed: int = SEED) -> tuple[Mix, ...]:
    """Join pairs with a third fault that goes with both."""
    ordered = sorted(of, key=lambda mix: draw(mix.name, seed + 1))
    wider = (_wider(mix, seed) for mix in ordered)
    return tuple(sorted(islice(_each_once(mix for mix in wider if mix), most)))


def _each_once(mixes: Iterable[Mix]) -> Iterator[Mix]:
    seen: set[Mix] = set()
    for mix in mixes:
        if mix not in seen:
            seen.add(mix)
            yield mix


def _wider(mix: Mix, seed: int) -> Mix | None:
    thirds = [fault for fault in faults_of(mix.world) if fault not in mix.faults]
    thirds.sort(key=lambda fault: draw(f"{fault} to {mix.name}", seed))
    wider = (Mix(mix.world, tuple(sorted((*mix.faults, third)))) for third in thirds)
    return next(filter(fits, wider), None)


def is_in_share(name: str, share: float, seed: int = SEED) -> bool:
    """Tell whether a run belongs to a share of its class; the same for the same seed."""
    return draw(f"share {name}", seed) < share


def draw(name: str, seed: int) -> float:
    """Return a number from 0 to below 1 that follows from name and seed alone."""
    digest = hashlib.sha256(f"{seed} {name}".encode()).digest()
    return int.from_bytes(digest[:7]) / 2**56
