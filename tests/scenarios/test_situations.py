"""Every situation people name has a kind that says it and a fault that makes it; every fault and kind is named."""

from __future__ import annotations

import tomllib
from pathlib import Path

from diagnostics.finding import Kind, Severity
from diagnostics.simulator.faults import FAULTS, HARMLESS
from diagnostics.simulator.scenarios import SCENARIOS
from tests.support.examined import the_catalogue

FILE = Path(__file__).parents[1] / "situations.toml"
SITUATIONS = tomllib.loads(FILE.read_text(encoding="utf-8"))["situation"]
# Said of what is seen beside something else: a state's own number, or a question that stays open.
WITHOUT_SITUATION = {
    "AJ202", "AJ204", "AJ207",  # headers that this program always sends: only something in between takes them out
    "AU201",  # who changed the key stays open: no fault, the vault's log is not collected, or not where it is read from
    "CO102", "CO103", "CO104", "CO105", "CO106", "CO107", "CO108", "CO109",  # the revoked state's numbers
    "CO207",  # an account without a customer-managed key: no fault
    "CO310", "CO312", "CO313",  # the data plane's refusal beside its reason
    "EN160", "KV213", "RB203",  # questions that stay open
    "SF102", "SF108", "SF109", "SF110", "SF111",  # the permission matrix and the runner's own tests show them
}  # fmt: skip

# What an export of feedback tells has no fault of the simulated cloud: its incidents are generated with a truth file, and
# tests/diagnostics/delays holds each of them.
OF_AN_EXPORT = "DL"


def diagnosed() -> list[Kind]:
    """What a diagnosis of a world may say; rules for requests, and exports, look at a file and have no fault."""
    catalogue = the_catalogue()
    linted = {kind for pack in catalogue.packs for lint in pack.lints for kind in lint.kinds}
    return [
        kind
        for kind in catalogue.kinds
        if kind not in linted and not kind.code.startswith(OF_AN_EXPORT)
    ]


def test_every_situation_has_kinds_and_faults_that_exist() -> None:
    kinds = {kind.code for kind in the_catalogue().kinds}
    for each in SITUATIONS:
        assert each["kinds"], each["text"]
        assert set(each["kinds"]) <= kinds, each["text"]
        assert each["faults"], each["text"]
        assert set(each["faults"]) <= set(FAULTS), each["text"]


def test_every_fault_belongs_to_a_situation_or_is_harmless() -> None:
    named = {fault for each in SITUATIONS for fault in each["faults"]}
    assert set(FAULTS) - named - set(HARMLESS) == set()


def test_every_kind_belongs_to_a_situation_or_says_why_not() -> None:
    named = {code for each in SITUATIONS for code in each["kinds"]}
    assert {kind.code for kind in diagnosed()} - named - WITHOUT_SITUATION == set()


def test_every_fault_has_a_scenario_that_expects_something_of_it() -> None:
    expecting = {s.faults[0] for s in SCENARIOS.values() if s.faults and (s.cause or s.kinds)}
    assert set(FAULTS) - set(HARMLESS) == expecting


def test_every_kind_that_can_be_found_has_a_cause_of_its_slug_or_only_says_what_is_open() -> None:
    catalogue = the_catalogue()
    causes = {cause.id for cause in catalogue.causes}
    only_open = {
        "AJ106",
        "AJ311",
        "AJ405",
        "AJ503",
        "CO114",
        "CO313",
        "EN150",
        "EN160",
        "EN204",
        "KV212",
        "KV213",
        "RB110",
        "RB203",
    }
    found = {
        kind.slug
        for kind in diagnosed()
        if kind.severity > Severity.INFO
        and kind.code not in only_open
        and not kind.code.startswith("SF")
    }
    assert found - causes == set()


def test_every_kind_has_a_runbook_page_and_every_page_a_kind() -> None:
    folder = FILE.parents[1] / "runbooks"
    pages = {page.name for page in folder.glob("*.md")} - {"SITUATIONS.md", "CATALOGUE.md"}
    kinds = {f"{kind.code}-{kind.slug}.md" for kind in the_catalogue().kinds}
    assert kinds == pages
