"""The failure matrix: every request of a run fails in every way, and what the run then says is held against what it saw.

    cases(seed, share)   the matrix, or a seeded part of it that keeps requests and failures in balance
    run(case)            one run, and what was wrong with what it said

`python -m tests.accuracy.matrix [--share 0.1] [--seed 0] [--only TEXT]` runs it and prints every wrong.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass
from heapq import heappop, heappush

from tests.accuracy import stands_on as on
from tests.accuracy.failures import (
    OF_HOSTS,
    OF_REQUESTS,
    OF_SIGN_INS,
    Failure,
    Sort,
    clock,
    without,
)
from tests.accuracy.fields import FIELDS
from tests.accuracy.looking import Looked, look
from tests.accuracy.request import Request
from tests.accuracy.stands_on import BROKEN, HEALTHY
from tests.accuracy.wrongs import wrongs_of

FIRST = "own-account"
# Of what another world asks too, the failures in which its own judgement could differ.
_ELSEWHERE = ("403", "404 of its own", "500", "404 with a portal's page")
_IN_BROKEN_WORLDS = ("403", "500", "404 with a portal's page")


@dataclass(frozen=True, slots=True)
class Case:
    """One failure of one request, or of one host, in one world."""

    scenario: str
    request: Request
    failure: Failure

    @property
    def world(self) -> str:
        """The name by which people know it."""
        return self.scenario.removeprefix("healthy@")

    @property
    def name(self) -> str:
        what = self.request.name
        if self.failure.sort is Sort.CLOCK:
            what = "all services"
        elif self.failure.is_of_host:
            what = self.request.host
        return f"{self.world} · {what} · {self.failure.name}"


@dataclass(frozen=True, slots=True)
class Result:
    """What one run said wrongly; nothing is wrong if `wrongs` is empty."""

    name: str
    wrongs: tuple[str, ...]
    requests: int
    seconds: float


def cases(seed: int, share: float = 1.0) -> tuple[Case, ...]:
    """Return the matrix, or a share of it; the same seed gives the same cases.

    A share takes the case whose request and failure were taken least so far, so that even a small one meets many of both.
    """
    whole = _whole()
    random.Random(seed).shuffle(whole)  # noqa: S311 - a choice of cases is no secret
    wanted = max(1, round(len(whole) * share))
    if wanted >= len(whole):
        return tuple(whole)
    taken: Counter[str] = Counter()
    # What a case weighs only grows while others are taken, so one that comes up too light is put back where it belongs.
    heap = [(0, place) for place in range(len(whole))]
    chosen: list[Case] = []
    while len(chosen) < wanted:
        told, place = heappop(heap)
        weight = sum(taken[each] for each in _sorts_of(whole[place]))
        if weight > told:
            heappush(heap, (weight, place))
            continue
        chosen.append(whole[place])
        taken.update(_sorts_of(whole[place]))
    return tuple(chosen)


def run(case: Case) -> Result:
    """Run one case."""
    seen = look(
        case.scenario, lambda world: case.failure.plant(world, case.request), case.failure.way
    )
    return Result(case.name, tuple(wrongs_of(case, seen)), _requests(seen), seen.seconds)


def _requests(seen: Looked) -> int:
    return sum(entry.method != "CONNECT" for entry in seen.log)


def _sorts_of(case: Case) -> tuple[str, ...]:
    return (case.request.name, case.failure.name, case.world)


def _whole() -> list[Case]:
    found = [*_of_healthy_worlds(), *_of_broken_worlds(), *_of_hosts()]
    return list(dict.fromkeys(found))


def _of_healthy_worlds() -> list[Case]:
    found: list[Case] = []
    known: set[Request] = set()
    for world, requests in HEALTHY.items():
        for request in requests:
            new = request not in known
            known.add(request)
            found += [
                Case(f"healthy@{world}", request, failure)
                for failure in (*_failures(request), *_lost(request))
                if new or failure.name in _ELSEWHERE
            ]
    return found


def _failures(request: Request) -> tuple[Failure, ...]:
    return (*OF_REQUESTS, *OF_SIGN_INS) if request.api == "entra" else OF_REQUESTS


def _lost(request: Request) -> tuple[Failure, ...]:
    return tuple(map(without, FIELDS.get(request, {})))


def _of_broken_worlds() -> list[Case]:
    found: list[Case] = []
    for scenario, own in BROKEN.items():
        found += [
            Case(scenario, request, failure)
            for request in own
            for failure in (*_failures(request), *_lost(request))
        ]
        found += [
            Case(scenario, request, failure)
            for request in on.asked_too(scenario)
            for failure in OF_REQUESTS
            if failure.name in _IN_BROKEN_WORLDS
        ]
    return found


def _of_hosts() -> list[Case]:
    """Whole hosts, and the clocks."""
    found: list[Case] = []
    for world, requests in HEALTHY.items():
        hosts = {request.api: None for request in requests}
        found += [
            Case(f"healthy@{world}", on.everything(world, api), failure)
            for api in hosts
            for failure in OF_HOSTS
            if world == FIRST or failure.what in ("dns", "intercept")
        ]
        found += [
            Case(f"healthy@{FIRST}", on.everything(FIRST, "everything"), failure)
            for failure in OF_HOSTS
            if world == FIRST
        ]
        found += [
            Case(f"healthy@{world}", on.everything(world, "arm"), clock(minutes))
            for minutes in (10, -10)
        ]
    return found


def _main() -> None:
    parser = argparse.ArgumentParser(description="Run the failure matrix.")
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="cases whose name holds this text")
    parser.add_argument("--part", default="0/1", help="k/n: every n-th case, for n processes")
    given = parser.parse_args()
    part, parts = map(int, given.part.split("/"))
    chosen = [one for one in cases(given.seed, given.share) if given.only in one.name][part::parts]
    began, wrong, slowest = time.monotonic(), 0, Result("", (), 0, 0.0)
    for count, case in enumerate(chosen, 1):
        result = run(case)
        slowest = max(slowest, result, key=lambda one: one.seconds)
        if result.wrongs:
            wrong += 1
            _tell(result.name, *(f"    {each}" for each in result.wrongs))
        if count % 100 == 0:
            _tell(f"… {count} of {len(chosen)}, {wrong} wrong")
    minutes = (time.monotonic() - began) / 60
    _tell(f"{len(chosen)} cases, {wrong} wrong, {minutes:.1f} minutes")
    _tell(f"slowest: {slowest.name}, {slowest.seconds:.1f} s")


def _tell(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    _main()
