"""Who changed what is asked after a first look that found something, of the logs that could tell, and of no others."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest

from diagnostics.catalogue import Catalogue
from diagnostics.changes.change import ChangeLog, ChangesRead, Thing
from diagnostics.changes.rule import Rule, Trace, Tracing
from diagnostics.check import Check, Look
from diagnostics.errors import CatalogueError, Denied
from diagnostics.evidence import Seen
from diagnostics.finding import Severity, Step
from diagnostics.offline import OfflineLook
from diagnostics.outcome import Reading, Run
from diagnostics.pack import Pack
from diagnostics.permission import Permission
from diagnostics.progress import Progress
from diagnostics.second_look import NO_TRACE, NOTHING_FOUND, OFFLINE
from diagnostics.two_looks import Looking, look_twice
from diagnostics.verifying_again import again
from tests.support.small import COLD, HOT, NOW, TARGET, Water, a_cause, a_check, an_outcome, says


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryRead(ChangesRead):
    """What the directory's log showed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultRead(ChangesRead):
    """What the vault's log showed."""


class Asked:
    """Tells who was asked, and with what before them."""

    def __init__(self) -> None:
        self.checks: list[str] = []
        self.seen: dict[str, Seen] = {}

    def log(
        self, name: str, kind: type[ChangesRead], log: ChangeLog, **fields: object
    ) -> Check[Any]:
        async def probe(look: Look) -> ChangesRead:
            self.checks.append(name)
            self.seen[name] = look.seen
            return kind(observed_at=NOW, log=log, since=NOW, until=NOW, changes=())

        given: dict[str, Any] = {
            "id": name,
            "title": f"{name} can be read",
            "provides": kind,
            "probe": probe,
            "judge": says(),
            "kinds": (),
            "step": Step.DOCTOR,
            "wants": (Water,),
            "is_required": False,
        }
        return Check(**{**given, **fields})


def a_rule(log: ChangeLog) -> Rule:
    return Rule(log=log, thing=Thing.OTHER, operations=("heat",), why="it heated the water")


def a_catalogue(asked: Asked, *said: object, **of_directory: object) -> Catalogue:
    return Catalogue(
        [
            Pack(
                name="water",
                checks=(
                    asked.log("audit.directory", DirectoryRead, ChangeLog.ENTRA, **of_directory),
                    asked.log("audit.vault", VaultRead, ChangeLog.VAULT),
                    a_check("water.warm", judge=says(*said)),
                ),
                causes=(a_cause("cold", COLD), a_cause("hot", HOT)),
                tracing=Tracing(
                    traces=(
                        Trace(cause="cold", untraced="it cools by itself"),
                        Trace(cause="hot", rules=(a_rule(ChangeLog.ENTRA),)),
                    )
                ),
            )
        ]
    )


def look(catalogue: Catalogue, **fields: object) -> dict[str, Reading]:
    looking = Looking(
        target=TARGET,
        make_look=lambda seen: OfflineLook(TARGET, seen, (), "nothing is asked here"),
        deadline_s=30.0,
        **fields,  # type: ignore[arg-type]
    )
    readings = asyncio.run(look_twice(catalogue.checks_for(TARGET.topology), looking, catalogue))
    assert [each.check for each in readings] == ["audit.directory", "audit.vault", "water.warm"]
    return {each.check: each for each in readings}


def test_where_nothing_was_found_no_log_is_asked() -> None:
    asked = Asked()
    found = look(a_catalogue(asked))
    assert asked.checks == []
    assert found["audit.directory"].not_applicable == NOTHING_FOUND
    assert found["audit.vault"].not_applicable == NOTHING_FOUND


def test_the_log_in_which_the_cause_leaves_a_trace_is_asked_with_what_was_read() -> None:
    asked = Asked()
    found = look(a_catalogue(asked, HOT.found("tub", "hot")))
    assert asked.checks == ["audit.directory"]
    assert asked.seen["audit.directory"].maybe(Water) == Water(observed_at=NOW)
    assert found["audit.vault"].not_applicable == NO_TRACE


def test_a_cause_that_leaves_no_trace_asks_nobody() -> None:
    asked = Asked()
    found = look(a_catalogue(asked, COLD.found("tub", "cold")))
    assert asked.checks == []
    assert found["audit.directory"].not_applicable == NO_TRACE


def test_an_open_question_alone_asks_nobody() -> None:
    asked = Asked()
    look(a_catalogue(asked, HOT.unknown("nobody may look")))
    assert asked.checks == []


@pytest.mark.parametrize("said", [(), (HOT.found("tub", "hot"),)], ids=["well", "sick"])
@pytest.mark.parametrize("is_offline", [False, True])
def test_progress_counts_both_looks_from_the_start_and_ends_whole(
    said: tuple[object, ...], is_offline: bool
) -> None:
    told: list[Progress] = []
    look(a_catalogue(Asked(), *said), is_offline=is_offline, progress=told.append)
    assert {each.total for each in told} == {3}
    assert [each.done for each in told] == sorted(each.done for each in told)
    assert told[-1] == Progress(done=3, total=3, running=())


def test_without_a_cloud_no_log_is_asked() -> None:
    asked = Asked()
    found = look(a_catalogue(asked, HOT.found("tub", "hot")), is_offline=True)
    assert asked.checks == []
    assert found["audit.directory"].not_applicable == OFFLINE


def test_who_ended_the_first_look_gets_no_second() -> None:
    asked = Asked()
    found = look(a_catalogue(asked, HOT.found("tub", "hot")), is_ended=lambda: True)
    assert asked.checks == []
    assert found["audit.directory"].unknown is not None
    assert found["water.warm"].evidence is not None


def test_a_log_that_may_not_be_read_stays_open_with_its_permission() -> None:
    right = Permission("graph", "AuditLog.Read.All", "admin consent")

    async def refused(_: Look) -> DirectoryRead:
        raise Denied("not allowed", permissions=(right,))

    found = look(a_catalogue(Asked(), HOT.found("tub", "hot"), probe=refused))
    unknown = found["audit.directory"].unknown
    assert unknown is not None
    assert unknown.permissions == (right,)


def test_what_the_first_look_took_of_the_limit_is_gone() -> None:
    async def slow(_: Look) -> DirectoryRead:
        await asyncio.sleep(30)
        raise AssertionError("it was ended")

    async def warm(_: Look) -> Water:
        await asyncio.sleep(0.2)
        return Water(observed_at=NOW)

    asked = Asked()
    catalogue = Catalogue(
        [
            Pack(
                name="water",
                checks=(
                    asked.log("audit.directory", DirectoryRead, ChangeLog.ENTRA, probe=slow),
                    asked.log("audit.vault", VaultRead, ChangeLog.VAULT),
                    a_check("water.warm", probe=warm, judge=says(HOT.found("tub", "hot"))),
                ),
                causes=(a_cause("hot", HOT),),
                tracing=Tracing(traces=(Trace(cause="hot", rules=(a_rule(ChangeLog.ENTRA),)),)),
            )
        ]
    )
    looking = Looking(
        target=TARGET,
        make_look=lambda seen: OfflineLook(TARGET, seen, (), "nothing is asked here"),
        deadline_s=0.5,
    )
    checks = catalogue.checks_for(TARGET.topology)
    found = {each.check: each for each in asyncio.run(look_twice(checks, looking, catalogue))}
    assert found["audit.directory"].unknown is not None
    assert "limit of 0.5 s" in found["audit.directory"].unknown.reason


def test_a_check_of_the_first_look_cannot_wait_for_a_log() -> None:
    asked = Asked()
    late = a_check("water.late", wants=(DirectoryRead,))
    with pytest.raises(CatalogueError, match="read after everything else"):
        Catalogue(
            [
                Pack(
                    name="water",
                    checks=(
                        asked.log("audit.directory", DirectoryRead, ChangeLog.ENTRA, wants=()),
                        late,
                    ),
                )
            ]
        )


def test_a_verification_takes_over_what_the_logs_told() -> None:
    asked = Asked()
    catalogue = a_catalogue(asked, HOT.found("tub", "hot"))
    checks = catalogue.checks_for(TARGET.topology)
    readings = tuple(look(catalogue).values())
    run = Run(target=TARGET, started_at=NOW, finished_at=NOW, readings=readings)
    outcomes = (
        an_outcome("audit.directory", HOT.unknown("denied")),
        an_outcome("water.warm", HOT.found("tub", "hot")),
    )
    chosen = again(checks, outcomes, run, Severity.WARNING)
    assert chosen.asked == {"water.warm"}
    assert {each.check for each in chosen.carried} == {"audit.directory", "audit.vault"}
