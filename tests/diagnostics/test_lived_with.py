"""What the user lives with, as the configuration says it: every mistake has its line."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.config import Asked, Config, load
from diagnostics.errors import ConfigError
from diagnostics.lived_with import check_kinds, suppressions
from diagnostics.suppression import Suppression

GOOD = """[[suppress]]
kind = "KV209"
subject = "/subscriptions/s/vaults/v"
owner = "security team"
reason = "moves in May"
until = 2027-01-31
"""
TARGET = "[targets.a]\n"
UNTIL = date(2027, 1, 31)


def read(folder: Path, text: str, **asked: object) -> Config:
    file = folder / "ajo-doctor.toml"
    file.write_text(text, encoding="utf-8")
    question = Asked(**{"environ": {}, "flags": {}, **asked})
    return load(file, question, is_named=False)


def refusal(folder: Path, text: str) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        read(folder, text)
    return caught.value


def test_a_suppression_above_all_targets_holds_for_each(tmp_path: Path) -> None:
    (only,) = read(tmp_path, GOOD + TARGET).targets
    (said,) = only.suppressions
    assert (said.kind, said.owner, said.reason) == ("KV209", "security team", "moves in May")
    assert (said.subject, said.until) == ("/subscriptions/s/vaults/v", UNTIL)
    assert not said.is_shared
    both = read(tmp_path, GOOD + TARGET + "[targets.b]\n", every=True).targets
    assert [each.is_shared for target in both for each in target.suppressions] == [True, True]


def test_one_of_a_target_stands_beside_those_above_it(tmp_path: Path) -> None:
    own = GOOD.replace("[[suppress]]", "[[targets.a.suppress]]").replace("KV209", "KV208")
    (target,) = read(tmp_path, GOOD + TARGET + own).targets
    assert [each.kind for each in target.suppressions] == ["KV209", "KV208"]


@pytest.mark.parametrize(
    ("before", "after", "line", "field", "told"),
    [
        ("until = 2027-01-31\n", "", 1, "suppress[1]", "for ever"),
        ('owner = "security team"\n', "", 1, "suppress[1]", "owner is missing"),
        ('reason = "moves in May"\n', "", 1, "suppress[1]", "reason is missing"),
        ("2027-01-31", '"2027-01-31"', 6, "suppress[1].until", "without quotes"),
        ("2027-01-31", "2027-01-31T10:00:00", 6, "suppress[1].until", "is not a day"),
        ('"security team"', '"  "', 4, "suppress[1].owner", "who answers for it"),
        ('"KV209"', '"purge"', 2, "suppress[1].kind", "as KV209"),
        ('"KV209"', "209", 2, "suppress[1].kind", "code of the finding"),
        ("reason", "raeson", 5, "suppress[1].raeson", "did you mean 'reason'"),
    ],
)
def test_what_is_wrong_in_a_suppression_is_told_with_its_line(
    tmp_path: Path, before: str, after: str, line: int, field: str, told: str
) -> None:
    error = refusal(tmp_path, GOOD.replace(before, after) + TARGET)
    assert (error.line, error.field) == (line, field)
    assert told in str(error)
    assert str(tmp_path) in str(error)


def test_the_second_table_is_not_taken_for_the_first(tmp_path: Path) -> None:
    bad = GOOD.replace('owner = "security team"', "owner = 3")
    error = refusal(tmp_path, GOOD + bad + TARGET)
    assert (error.line, error.field) == (10, "suppress[2].owner")
    own = bad.replace("[[suppress]]", "[[targets.a.suppress]]")
    error = refusal(tmp_path, GOOD + TARGET + own)
    assert (error.line, error.field) == (11, "suppress[1].owner")


def test_what_is_no_list_of_tables_is_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, "suppress = 3\n" + TARGET)
    assert (error.line, error.field) == (1, "suppress")
    error = refusal(tmp_path, "suppress = [3]\n" + TARGET)
    assert (error.line, error.field) == (1, "suppress[1]")


def test_a_kind_that_nothing_finds_is_refused_with_the_nearest(tmp_path: Path) -> None:
    file = tmp_path / "ajo-doctor.toml"
    file.write_text(GOOD.replace("KV209", "KV290"), encoding="utf-8")
    said = Suppression(kind="KV290", subject="s", owner="o", reason="r", until=UNTIL)
    known = {"KV209": "purge-protection-off"}
    with pytest.raises(ConfigError, match="did you mean 'KV209'") as caught:
        check_kinds([said], known, str(file))
    assert (caught.value.line, caught.value.field) == (2, "suppress.kind")
    good = suppressions(
        [
            {
                "kind": "purge-protection-off",
                "subject": "s",
                "owner": "o",
                "reason": "r",
                "until": UNTIL,
            }
        ],
        "",
    )
    check_kinds(good, known, "")


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.dates() | st.datetimes(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["kind", "subject", "owner", "reason", "until", "x"]),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


@given(ANY)
def test_nothing_but_a_clear_refusal_comes_of_what_is_no_suppression(given_: object) -> None:
    said: tuple[Suppression, ...] = ()
    with suppress(ConfigError):
        said = suppressions(given_, "a file")
    assert all(each.owner and each.reason and each.until for each in said)
    assert not said or isinstance(given_, list)
