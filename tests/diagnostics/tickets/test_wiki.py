"""Our Markdown in Jira's notation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.report.escape import code, markdown
from diagnostics.tickets.wiki import wiki


def test_a_report_in_small() -> None:
    text = """# BROKEN: Key *k* is `disabled`

own-account, 2026-01-31 22:45 UTC

* **Do now**: Enable key k-1.

  ```sh
  az keyvault key set-attributes --name 'k-1' --enabled true
  ```

* **Who**: Key Vault Crypto Officer

1. First.

   * Risk: none

2. Second.

| Step | State |
|---|---|
| 1 | ok |
| 2 |  |

---
"""
    assert (
        wiki(text)
        == """h1. BROKEN: Key _k_ is {{disabled}}

own-account, 2026-01-31 22:45 UTC

* *Do now*: Enable key k-1.
{noformat}
az keyvault key set-attributes --name 'k-1' --enabled true
{noformat}
* *Who*: Key Vault Crypto Officer

*1.* First.

* Risk: none

*2.* Second.

||Step||State||
|1|ok|
|2| |

----
"""
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("{color:red}BROKEN{color}", r"\{color:red\}BROKEN\{color\}"),
        ("[~admin]", r"\[\~admin\]"),
        ("!https://evil.example/x.png!", r"\!{{https://evil.example/x.png}}\!"),
        ("a|b", r"a\|b"),
        ("-struck-", r"\-struck\-"),
        ("acp1a2-cmk_multi", "acp1a2-cmk_multi"),
        ("h1. headline", "{{h1.}} headline"),
        ("# one", r"\# one"),
        ("(y) :)", r"\(y) :\)"),
        (r"C:\dir", r"C:\dir"),
        (r"\\server\[x]", r"<U+005C>\server<U+005C>\[x\]"),
        ("a@b@@", "a@b@@"),
        ("state:Done", "state: Done"),
        ("&#42;x", "&#42;x"),
    ],
)
def test_a_name_is_shown_as_it_stands(name: str, shown: str) -> None:
    assert wiki(markdown(name)) == f"{shown}\n"


def test_a_command_that_holds_the_end_of_a_block_ends_none() -> None:
    written = wiki("```sh\necho {noformat} [~admin]\n```\n")
    assert "{noformat}" not in written.replace(r"\{noformat\}", "")
    assert written == r"echo \{noformat\} \[\~admin\]" + "\n"


@given(st.text(max_size=80))
def test_no_name_can_write_markup_of_its_own(name: str) -> None:
    for written in (wiki(markdown(name)), wiki(f"* {code(name)}")):
        bare = written.removeprefix("* ")
        for each in (r"\{", r"\}", r"\[", r"\]", r"\|", r"\!", r"\~"):
            bare = bare.replace(each, "")
        bare = bare.replace("{{", "", 99).replace("}}", "", 99)
        assert not set("{}[]|!~") & set(bare), written
