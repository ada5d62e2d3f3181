"""Keeps a round, tells what changed, and lets the watchdog know that the round was whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from diagnostics.cli.remembering import is_used
from diagnostics.cli.running import Plan
from diagnostics.exit_codes import INTERRUPTED
from diagnostics.history.entry import entry_of
from diagnostics.history.store import History
from diagnostics.notify import heartbeat, outbox
from diagnostics.notify.round import Telling, keep_round
from diagnostics.notify.send import check, kind_of, send
from diagnostics.notify.settings import Settings, settings_of
from diagnostics.outcome import Run
from diagnostics.report.record import Report

Say = Callable[[str], None]


def settings_for(plan: Plan) -> Settings:
    """Read whom to tell, before anything is looked at.

    Raises:
        ConfigError: if an address, or what it needs, cannot be used.
    """
    settings = settings_of(plan.config.notify, plan.environ, plan.config.source)
    if settings.urls:
        check(settings.urls, settings.urls_from)
    return settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """One round's keeping and telling."""

    plan: Plan
    settings: Settings
    source: str  # names the configuration
    say: Say  # told what went wrong

    def end(self, runs: Sequence[Run], reports: Sequence[Report], command: str) -> None:
        """Keep the round, send what there is to tell, and what earlier rounds could not send; then the heartbeat."""
        every = tuple(
            entry_of(report, command, run.started_at)
            for run, report in zip(runs, reports, strict=True)
        )
        telling = Telling(
            source=self.source,
            addresses=self.settings.urls,
            remind=self.settings.remind,
            fail_on=self.plan.config.fail_on,
        )
        now = datetime.now(UTC)
        is_kept = is_used(
            lambda history: keep_round(history, every, reports, telling, now),
            self.plan.environ,
            self.say,
        )
        is_whole = all([is_kept, *map(self._send, enumerate(self.settings.urls, 1))])
        if any(report.exit_code == INTERRUPTED for report in reports):
            return
        if self.settings.heartbeat and is_whole:
            self._beat()
        elif self.settings.heartbeat:
            self.say("no heartbeat was sent, because of this: its silence is the alarm")

    def _send(self, numbered: tuple[int, str]) -> bool:
        """Send what waits for one address, the oldest first, until one message is not taken."""
        number, address = numbered
        name = f"notification address {number} ({kind_of(address)})"
        waiting: list[outbox.Waiting] = []

        def read(history: History) -> None:
            given_up = outbox.give_up_the_oldest(history, self.source, address)
            if given_up:
                self.say(f"{name}: {given_up} old messages were given up")
            waiting.extend(outbox.waiting(history, self.source, address))

        if not is_used(read, self.plan.environ, self.say):
            return False
        for each in waiting:
            why = send(address, each.message)
            note = outbox.failed if why else outbox.sent
            is_noted = is_used(
                lambda history, note=note, id_=each.id: note(history, id_),  # type: ignore[misc]
                self.plan.environ,
                self.say,
            )
            if why:
                left = len(waiting) - waiting.index(each)
                self.say(f"{name} did not take the message: {why}; {left} wait for the next round")
            if why or not is_noted:
                return False
        return True

    def _beat(self) -> None:
        settings = self.settings
        why = heartbeat.beat(
            settings.heartbeat,
            settings.heartbeat_method,
            environ=self.plan.environ,
            proxy=self.plan.config.proxy,
            ca=self.plan.config.ca,
        )
        if why:
            host = heartbeat.shown(settings.heartbeat)
            self.say(f"the heartbeat was not heard at {host}: {why}; the exit code is the round's")
