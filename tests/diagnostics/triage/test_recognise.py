"""The rules of recognition, on a few invented signatures."""

from __future__ import annotations

import pytest

from diagnostics import Certainty, Signature
from diagnostics.triage.normalise import OVERLAP, WINDOW
from diagnostics.triage.recognise import recognise


def a_signature(name: str, *stems: tuple[str, ...], code: str = "", **more: object) -> Signature:
    fields = {"category": name, "title": name, "step": "3", "kind": "CO101", **more}
    return Signature(id=name, code=code, stems=stems, **fields)  # type: ignore[arg-type]


TOKEN = a_signature(
    "cmk.4000",
    ("no token for the identity",),
    ("guide", "(4000)"),
    ("substatus:4000",),
    code="4000",
)
GRANT = a_signature(
    "cmk.4002",
    ("no permission on the key",),
    ("guide", "(4002)"),
    ("substatus:4002",),
    code="4002",
)
GENERIC = a_signature("cmk.revoked", ("currently revoked",), unless=("no token",))
ROLE = a_signature("cosmos.role", ("lacks a role",), kind="CO310")
ROLE_5301 = a_signature("cosmos.5301", ("substatus:5301",), code="5301", kind="CO310")
UNKNOWN_PLACE = a_signature(
    "cosmos.1008", ("does not exist",), ("substatus:1008",), code="1008", needs_status=403
)
DRESS = a_signature("cmk.408", ("timed out",), certainty=Certainty.POSSIBLE, kind="CO113")
ALL = (TOKEN, GRANT, GENERIC, ROLE, ROLE_5301, UNKNOWN_PLACE, DRESS)


def codes(text: str) -> list[str]:
    return [item.code or item.signature_id for item in recognise(text, ALL)]


def only(text: str):  # noqa: ANN201 - one Recognised
    (item,) = recognise(text, ALL)
    return item


@pytest.mark.parametrize(
    "place",
    [
        "x-ms-substatus: 4000",
        "x-ms-substatus=4000,",
        '"subStatusCode":4000',
        "Substatus: 4000;",
        "Sub Status: 4000",
        "Sub-status: 4000\n{}",
        "sub_status=4000",
        "SubStatusCode = 4000",
    ],
)
def test_a_number_is_found_in_every_place_it_is_known_to_stand(place: str) -> None:
    item = only(f"Forbidden (403) {place}")
    assert (item.code, item.certainty) == ("4000", Certainty.CERTAIN)
    assert "4000 alone" in item.why


def test_a_number_elsewhere_is_no_sub_status() -> None:
    assert codes("took 4000 ms, 4000 rows, port:4000, status: 4000, substatus: 40001") == []


def test_words_without_a_number_are_enough() -> None:
    item = only("there is NO  Token for the\nidentity")
    assert (item.code, item.certainty) == ("4000", Certainty.CERTAIN)
    assert "no number" in item.why


def test_words_and_a_number_that_agree_are_said_to() -> None:
    assert "agree" in only("no token for the identity (4000)").why
    assert "agree" in only("no token for the identity. Sub Status: 4000").why


def test_the_text_goes_before_a_number_in_a_header_and_the_difference_is_told() -> None:
    item = only("no token for the identity (4000). x-ms-substatus: 4002")
    assert (item.code, item.certainty, item.header_code) == ("4000", Certainty.AMBIGUOUS, "4002")
    assert "4002" in item.why


def test_an_unknown_number_in_a_header_is_told_as_well() -> None:
    item = only("no token for the identity, Sub Status: 4077")
    assert (item.code, item.certainty, item.header_code) == ("4000", Certainty.AMBIGUOUS, "4077")


def test_a_number_in_brackets_speaks_in_any_language() -> None:
    assert codes("ключ недоступен, see the guide (4002).") == ["4002"]


def test_a_number_in_brackets_goes_before_one_in_a_header() -> None:
    item = only("see the guide (4002). Sub Status: 4000")
    assert (item.code, item.header_code) == ("4002", "4000")


def test_words_that_contradict_the_number_in_the_text_are_ambiguous() -> None:
    item = only("no token for the identity, see the guide (4002)")
    assert (item.code, item.certainty) == ("4000", Certainty.AMBIGUOUS)
    assert "4002" in item.why


def test_a_number_says_more_than_words_that_name_none() -> None:
    assert codes("currently revoked; see the guide (4002)") == ["4002"]
    assert codes("currently revoked. Sub Status: 4000") == ["4000"]
    assert codes("he lacks a role; Substatus: 5301;") == ["5301"]


def test_words_that_name_no_number_contradict_one_of_another_family() -> None:
    item = only("he lacks a role; Substatus: 4000")
    assert (item.signature_id, item.certainty, item.header_code) == (
        "cosmos.role",
        Certainty.AMBIGUOUS,
        "4000",
    )


def test_a_number_that_nobody_documents_stands_beside_the_general_words() -> None:
    item = only("currently revoked because of the moon (4099)")
    assert (item.signature_id, item.code) == ("cmk.revoked", "4099")


def test_two_errors_of_one_log_do_not_contradict_each_other() -> None:
    text = f"no token for the identity (4000)\n{'.' * 4000}\nSubstatus: 5301"
    assert sorted(codes(text)) == ["4000", "5301"]
    assert {item.certainty for item in recognise(text, ALL)} == {Certainty.CERTAIN}


def test_two_errors_close_together_with_their_numbers_do_not_contradict_each_other() -> None:
    text = "no token for the identity, Substatus: 4000\nno permission on the key, Substatus: 4002"
    assert {(item.code, item.certainty) for item in recognise(text, ALL)} == {
        ("4000", Certainty.CERTAIN),
        ("4002", Certainty.CERTAIN),
    }


def test_literals_of_one_signature_must_stand_together() -> None:
    assert codes(f"guide{'.' * 4000}(4000)") == []
    assert codes("guide" + "." * 4000 + "guide (4000)") == ["4000"]


def test_a_sub_status_of_zero_says_nothing() -> None:
    assert only("he lacks a role; Substatus: 0;").certainty is Certainty.CERTAIN


@pytest.mark.parametrize(("status", "expected"), [(403, ["1008"]), (410, []), (404, [])])
def test_a_number_that_means_something_else_needs_its_status(
    status: int, expected: list[str]
) -> None:
    assert codes(f"StatusCode: {status}, Substatus: 1008") == expected


def test_a_name_stands_for_its_status_where_no_number_does() -> None:
    assert codes('{"code":"Forbidden","message":"it does not exist"}') == ["1008"]
    assert codes('{"code":"NotFound","message":"it does not exist"}') == []


def test_words_bear_no_other_status_but_need_none() -> None:
    assert codes("it does not exist") == ["1008"]
    assert codes("Gone (410): it does not exist") == []


def test_what_is_only_possible_gives_way_to_what_is_certain() -> None:
    assert codes("it timed out") == ["cmk.408"]
    assert codes("it timed out; no token for the identity") == ["4000"]


def test_what_is_only_possible_takes_the_meaning_of_a_number_beside_it() -> None:
    assert codes("it timed out, Substatus: 4002") == ["4002"]


def test_the_code_of_an_envelope_does_not_speak_for_what_is_inside() -> None:
    envelope = a_signature("ajo.error", ("error-500",), code="ERROR-500", kind="")
    text = "error-500: access is currently revoked, see the guide (4002)"
    found = recognise(text, (*ALL, envelope))
    assert found[0].signature_id == "cmk.4002"


def test_a_number_inside_an_envelope_is_read_and_contradicts_nothing() -> None:
    envelope = a_signature("ajo.error", ("error-500",), code="ERROR-500", kind="")
    found = recognise("error-500: Substatus: 4002; the request was refused", (*ALL, envelope))
    assert [one.signature_id for one in found] == ["cmk.4002", "ajo.error"]
    assert "preferred" not in found[1].why


def test_a_number_in_the_text_inside_an_envelope_is_said_to_be_inside() -> None:
    envelope = a_signature("ajo.error", ("error-500",), code="ERROR-500", kind="")
    found = recognise("error-500: access is currently revoked, see the guide (4000).", (envelope,))
    assert found[0].certainty is Certainty.CERTAIN
    assert found[0].why == (
        "its words; it is the envelope, and the error inside it carries the number 4000"
    )


def test_numbers_are_whole() -> None:
    entra = a_signature("entra.70001", ("aadsts70001",), code="70001")
    longer = a_signature("entra.700016", ("aadsts700016",), code="700016")

    def seen(text: str) -> list[str]:
        return [item.code for item in recognise(text, (entra, longer))]

    assert seen("AADSTS700016: not found") == ["700016"]
    assert seen("AADSTS70001: disabled") == ["70001"]
    assert seen("AADSTS70001\n6: broken by a terminal") == ["700016"]
    assert seen('{"error_codes":[700016]}') == ["700016"]
    assert seen("AADSTS7000 16") == []


def test_a_match_on_the_edge_of_a_window_is_found_once() -> None:
    for shift in (-30, -10, 0):
        text = "." * (WINDOW - OVERLAP + shift) + "no token for the identity" + "." * WINDOW
        assert codes(text) == ["4000"]


def test_what_stands_around_is_kept() -> None:
    item = only(
        "2026-11-20 09:00:00Z ok\n2026-11-23T08:15:30.120Z ERROR (403) no token for the identity; ActivityId: "
        "0f0e0d0c-0b0a-4908-8706-050403020100, Endpoint: https://Cosmos-AJO.documents.azure.com:443/, "
        "vault https://kv-ajo.vault.azure.net/keys/k"
    )
    assert item.http_status == 403
    assert item.account_host == "cosmos-ajo.documents.azure.com"
    assert item.vault_host == "kv-ajo.vault.azure.net"
    assert item.activity_id == "0f0e0d0c-0b0a-4908-8706-050403020100"
    assert item.occurred_at == "2026-11-23T08:15:30.120Z"


def test_nothing_is_nothing() -> None:
    assert recognise("", ALL) == recognise("all is well", ALL) == recognise("x", ()) == ()
