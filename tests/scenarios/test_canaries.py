"""A million names and secrets through everything that is shared: none leaks, and none breaks a form.

In the suite a seeded share of them; all with AJO_DOCTOR_CANARIES=1000000. Each output is read back by a parser that is not ours:
html5lib (of the whole million every tenth page, all by lxml), jsonschema, lxml, prometheus_client, icalendar, markdown-it.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path

import html5lib
import jsonschema
import pytest
from icalendar import Calendar
from lxml import etree
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from prometheus_client.openmetrics import parser as openmetrics

import diagnostics
from diagnostics.bundle import dump
from diagnostics.codec import encode
from diagnostics.crash import crash_text
from diagnostics.operators import operators_of
from diagnostics.outcome import Run
from diagnostics.redact import redacted
from diagnostics.report.changes_record import ChangesView, MomentView
from diagnostics.report.dates_record import DateView
from diagnostics.report.present import FORMS, present
from diagnostics.report.record import FindingView, OpenView, Report
from diagnostics.report.suppressed_record import SuppressionView
from diagnostics.report.views import command
from diagnostics.share.back import unshared
from diagnostics.share.pseudonyms import Pseudonyms
from diagnostics.share.records import Records
from diagnostics.share.scan import left_in
from tests.support.canaries import a_run, changes, sign_in, texts_of
from tests.support.commands import run as command_line
from tests.support.examined import examined, the_catalogue
from tests.support.flock import MARK, NOW, Flock
from tests.support.html_pages import changed

ALL = int(os.environ.get("AJO_DOCTOR_CANARIES", "12000"))
AT_ONCE = 20_000 if ALL > 100_000 else 3_000  # of one document
SCHEMA = json.loads(
    Path(diagnostics.__file__).with_name("report").joinpath("report.schema.json").read_text()
)
FULL_PAGES = 10  # of the whole million one page in ten is read by html5lib, which takes minutes


def shared(flock: Flock, size: int) -> tuple[tuple[object, ...], Pseudonyms, list[str]]:
    """Give a run and changes with pseudonyms, and every text that stands in them."""
    run = a_run(flock, size)
    beside = (sign_in(flock), changes(flock, size // 100))
    names = Pseudonyms()
    operators = operators_of((run, *beside))
    given = tuple(redacted(each, operators=operators) for each in (run, *beside))
    done = Records(names).all(given)
    trees = [encode(done[0]), encode(done[1]), [encode(each) for each in done[2]]]
    return done, names, [text for tree in trees for text in texts_of(tree) if text]


def report_of(texts: list[str]) -> Report:
    """A report that says all of these texts, in every field that may say something."""
    base = changed(examined("service-principal-disabled").report)
    say = cycle(texts)
    assert base.changes
    many = tuple(
        FindingView(
            code=f"KV{100 + at % 900}",
            slug="key-disabled",
            severity="warning",
            title="The key is disabled",
            subject=next(say),
            message=next(say),
            evidence=tuple(islice(say, 8)),
            because="",
            checks=("keyvault.key",),
            step="3",
            clocks=(),
            suppressed=None,
        )
        for at in range(len(texts) // 10 + 1)
    )
    step = replace(
        base.causes[0].steps[0],
        purpose=next(say),
        command=command(("az", *islice(say, 4))),
        holders=(),
        holders_unseen=next(say),
        risk=next(say),
    )
    return replace(
        base,
        target=next(say),
        sentence=next(say),
        identifiers=tuple((f"label {at}", next(say)) for at in range(6)),
        causes=(replace(base.causes[0], sentence=next(say), steps=(step,), notes=(next(say),)),),
        findings=(*base.findings, *many),
        unexplained=many[:20],
        open=(open_question(next(say), next(say)),),
        handoff=tuple((f"label {at}", next(say)) for at in range(9)),
        incident=(next(say), next(say), next(say)),
        environment=(("configuration", next(say)),),
        changes=changed_by(base.changes, say),
        timeline=(
            MomentView(at=base.started_at, sort="change", what=next(say), subject=next(say)),
        ),
        suppressions=(suppressed(say),),
        dates=tuple(ending(base.started_at, say) for _ in range(5)),
    )


def open_question(reason: str, do: str) -> OpenView:
    return OpenView(
        check="keyvault.key",
        question="The key is there",
        code="KV213",
        reason=reason,
        permissions=(),
        do=do,
        required=True,
        waits_for="",
        accepted="",
    )


def changed_by(view: ChangesView, say: Iterator[str]) -> ChangesView:
    fields = ("what", "who", "before", "after", "subject")
    one = view.changes[0]
    made = tuple(replace(one, **{field: next(say) for field in fields}) for _ in range(10))
    return replace(view, changes=made)


def suppressed(say: Iterator[str]) -> SuppressionView:
    return SuppressionView(
        kind="KV101",
        subject=next(say),
        owner=next(say),
        reason=next(say),
        until="2027-01-01",
        standing="elsewhere",
        found=False,
    )


def ending(at: str, say: Iterator[str]) -> DateView:
    return DateView(
        code="KV102",
        subject=next(say),
        what=next(say),
        at=at,
        days_left=3,
        found=False,
        suppressed=False,
        runbook="runbooks/KV102-key-expired.md",
    )


def is_text(text: str) -> None:
    hidden = [char for char in text if char != "\n" and not char.isprintable()]
    assert hidden == []


def is_markdown(text: str) -> None:
    tokens = (
        MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
    )
    inline = [inner for token in tokens for inner in token.children or ()]
    assert not [each for each in (*tokens, *inline) if each.type.startswith("html")]
    links = [str(each.attrGet("href")) for each in inline if each.type == "link_open"]
    assert not [link for link in links if "evil" in link]


def is_page(text: str) -> None:
    root = lxml_html.document_fromstring(text)
    assert {each.get("src") for each in root.iter("script", "img")} <= {None}
    assert len(list(root.iter("script"))) <= 2


def is_strict_page(text: str) -> None:
    html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    is_page(text)


def is_metrics(text: str) -> None:
    assert list(openmetrics.text_string_to_metric_families(text))


def is_plugin_line(text: str) -> None:
    assert re.fullmatch(r"[^|\n]*\|[^|\n]*\n([^|]*)", text)


def is_calendar(text: str) -> None:
    events = Calendar.from_ical(text).walk("VEVENT")
    assert len(events) == 5


PARSED: dict[str, Callable[[str], None]] = {
    "text": is_text,
    "markdown": is_markdown,
    "html": is_strict_page,
    "json": lambda text: jsonschema.validate(json.loads(text), SCHEMA),
    "junit": lambda text: etree.parse(BytesIO(text.encode())) and None,
    "openmetrics": is_metrics,
    "nagios": is_plugin_line,
    "ics": is_calendar,
}


def leaks(text: str) -> list[str]:
    return [text[max(0, found.start() - 60) : found.end() + 40] for found in MARK.finditer(text)]


@pytest.mark.parametrize("number", range(max(1, ALL // AT_ONCE)))
def test_no_canary_leaks_and_none_breaks_a_form(number: int) -> None:
    flock = Flock(number)
    done, names, texts = shared(flock, AT_ONCE)
    assert flock.count >= AT_ONCE
    bare = "\n".join(texts)
    assert leaks(bare)[:3] == []
    assert MARK.search(unshared(bare, names)[0]), "the names can be put back"
    report = report_of(texts)
    drawn = {form: present((report,), form) for form in FORMS}
    for form, text in drawn.items():
        assert leaks(text)[:3] == [], form
        is_quick = form == "html" and AT_ONCE > 5_000 and number % FULL_PAGES
        (is_page if is_quick else PARSED[form])(text)
    assert left_in(drawn.values(), names)[:3] == ()
    assert isinstance(done[0], Run)


def test_every_form_is_parsed_by_somebody_else() -> None:
    assert set(PARSED) == set(FORMS)


def test_the_canaries_are_found_where_nothing_is_replaced() -> None:
    flock = Flock(1)
    run = a_run(flock, 500)
    texts = list(texts_of(encode(run)))
    found = {each.lower() for text in texts for each in MARK.findall(text)}
    assert len(found) > 100
    drawn = {form: present((report_of(texts),), form) for form in FORMS}
    assert [form for form, text in drawn.items() if not leaks(text)] == []


def test_a_bundle_of_canaries_holds_none() -> None:
    made = a_run(Flock(2), 800)
    run = replace(examined("key-disabled").run, pasted=made.pasted, target=made.target)
    operators = operators_of((run,))
    (done,) = Records(Pseudonyms()).all((redacted(run, operators=operators),))
    assert leaks(gzip.decompress(dump(done, the_catalogue())).decode()) == []


def test_a_crash_tells_its_place_and_no_canary() -> None:
    def fails() -> None:
        raise ValueError(Flock(3).person())

    with pytest.raises(ValueError, match="zq") as caught:
        fails()
    assert leaks(crash_text(caught.value, fails)) == []


MADE: dict[str, Callable[[Flock], tuple[str, ...]]] = {
    "a key": lambda flock: ("--key-uri", f"https://{flock.word()}.vault.azure.net/{flock.word()}"),
    "an account": lambda flock: ("--account", f"{flock.path()}/x"),
    "a tenant": lambda flock: ("--tenant", f"{flock.guid()}0"),
    "an organization": lambda flock: ("--ims-org", f"{flock.person()}"),
    "a configuration": lambda flock: ("--config", f"/home/{flock.word()}/none.toml"),
    "a proxy": lambda flock: ("--proxy", f"ftp://{flock.host()}", "--tenant", flock.guid()),
}


@pytest.mark.parametrize("what", MADE)
def test_an_error_message_names_no_canary(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    environ = {"HOME": str(tmp_path), "AJO_DOCTOR_STATE": str(tmp_path / "state")}
    said = command_line("diagnose", *MADE[what](Flock(4)), "--share", environ=environ)
    assert said.code == 2
    assert said.err
    assert leaks(said.out + said.err) == []


def test_files_that_are_named_by_a_run_name_no_canary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    flock = Flock(5)
    logs = tmp_path / flock.word()
    logs.mkdir()
    line = f"{NOW:%Y-%m-%dT%H:%M:%SZ} {flock.word()}.documents.azure.com 403 Substatus: 4000 {flock.person()}\n"
    (logs / f"{flock.word()}.log").write_text(line * 30)
    environ = {"HOME": str(tmp_path), "AJO_DOCTOR_STATE": str(tmp_path / "state")}
    outputs = ("--output", "r.md", "--output", "r.html", "--bundle", "b")
    said = command_line("triage", str(logs), "--share", *outputs, environ=environ)
    assert said.code == 1, said.err
    made = {path.name for path in tmp_path.iterdir()} - {logs.name, "state"}
    assert any(name.endswith(".svg") for name in made)
    whole = "".join((tmp_path / name).read_bytes().decode("latin-1") for name in made)
    assert leaks("".join(made) + whole + said.out + said.err) == []
