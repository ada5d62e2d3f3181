"""Events of the directory's audit log become changes that the rules know."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from checks.audit.directory_reading import change_of
from checks.traces.sorts import entra_audit
from diagnostics.changes.change import Thing, Value
from diagnostics.changes.fitting import Fit, fitted
from diagnostics.changes.rule import Link
from diagnostics.document import Document

NOW = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)
WHOM = "44444444-aaaa-4000-8000-000000000001"
APP = "55555555-aaaa-4000-8000-000000000001"
GROUP = "66666666-aaaa-4000-8000-000000000001"
WAY = {Link.PRINCIPAL: frozenset({WHOM}), Link.APPLICATION: frozenset({APP})}


def a_property(name: str, old: str | None, new: str | None) -> dict[str, Any]:
    return {"displayName": name, "oldValue": old, "newValue": new}


def an_event(activity: str, *targets: dict[str, Any], **fields: Any) -> Document:
    given: dict[str, Any] = {
        "id": "Directory_1",
        "activityDisplayName": activity,
        "activityDateTime": "2026-11-29T09:20:00.1234567Z",
        "result": "success",
        "initiatedBy": {"app": None, "user": {"userPrincipalName": "ops@contoso.example"}},
        "targetResources": list(targets),
        "additionalDetails": [],
    }
    return Document({**given, **fields}, "GET …/directoryAudits", NOW)


def a_target(
    kind: str = "ServicePrincipal", id_: str = WHOM, *modified: dict[str, Any]
) -> dict[str, Any]:
    return {"id": id_, "type": kind, "displayName": "x", "modifiedProperties": list(modified)}


def test_a_principal_that_was_switched_off_is_told_as_the_log_writes_it() -> None:
    change = change_of(
        an_event(
            "Update service principal",
            a_target(
                "ServicePrincipal",
                WHOM,
                a_property("AccountEnabled", "[true]", "[false]"),
                a_property("Included Updated Properties", None, '"AccountEnabled"'),
            ),
        )
    )
    assert change.thing is Thing.PRINCIPAL
    assert (change.subject, change.who) == (WHOM, "ops@contoso.example")
    assert change.values == (Value(name="AccountEnabled", before="[true]", after="[false]"),)
    assert change.at == datetime(2026, 11, 29, 9, 20, 0, 123456, tzinfo=UTC)
    assert fitted(entra_audit.PRINCIPAL_SWITCHED_OFF, change, WAY) is Fit.YES


def test_a_principal_that_was_switched_on_is_the_other_way() -> None:
    target = a_target("ServicePrincipal", WHOM, a_property("AccountEnabled", "[false]", "[true]"))
    change = change_of(an_event("Update service principal", target))
    assert fitted(entra_audit.PRINCIPAL_SWITCHED_OFF, change, WAY) is Fit.AGAINST


def test_a_principal_that_was_removed_is_found_by_its_application_where_its_id_is_lost() -> None:
    other = "77777777-aaaa-4000-8000-000000000001"
    removed = an_event(
        "Remove service principal",
        a_target("ServicePrincipal", other, a_property("AppPrincipalId", f'["{APP}"]', "[]")),
    )
    way = {Link.PRINCIPAL: frozenset({APP})}
    assert fitted(entra_audit.PRINCIPAL_DELETED, change_of(removed), way) is Fit.YES


def test_a_member_that_was_removed_is_the_subject_and_the_group_stands_beside() -> None:
    change = change_of(an_event("Remove member from group", a_target(), a_target("Group", GROUP)))
    assert (change.subject, change.concerns) == (WHOM, (GROUP,))
    assert fitted(entra_audit.GROUP_LEFT, change, WAY) is Fit.YES


@pytest.mark.parametrize(
    ("activity", "kind", "name", "thing"),
    [
        ("Update application", "Application", "FederatedIdentityCredentials", Thing.CREDENTIAL),
        ("Update application", "Application", "DisplayName", Thing.APPLICATION),
        (
            "Update application \u2013 Certificates and secrets management ",
            "Application",
            "KeyDescription",
            Thing.CREDENTIAL,
        ),
        ("Update conditional access policy", "Policy", "ConditionalAccessPolicy", Thing.OTHER),
        ("Update service principal", "ServicePrincipal", "DisplayName", Thing.PRINCIPAL),
    ],
)
def test_what_was_changed_is_told_by_target_and_property(
    activity: str, kind: str, name: str, thing: Thing
) -> None:
    target = a_target(kind, APP, a_property(name, "[]", "[1]"))
    assert change_of(an_event(activity, target)).thing is thing


@pytest.mark.parametrize(
    ("by", "who"),
    [
        ({"user": None, "app": {"displayName": "deploy", "servicePrincipalId": WHOM}}, "deploy"),
        ({"user": None, "app": {"displayName": None, "servicePrincipalId": WHOM}}, WHOM),
        ({"user": {"userPrincipalName": None, "id": WHOM}, "app": None}, WHOM),
        ({"user": None, "app": None}, ""),
    ],
)
def test_who_did_it_is_a_person_or_an_application(by: dict[str, Any], who: str) -> None:
    assert change_of(an_event("Add owner", a_target(), initiatedBy=by)).who == who


def test_what_was_refused_is_no_change() -> None:
    assert not change_of(
        an_event("Remove service principal", a_target(), result="failure")
    ).succeeded


def test_an_event_without_targets_concerns_nothing() -> None:
    change = change_of(an_event("Set company information"))
    assert (change.subject, change.thing) == ("", Thing.OTHER)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            {"state": "report", "conditions": {"apps": ["a"]}},
            {"state": "enabled", "conditions": {"apps": ["a"]}},
            [("Policy.state", "report", "enabled")],
        ),
        (
            {"a": {"b": 1}},
            {"a": {"c": [2]}},
            [("Policy.a.b", "1", ""), ("Policy.a.c", "", "[2]")],
        ),
        ({"a": 1}, {"a": 1}, [("Policy", '{"a": 1}', '{"a": 1}')]),
    ],
    ids=["one part", "one for another", "nothing"],
)
def test_of_an_object_only_what_is_different_is_told(
    old: dict[str, Any], new: dict[str, Any], said: list[tuple[str, str, str]]
) -> None:
    modified = a_property("Policy", json.dumps(old), json.dumps(new))
    change = change_of(an_event("Update policy", a_target("Policy", WHOM, modified)))
    assert [(each.name, each.before, each.after) for each in change.values] == said


@pytest.mark.parametrize("text", ["{", "{}", "", '{"a"', "[1]", "{" * 9000])
def test_what_is_no_object_stays_as_it_is(text: str) -> None:
    modified = a_property("Policy", text, '{"a": 1}')
    (value,) = change_of(an_event("Update policy", a_target("Policy", WHOM, modified))).values
    assert (value.before, value.after) == (text[:400], '{"a": 1}')


def a_credential(name: str, **fields: Any) -> dict[str, Any]:
    given = {"Name": name, "Subject": WHOM, "Audiences": ["api"], "Description": None}
    return {**given, **fields}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            [a_credential("cmk"), a_credential("other")],
            [a_credential("cmk", Subject=APP), a_credential("other")],
            [("Federated.cmk.Subject", WHOM, APP)],
        ),
        (
            [a_credential("cmk")],
            [a_credential("cmk", Audiences=["gov"])],
            [("Federated.cmk.Audiences", '["api"]', '["gov"]')],
        ),
        (
            [a_credential("cmk"), a_credential("other")],
            [a_credential("other")],
            [
                (
                    "Federated",
                    json.dumps({"Name": "cmk", "Subject": WHOM, "Audiences": ["api"]}),
                    "",
                )
            ],
        ),
        ([], [{"Name": "cmk"}], [("Federated", "", '{"Name": "cmk"}')]),
        (
            [{"Name": "a"}],
            [{"Name": "b"}],
            [("Federated", '{"Name": "a"}', ""), ("Federated", "", '{"Name": "b"}')],
        ),
    ],
    ids=["one part", "a part that is a list", "one is gone", "one came", "one for another"],
)
def test_of_a_list_of_credentials_only_what_is_different_is_told(
    old: list[Any], new: list[Any], said: list[tuple[str, str, str]]
) -> None:
    modified = a_property("Federated", json.dumps(old), json.dumps(new))
    change = change_of(an_event("Update application", a_target("Application", APP, modified)))
    assert [(each.name, each.before, each.after) for each in change.values] == said


@pytest.mark.parametrize(
    "text",
    [
        "[1]",
        '[{"Id": 1}]',
        '[{"Name": "a"}, {"Name": "a"}]',
        '[{"Name": "a"}, 1]',
        '[{"Name": "a"',
        '[{"Name": "a", "x": ' + "[" * 9000 + "]" * 9000 + "}]",
    ],
    ids=["values", "no names", "a name twice", "mixed", "cut off", "deep"],
)
def test_a_list_of_which_not_each_has_a_name_stays_as_it_is(text: str) -> None:
    modified = a_property("Federated", text, '[{"Name": "b"}]')
    values = change_of(
        an_event("Update application", a_target("Application", APP, modified))
    ).values
    assert (values[0].name, values[0].before) == ("Federated", text[:400])


def test_a_credential_of_which_a_part_changed_is_a_change_of_the_credential() -> None:
    old, new = (json.dumps([a_credential("cmk", Subject=each)]) for each in (WHOM, APP))
    modified = a_property("FederatedIdentityCredentials", old, new)
    change = change_of(an_event("Update application", a_target("Application", APP, modified)))
    assert change.thing is Thing.CREDENTIAL
    assert fitted(entra_audit.FEDERATION_CHANGED, change, WAY) is Fit.YES


def test_of_very_many_parts_some_are_told() -> None:
    old, new = ({str(number): value for number in range(99)} for value in ("x", "y"))
    modified = a_property("Policy", json.dumps(old), json.dumps(new))
    change = change_of(an_event("Update policy", a_target("Policy", WHOM, modified)))
    assert len(change.values) == 12
