"""Remembered recognition is recognition: equal in every field, whatever numbers and ids a record bears."""

from __future__ import annotations

import json
import uuid

from hypothesis import given, settings
from hypothesis import strategies as st

from checks.signatures import SIGNATURES
from diagnostics.triage.alike import Alike
from diagnostics.triage.masking import Masker
from diagnostics.triage.plan import plans_of
from diagnostics.triage.principals import identity_in
from diagnostics.triage.recognise import recognise_planned
from diagnostics.triage.recogniser import Recogniser

MASKER = Masker(SIGNATURES)
PLANS = plans_of(SIGNATURES)
REVOKED = (
    "Access to your account is currently revoked because the Azure Cosmos DB service is unable to obtain the AAD"
    " authentication token for the account's default identity; for more details please visit"
    " https://learn.microsoft.com/en-us/azure/cosmos-db/cmk-troubleshooting-guide#a (4000)."
)
# What varies stands in braces: an id, a time, a number; others stand in places where a number is read.
SHAPES = (
    "{time} ERROR [exec-{n}] Forbidden (403); Substatus: {code}; ActivityId: {id}; Reason: (" + REVOKED + ")",
    '{{"time":"{time}","id":"{id}","ms":{n},"msg":' + json.dumps(REVOKED) + ',"subStatusCode":{code},"statusCode":{http}}}',
    "{n} {n} {time} took {n} ms, id {ID}, status {http}: the requested operation cannot be performed at this region {n}",
    "{n}.{n} database account x{n} does not exist, Forbidden, ({http}), ({code}) {id}{n} {hex}",
    "{time};{hex};{n}\\u00e{d} x-ms-substatus={code}, activity-id: {id} \\\\u00e{d} https://a{n}.documents.azure.com:{n}/",
    "050{ddd} EmailSuppressed Suppressed {n} notAllowed CJMRT-0{ddd}{ddd}-{http} cjmrt-050101 {id}",
    "AADSTS{code}{ddd}: no {n}, AADSTS7000112: Application '{id}'(x) is disabled. Trace ID: {ID} Timestamp: {time}",
    '{{"error_code":"403{ddd}","message":"Oauth token is not valid {n}"}} {time} at {id}',
    "Caller: appid={id};oid={id}\\r\\nInner error: {{\\\\\"code\\\\\": \\\\\"ForbiddenByRbac\\\\\"}} {time} {n}&#39;{n} &#2{d};",
    "{n}\n{n} sub status: {n} {hex}= Authorization: Bearer {hex}{n} currently revoked ({code}) access to your account is {n}",
    "rq-{hex8} {hex8}: Forbidden (403); Substatus: {hex8}, (4000) {hex8} \\b{hex8} currently revoked access to your account is {n} AADSTS{hex8}",
    "{n} access to your account is currently revoked {ID}{hex} someone{n}@example.org secret={n}{hex}",
)  # fmt: skip


@st.composite
def filled(draw: st.DrawFn, shape: str) -> str:
    def digits(shortest: int, longest: int) -> str:
        return draw(st.text("0123456789", min_size=shortest, max_size=longest))

    text = shape
    for name, value in (
        ("{time}", lambda: f"20{digits(2, 2)}-1{draw(st.sampled_from('012'))}-0{draw(st.integers(1, 9))}T1{digits(1, 1)}:0{digits(1, 1)}:3{digits(1, 1)}.{digits(3, 3)}Z"),
        ("{id}", lambda: str(draw(st.uuids()))),
        ("{ID}", lambda: str(draw(st.uuids())).upper()),
        ("{hex}", lambda: draw(st.text("0123456789abcdef", min_size=32, max_size=32))),
        ("{hex8}", lambda: draw(st.text("0123456789abcdef", min_size=7, max_size=9))),
        ("{http}", lambda: draw(st.sampled_from(("200", "403", "401", "408", "500", "999")))),
        ("{code}", lambda: draw(st.sampled_from(("4000", "4018", "0", "3", "1008", "5301", "7777")))),
        ("{ddd}", lambda: draw(st.sampled_from(("107", "102", "003", "777")))),
        ("{d}", lambda: draw(st.sampled_from("0123456789"))),
        ("{n}", lambda: digits(1, 3)),
    ):  # fmt: skip
        while name in text:
            text = text.replace(name, value(), 1)
    return text.replace("{{", "{").replace("}}", "}")


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_remembered_recognition_is_the_recognition_itself(data: st.DataObject) -> None:
    recogniser = Recogniser(SIGNATURES)
    shape = data.draw(st.sampled_from(SHAPES))
    for text in data.draw(st.lists(filled(shape), min_size=3, max_size=6)):
        expected = recognise_planned(text, PLANS)
        for _ in range(3):  # anew, learnt, remembered
            told = (text, expected, identity_in(text) if expected else "")
            assert recogniser.of(text) == told
            assert recogniser.remembered(text.encode()) in (told, None)


def has(alike: Alike, text: str) -> bool:
    return alike.may_fit(int.from_bytes(text.encode("ascii"))) and alike.fits(text)


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_a_record_is_told_to_have_a_shape_only_if_it_has(data: st.DataObject) -> None:
    """Ids, times and numbers differ, and a few characters are written over: by others of their sort, or by any."""
    text = data.draw(st.sampled_from(SHAPES).flatmap(filled))
    shape = MASKER.shape(text)
    alike = Alike.of(MASKER, shape, text)
    other = list(text)
    for place in data.draw(st.lists(st.integers(0, len(text) - 1), max_size=20)):
        sorts = [sort for sort in ("0123456789", "abcdef", "ABCDEF") if text[place] in sort]
        other[place] = data.draw(
            st.sampled_from([*sorts, "0123456789abcdefABCDEFx- \\("]).flatmap(st.sampled_from)
        )
    changed = "".join(other)
    if alike:
        assert has(alike, text)
        if has(alike, changed):
            assert MASKER.shape(changed) == shape


def test_records_of_one_shape_are_told_to_have_it() -> None:
    texts = [
        f"2026-01-02T03:04:0{n}.{n}23Z {uuid.UUID(int=n * 7**40)} status 403 took {n}1 ms"
        for n in range(1, 8)
    ]
    alike = Alike.of(MASKER, MASKER.shape(texts[0]), texts[0])
    assert alike
    assert all(has(alike, each) for each in texts)
    assert not has(alike, texts[0].replace("403", "404"))


def test_records_that_differ_by_ids_and_times_have_one_shape() -> None:
    masker = Masker(SIGNATURES)
    shapes = {
        masker.shape(f"2026-01-02T03:04:0{n}.{n}23Z {uuid.UUID(int=n * 7**40)} took {n}1 ms")
        for n in range(1, 8)
    }
    assert len(shapes) == 1


def test_numbers_that_say_what_it_is_stay_in_the_shape() -> None:
    text = "Substatus: 5301 (4000) AADSTS700016 HTTP 403 CJMRT-050030-422 \\u00e9 050107"
    assert Masker(SIGNATURES).shape(text) == text


def test_what_is_learnt_is_told_with_the_words_of_each_record() -> None:
    recogniser = Recogniser(SIGNATURES)
    for n in range(1, 6):
        text = (
            f"2026-01-02T03:04:0{n}Z Request is blocked due to Customer Managed Key not being accessible."
            f" ActivityId: 0000000{n}-0000-4000-8000-0000000000ab"
        )
        (item,) = recogniser.of(text).items
        assert item.occurred_at == f"2026-01-02T03:04:0{n}Z"
        assert item.activity_id.startswith(f"0000000{n}-")
        assert f"0000000{n}-" in item.excerpt
        # A shape is learnt when it comes the second time.
        assert recogniser.remembered(text.encode()) == (recogniser.of(text) if n > 1 else None)


def test_a_text_with_the_signs_of_the_masks_is_recognised_as_it_stands() -> None:
    recogniser = Recogniser(SIGNATURES)
    text = f"\ue000\ue001 {REVOKED} \ue002"
    for _ in range(3):
        assert recogniser.of(text).items == recognise_planned(text, PLANS)
