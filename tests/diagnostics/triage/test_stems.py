"""No known error without a literal of the first pass, however a log writes it."""

from __future__ import annotations

import html
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.signatures import SIGNATURES
from diagnostics import Signature
from diagnostics.triage.known import known_signatures, literals_for
from diagnostics.triage.plan import plans_of
from diagnostics.triage.recognise import recognise_planned
from diagnostics.triage.scanner import best_scanner
from diagnostics.triage.scanner_pure import PureScanner
from diagnostics.triage.stems import stems

LITERALS = literals_for(SIGNATURES)
PLANS = plans_of(SIGNATURES)
SCANNERS = [PureScanner(LITERALS), best_scanner(LITERALS)]
ALTERNATIVES = [(signature, literals) for signature in SIGNATURES for literals in signature.stems]
NUMBERED = {
    "substatus:": (
        "Substatus: {}",
        "Sub-status: {}",
        "Sub Status: {}",
        "x-ms-substatus={}",
        '"subStatusCode":{}',
        "sub_status = {}",
    ),
    "aadsts": ("AADSTS{}: refused", '"error_codes":[{}]', '"error_codes": [ {} ]'),
    "error_code:": ('"error_code":"{}"', "error_code: {}"),
}
GAPS = (" ", "  ", "\n", "\r\n    ", "\n> ", "\t", "&nbsp;", "\\n", " \n   ", '" "', "\u00a0")
CASES = (str, str.lower, str.upper, str.title, str.swapcase, str.capitalize)


def as_written(literal: str) -> tuple[str, ...]:
    for lead, forms in NUMBERED.items():
        if literal.startswith(lead) and literal.removeprefix(lead).isdigit():
            return tuple(form.format(literal.removeprefix(lead)) for form in forms)
    return (literal,)


@st.composite
def written(draw: st.DrawFn, literals: tuple[str, ...]) -> str:
    """One way in which a log may write the literals of an alternative."""
    parts = [draw(st.sampled_from(as_written(literal))) for literal in literals]
    text = " ".join(parts)
    words = text.split(" ")
    gaps = draw(st.lists(st.sampled_from(GAPS), min_size=len(words), max_size=len(words)))
    text = "".join(word + gap for word, gap in zip(words, gaps, strict=True))
    text = draw(st.sampled_from(CASES))(text)
    for _ in range(draw(st.integers(0, 3))):
        text = draw(
            st.sampled_from(
                (
                    lambda said: json.dumps({"message": said}),
                    lambda said: json.dumps({"message": said}, ensure_ascii=False),
                    html.escape,
                    repr,
                    lambda said: "".join(
                        char if char.isascii() else f"&#{ord(char)};" for char in said
                    ),
                    lambda said: "".join(
                        char if char.isascii() else f"&#x{ord(char):X};" for char in said
                    ),
                )
            )
        )(text)
    return f"2026-01-02T03:04:05Z ERROR status 403 {text} forbidden\n"


def holds_a_literal(text: str) -> bool:
    found = [bool(scanner.find(text.encode())) for scanner in SCANNERS]
    assert len(set(found)) == 1, "the scanners disagree"
    return found[0]


@given(data=st.data())
def test_what_is_recognised_holds_a_literal_however_it_is_written(data: st.DataObject) -> None:
    _, literals = data.draw(st.sampled_from(ALTERNATIVES))
    text = data.draw(written(literals))
    if recognise_planned(text, PLANS):
        assert holds_a_literal(text)


@pytest.mark.parametrize("case", CASES)
def test_every_alternative_of_every_signature_holds_a_literal_in_each_form(case) -> None:  # noqa: ANN001 - str to str
    unheld = []
    for signature, literals in ALTERNATIVES:
        for form in as_written(literals[0]):
            text = case(" / ".join((form, *literals[1:])) + " status 403")
            if signature.id in {one.signature_id for one in recognise_planned(text, PLANS)}:
                unheld += [text] * (not holds_a_literal(text))
    assert unheld == []


def test_every_alternative_is_recognised_as_it_is_documented() -> None:
    """So that the tests above test something."""
    lost = [
        literals
        for signature, literals in ALTERNATIVES
        if not recognise_planned(
            " / ".join(as_written(one)[0] for one in literals) + " HTTP 403 ", PLANS
        )
    ]
    assert lost == []


@pytest.mark.referee
def test_every_sample_of_a_real_error_holds_a_literal() -> None:
    fixtures = os.environ.get("AJO_DOCTOR_FIXTURES")
    path = Path(fixtures or "").parent / "reference" / "error-samples.jsonl"
    if not fixtures or not path.is_file():
        pytest.skip("AJO_DOCTOR_FIXTURES names no folder that has the samples beside it")
    samples = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    known = [one["text"] for one in samples if recognise_planned(one["text"], PLANS)]
    assert len(known) >= 39
    assert [text for text in known if not holds_a_literal(text)] == []
    assert [text for text in known if not holds_a_literal(json.dumps(json.dumps(text)))] == []


def test_localised_texts_are_found_in_every_form() -> None:
    for signature, literals in ALTERNATIVES:
        for text in literals:
            if not text.isascii():
                for form in (
                    text,
                    json.dumps(text),
                    json.dumps(json.dumps(text)),
                    "".join(f"&#{ord(char)};" if ord(char) > 127 else char for char in text),
                    "".join(f"\\u{ord(char):04X}" if ord(char) > 127 else char for char in text),
                ):
                    assert recognise_planned(form, PLANS), (signature.id, form)
                    assert holds_a_literal(form), (signature.id, form)


def test_the_literals_are_few_and_lower_case() -> None:
    assert len(LITERALS) <= 80
    assert all(each == each.lower() and len(each) >= 3 for each in LITERALS)


def test_ordinary_lines_hold_none() -> None:
    ordinary = (
        '{"time":"2026-01-02T03:04:05.678Z","resourceId":"/SUBSCRIPTIONS/1/PROVIDERS/MICROSOFT.DOCUMENTDB/DATABASEACCOUNTS/A",'
        '"category":"DataPlaneRequests","operationName":"Query","properties":{"activityId":"1","statusCode":"200",'
        '"userAgent":"cosmos-netstandard-sdk/3.24.1","requestCharge":"2.8","keyType":"AAD","authTokenType":"AadToken"}}',
        '2026-01-02 03:04:05,678 INFO  [http-nio-8080-exec-1] c.a.m.Gateway - forwarded to campaign 1 status=200 in 12 ms',
        '10.1.2.3 - - [02/Jan/2026:03:04:05 +0000] "GET /health HTTP/1.1" 200 12 "-" "kube-probe/1.29"',
        '{"TimeGenerated":"2026-01-02T03:04:05Z","OperationName":"KeyUnwrap","ResultType":"Success","ResultSignature":"OK",'
        '"CallerIPAddress":"20.0.0.1","requestUri_s":"https://kv.vault.azure.net/keys/cmk","httpStatusCode_d":200}',
    )  # fmt: skip
    assert [line for line in ordinary if holds_a_literal(line)] == []


def test_a_foreign_signature_gets_literals_of_its_own() -> None:
    foreign = Signature(
        id="acme.1",
        code="",
        category="acme",
        title="",
        step="-",
        stems=(("zephyr broke down",), ("of the", "and it")),
    )
    literals = literals_for((*SIGNATURES, foreign))
    scanner = PureScanner(literals)
    assert scanner.find(b"the ZEPHYR broke")
    assert scanner.find(b"OF\n  the ... and it")
    assert set(LITERALS) < set(literals)


def test_the_generated_file_is_what_the_pack_says() -> None:
    assert set(LITERALS) == set(stems(SIGNATURES))
    known = {each.id: each for each in known_signatures()}
    assert set(known) == {each.id for each in SIGNATURES}
    for each in SIGNATURES:
        one = known[each.id]
        assert (one.stems, one.unless, one.certainty, one.needs_status, one.kind, one.code) == (
            *(each.stems, each.unless, each.certainty, each.needs_status, each.kind, each.code),
        )
