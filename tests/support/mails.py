"""Feedback rows for tests: some thousand messages with an incident at a known time, written in every layout an export has."""

from __future__ import annotations

import csv
import gzip
import json
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

BEGIN = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
HOURS = 6
FROM = BEGIN + timedelta(hours=2, minutes=7)
TO = BEGIN + timedelta(hours=3, minutes=41)
DOMAINS = (("free.example", 0.5), ("web.example", 0.3), ("corp.example", 0.2))
IPS = (("192.0.2.10", 0.4), ("192.0.2.11", 0.4), ("192.0.2.12", 0.2))
CAMPAIGNS = (("c-one", 0.5), ("c-two", 0.3), ("c-three", 0.2))
COMPONENTS = (("JO", 0.1), ("MES", 0.2), ("ESS", 0.3))
CANARY = "canary.person"
MAIL = "https://ns.adobe.com/xdm/channels/email"

Row = dict[str, Any]


@dataclass
class Mails:
    """What is generated: change a field, call `rows`."""

    incident: str = ""
    name: str = ""  # where; empty = the first
    messages: int = 4000
    seed: int = 1
    random: random.Random = field(default_factory=random.Random)

    def rows(self) -> list[Row]:
        """Make rows in the nested layout, in the order of the events."""
        self.random = random.Random(self.seed)  # noqa: S311 - invented mails are no secret
        step = timedelta(hours=HOURS) / self.messages
        rows = [
            row
            for at in range(self.messages)
            for row in self._message(at, BEGIN + (at + self.random.random()) * step)
        ]
        return sorted(rows, key=lambda row: row["timestamp"])

    def calls(self) -> list[tuple[str, datetime]]:
        """Give the calls that were accepted: execution, time."""
        step = timedelta(hours=HOURS) / self.messages
        return [(execution(at), BEGIN + at * step) for at in range(self.messages)]

    def _message(self, at: int, asked: datetime) -> list[Row]:
        domain, ip, campaign = (self._drawn(each) for each in (DOMAINS, IPS, CAMPAIGNS))
        chance = self.random.random()
        inside = FROM <= asked < TO
        if self.incident == "missing" and inside and chance < 0.2:
            return []
        if self.incident == "stopped" and inside:
            return []
        row = self._blank(at, asked, domain, ip, campaign)
        start = self._start(row, asked, campaign, inside=inside)
        attempted = self._through(row, start, asked)
        retries = self._retries(domain, ip, attempted, chance)
        status = self._status(domain, attempted, chance)
        feedback = row["_experience"]["customerJourneyManagement"]["messageDeliveryfeedback"]
        feedback["firstAttemptTimestamp"] = attempted
        pause = timedelta(minutes=10)
        out = [_copied(row, at, k, attempted + k * pause, "delay") for k in range(retries)]
        seen = attempted + retries * pause + self._seconds(1.5)
        last = _copied(row, at, retries, seen, status)
        if status == "bounce":
            last["_experience"]["customerJourneyManagement"]["messageDeliveryfeedback"][
                "messageFailure"
            ] = {"type": "Hard", "code": "550", "reason": f"no such user {CANARY}{at}@{domain}"}
        return [*out, last]

    def _blank(self, at: int, asked: datetime, domain: str, ip: str, campaign: str) -> Row:
        return {
            "eventType": "message.feedback",
            "_experience": {
                "customerJourneyManagement": {
                    "messageExecution": {
                        "messageExecutionID": execution(at),
                        "campaignID": campaign,
                        "messageType": "transactional",
                    },
                    "messageProfile": {
                        "messageProfileID": f"mp-{at}",
                        "isTestExecution": at % 997 == 0,
                        "channel": {"_id": MAIL},
                    },
                    "emailChannelContext": {
                        "address": f"{CANARY}{at}@{domain}",
                        "domain": domain,
                        "outboundIP": ip,
                    },
                    "messageDeliveryfeedback": {"requestTimestamp": asked},
                    "processingFlowTimeline": {"flowName": "ajo", "processingNodes": []},
                }
            },
        }

    def _start(self, row: Row, asked: datetime, campaign: str, *, inside: bool) -> datetime:
        """Tell when our own configuration lets a message go."""
        mine = inside and campaign == (self.name or CAMPAIGNS[0][0])
        if self.incident == "quiet" and mine:
            return TO + timedelta(seconds=self.random.random() * 20)
        if self.incident == "optimized" and mine:
            profile = row["_experience"]["customerJourneyManagement"]["messageProfile"]
            profile["isSendTimeOptimized"] = True
            profile["optimizedSendTime"] = asked + timedelta(
                minutes=20 + 30 * self.random.random()
            )
            return profile["optimizedSendTime"]
        if self.incident == "throttled" and mine:
            return min(TO, FROM + 2 * (asked - FROM))
        if self.incident == "waves" and mine:
            part = (TO - FROM) / 4
            number = int((asked - FROM) / part) + 1
            execution_of = row["_experience"]["customerJourneyManagement"]["messageExecution"]
            execution_of["waveID"] = f"wave-{number}"
            return FROM + number * part
        if self.incident == "outage" and inside:
            return TO + timedelta(minutes=3, seconds=self.random.random() * 30)
        return asked

    def _through(self, row: Row, start: datetime, asked: datetime) -> datetime:
        nodes = row["_experience"]["customerJourneyManagement"]["processingFlowTimeline"]
        at = start + timedelta(milliseconds=20)
        for name, mean in COMPONENTS:
            slow = self.incident == "component" and name == (self.name or "MES")
            took = self._seconds(60 if slow and FROM <= asked < TO else mean)
            nodes["processingNodes"].append(
                {"componentName": name, "startTime": at, "endTime": at + took}
            )
            at += took + timedelta(milliseconds=5)
        return at

    def _retries(self, domain: str, ip: str, at: datetime, chance: float) -> int:
        if FROM <= at < TO:
            if self.incident == "provider" and domain == (self.name or "free.example"):
                return 1 + int(chance * 3) if chance < 0.7 else 0
            if self.incident == "ip" and ip == (self.name or "192.0.2.10"):
                return 1 + int(chance * 3) if chance < 0.7 else 0
            if self.incident == "everywhere":
                return 1 if chance < 0.6 else 0
        return int(chance < 0.005)

    def _status(self, domain: str, at: datetime, chance: float) -> str:
        mine = self.incident == "bounces" and domain == (self.name or "free.example")
        if mine and FROM <= at < TO and chance < 0.6:
            return "bounce"
        if self.incident == "excluded" and FROM <= at < TO and chance < 0.4:
            return "exclude"
        return "bounce" if chance > 0.99 else "sent"

    def _drawn(self, shares: tuple[tuple[str, float], ...]) -> str:
        left = self.random.random()
        for name, share in shares:
            left -= share
            if left < 0:
                return name
        return shares[-1][0]

    def _seconds(self, mean: float) -> timedelta:
        return timedelta(seconds=self.random.expovariate(1 / mean))


def execution(at: int) -> str:
    return f"HUMA-{at:08d}"


def _copied(row: Row, at: int, attempt: int, seen: datetime, status: str) -> Row:
    inner = row["_experience"]["customerJourneyManagement"]
    feedback = {
        **inner["messageDeliveryfeedback"],
        "feedbackStatus": status,
        "retryCount": attempt,
    }
    if status == "exclude":
        feedback["messageExclusion"] = {"code": "CJMRT-050102-422"}
    experience = {"customerJourneyManagement": {**inner, "messageDeliveryfeedback": feedback}}
    return {"_id": f"ev-{at}-{attempt}", "timestamp": seen, **row, "_experience": experience}


def text_of(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def write_lines(rows: list[Row], path: Path) -> Path:
    """Write JSON lines, packed if the name says so."""
    text = "".join(json.dumps(row, default=text_of) + "\n" for row in rows)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")
    return path


def flat(row: Row, separator: str = ".") -> dict[str, str]:
    """Flatten a row as exports to CSV do."""
    out: dict[str, str] = {}

    def walk(value: Any, name: str) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, f"{name}{separator}{key}" if name else key)
        elif isinstance(value, list):
            for at, inner in enumerate(value):
                walk(inner, f"{name}{separator}{at}")
        elif isinstance(value, datetime):
            out[name] = text_of(value)
        else:
            out[name] = str(value).lower() if isinstance(value, bool) else str(value)

    walk(row, "")
    return out


def write_csv(rows: list[Row], path: Path, separator: str = ".", **other: Any) -> Path:
    """Write CSV with flattened heads."""
    flattened = [flat(row, separator) for row in rows]
    names = list(dict.fromkeys(name for row in flattened for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, **other)
        writer.writeheader()
        writer.writerows(flattened)
    return path


def write_parquet(rows: list[Row], path: Path) -> Path:
    """Write nested Parquet with real times, as a lake holds them."""
    import duckdb

    lines = write_lines(rows, path.with_suffix(".jsonl"))
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(
            f"COPY (SELECT * FROM read_json('{lines}', sample_size=-1)) TO '{path}' (FORMAT parquet)"  # noqa: S608
        )
    lines.unlink()
    return path


def write_calls(calls: list[tuple[str, datetime]], path: Path) -> Path:
    """Write the caller's log."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("executionId", "createdAt", "status"))
        writer.writerows((name, text_of(at), 202) for name, at in calls)
    return path
