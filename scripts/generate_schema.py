"""Write the JSON Schemas of what the commands write as JSON, from the record types; the forms are described, not repeated.

`report.schema.json` is of diagnose, verify, triage, report and demo; `compared.schema.json` of compare,
`linted.schema.json` of lint, `delays.schema.json` of delays.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from diagnostics.delays import told
from diagnostics.delays.record import Answer
from diagnostics.report import compared_record, linted, linted_forms, record
from scripts.schema_types import DRAFT, SIMPLE, Schema, Types, an_object

FOLDER = Path(record.__file__).parent
TARGET = FOLDER / "report.schema.json"
# The JSON form of the fields that hold pairs (diagnostics/report/jsonform.py).
PAIRS: Schema = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"name": {"type": "string"}, "value": {"type": "string"}},
        "required": ["name", "value"],
        "additionalProperties": False,
    },
}
TEXT, WHOLE = SIMPLE[str], SIMPLE[int]


def exit_code(*codes: int) -> Schema:
    """Describe an exit code; a file is written before 2 could be."""
    return {"enum": list(codes)}


def counts(of: Schema) -> Schema:
    """Describe an object of names that are not known beforehand."""
    return {"type": "object", "additionalProperties": dict(of)}


def written(name: str, title: str, schema: int, body: Schema, types: Types) -> str:
    """Give a schema as it stands in its file."""
    head = {"$schema": DRAFT, "$id": f"urn:ajo-doctor:{name}:{schema}", "title": title}
    definitions = {"$defs": dict(sorted(types.definitions.items()))}
    return json.dumps(head | body | definitions, indent=2) + "\n"


def text() -> str:
    """Describe the report: one target gives one report, several give an object with all of theirs."""
    types = Types(
        {
            "Report.schema": {"const": record.SCHEMA},
            "Report.counts": counts(WHOLE),
            "Report.identifiers": counts(TEXT),
            "Report.handoff": PAIRS,
            "Report.environment": PAIRS,
        }
    )
    types.of(record.Report)
    types.definitions["Reports"] = an_object(
        "The reports of several targets.",
        {
            "schema": {"const": record.SCHEMA},
            "reports": {"type": "array", "items": {"$ref": "#/$defs/Report"}},
        },
    )
    body = {
        "type": "object",
        "if": {"required": ["reports"]},
        "then": {"$ref": "#/$defs/Reports"},
        "else": {"$ref": "#/$defs/Report"},
    }
    return written("report", "Report of ajo-doctor", record.SCHEMA, body, types)


def of_compare() -> str:
    """Describe what `compare` writes."""
    turns = ["worse", "unknown", "different", "better"]
    types = Types(
        {
            "ComparedReport.schema": {"const": compared_record.SCHEMA},
            "ComparedReport.exit_code": exit_code(0, 1, 3),
            "ComparedReport.verdict": {"enum": ["same", *turns]},
            "SideView.verdict": {"enum": ["broken", "incomplete", "clean", "interrupted"]},
            "DifferenceView.turn": {"enum": turns},
            "DifferenceView.sort": {"enum": ["cause", "evidence", "finding", "check"]},
        }
    )
    body = types.record(compared_record.ComparedReport)
    return written("compared", "Comparison of ajo-doctor", compared_record.SCHEMA, body, types)


def of_lint() -> str:
    """Describe what `lint` writes."""
    types = Types(
        {
            "LintView.severity": {"enum": list(linted.SEVERITIES)},
            "RequestView.form": {"enum": ["curl", "har", "json"]},
        }
    )
    several: dict[str, type] = {
        "requests": linted.RequestView,
        "not_read": linted.UnreadView,
        "not_applied": linted.UnheldView,
        "findings": linted.LintView,
    }
    body = an_object(
        "All that `lint` found in requests.",
        {
            "schema": {"const": linted_forms.SCHEMA},
            "version": TEXT,
            "exit_code": exit_code(0, 1, 2, 3, 130),
            "counts": an_object("Findings by severity.", dict.fromkeys(linted.SEVERITIES, WHOLE)),
            "packs": {"type": "array", "items": TEXT},
            "campaign": types.of(linted.CampaignView | None),
            **{name: {"type": "array", "items": types.of(kind)} for name, kind in several.items()},
        },
    )
    return written("linted", "Findings of ajo-doctor lint", linted_forms.SCHEMA, body, types)


def of_delays() -> str:
    """Describe what `delays` writes."""
    verdicts = ["ours", "AJO", "downstream", "no delay", "cannot tell"]
    types = Types({"Answer.verdict": {"enum": verdicts}})
    body = an_object(
        "What feedback exports say about late mails.",
        {
            "format": {"const": told.FORMAT},
            "schema": {"const": told.SCHEMA},
            "version": TEXT,
            "exit_code": exit_code(0, 1, 3, 130),
            "answer": types.of(Answer),
        },
    )
    return written("delays", "Answer of ajo-doctor delays", told.SCHEMA, body, types)


FILES: Mapping[Path, Callable[[], str]] = {
    TARGET: text,
    FOLDER / "compared.schema.json": of_compare,
    FOLDER / "delays.schema.json": of_delays,
    FOLDER / "linted.schema.json": of_lint,
}


def main() -> None:
    """Write or check."""
    stale = [
        path
        for path, make in FILES.items()
        if not path.exists() or path.read_text(encoding="utf-8") != make()
    ]
    if "--check" in sys.argv:
        sys.exit(f"stale: {', '.join(path.name for path in stale)}: run me" if stale else 0)
    for path in stale:
        path.write_text(FILES[path](), encoding="utf-8")


if __name__ == "__main__":
    main()
