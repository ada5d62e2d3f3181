"""Where addresses may come from, and what is said of them: nothing."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.errors import ConfigError
from diagnostics.notify.settings import fields_of, settings_of

SECRET = "slack://canary-token-4711/x"


def read(
    text: dict[str, object], environ: dict[str, str] | None = None, where: str = ""
) -> object:
    fields = fields_of(text, where, is_named=True)
    return settings_of(fields, environ or {}, where)


def test_nothing_is_told_by_itself() -> None:
    settings = settings_of({}, {}, "")
    assert (settings.urls, settings.heartbeat) == ((), "")
    assert settings.remind == timedelta(days=1)


def test_addresses_come_from_a_variable_or_a_file_beside_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "urls").write_text(f"# ours\n{SECRET}\njson://b\n{SECRET}\n")
    (tmp_path / "beat").write_text("https://watch.example/canary\n")
    where = str(tmp_path / "a.toml")
    table: dict[str, object] = {
        "notify": {"urls_file": "urls", "remind": "3d"},
        "watch": {"heartbeat_file": "beat", "heartbeat_method": "post"},
    }
    settings = settings_of(fields_of(table, where, is_named=True), {}, where)
    assert settings.urls == (SECRET, "json://b")
    assert settings.heartbeat == "https://watch.example/canary"
    assert (settings.remind, settings.heartbeat_method) == (timedelta(days=3), "POST")
    assert "canary" not in repr(settings)
    over = {"AJO_DOCTOR_NOTIFY_URLS": "json://c json://d"}
    assert settings_of(fields_of(table, where, is_named=True), over, where).urls == (
        "json://c",
        "json://d",
    )
    file = {"AJO_DOCTOR_NOTIFY_URLS_FILE": str(tmp_path / "urls")}
    assert settings_of({}, file, "").urls == (SECRET, "json://b")


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"notify": {"urls": [SECRET]}}, "an address may carry a secret"),
        ({"notify": {"url": SECRET}}, "AJO_DOCTOR_NOTIFY_URLS"),
        ({"watch": {"heartbeat": SECRET}}, "AJO_DOCTOR_HEARTBEAT_URL"),
        ({"notify": {"remid": "1d"}}, "did you mean 'remind'?"),
        ({"notify": {"remind": 24}}, "not a text"),
        ({"notify": SECRET}, "not a table"),
        ({"notify": {"remind": "soon"}}, "no interval"),
        ({"notify": {"remind": "1m"}}, "5m to 90d"),
        ({"watch": {"heartbeat_method": "PUT"}}, "GET or POST"),
        ({"notify": {"urls_file": "none"}}, "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_told_without_the_address(
    table: dict[str, object], words: str
) -> None:
    with pytest.raises(ConfigError) as told:
        read(table)
    assert words in str(told.value)
    assert "canary" not in str(told.value)


@pytest.mark.parametrize(
    "text", ["canary", "ftp://canary", "https://", "https://a https://canary", "https:///canary"]
)
def test_a_heartbeat_that_is_none(text: str) -> None:
    with pytest.raises(ConfigError, match="not the address of a heartbeat") as told:
        settings_of({}, {"AJO_DOCTOR_HEARTBEAT_URL": text}, "")
    assert "canary" not in str(told.value)


def test_a_file_that_lies_about_may_not_say_where_reports_go() -> None:
    for table, key in (("notify", "urls_file"), ("watch", "heartbeat_file")):
        with pytest.raises(ConfigError, match=f"may not set {key}"):
            fields_of({table: {key: "x"}}, "ajo-doctor.toml", is_named=False)
    assert fields_of({"notify": {"remind": "2h"}}, "", is_named=False) == {"remind": "2h"}


def test_an_empty_file_and_one_that_is_no_text(tmp_path: Path) -> None:
    for data, words in ((b"\n", "is empty"), (b"\xff\xfe\x00", "not a text file")):
        place = tmp_path / "urls"
        place.write_bytes(data)
        with pytest.raises(ConfigError, match=words):
            settings_of({}, {"AJO_DOCTOR_NOTIFY_URLS_FILE": str(place)}, "")


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda each: st.dictionaries(st.text(), each)
    )
)
def test_whatever_stands_in_the_tables_is_taken_or_refused_with_a_message(value: object) -> None:
    with suppress(ConfigError):
        settings = settings_of(fields_of({"notify": value}, "", is_named=True), {}, "")
        assert settings.urls == ()
