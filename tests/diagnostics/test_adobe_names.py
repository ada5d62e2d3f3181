"""Adobe's identifiers: `parse(str(x)) == x`, and nothing but a plain error for any text."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.adobe_names import CampaignId, ClientId, Endpoint, ImsOrg, Region, SandboxName
from diagnostics.errors import ConfigError

PARSERS: list[Callable[[str], Any]] = [
    ImsOrg.parse,
    SandboxName.parse,
    CampaignId.parse,
    ClientId.parse,
    Region.parse,
    Endpoint.parse,
]
PIECES = [
    "A1B2",
    "@AdobeOrg",
    "@",
    "prod",
    "-",
    "VA7",
    "unitary",
    "5f0c1c52",
    " ",
    "\n",
    "/",
    "é",
    "\x00",
]
TEXTS = st.text() | st.lists(st.sampled_from(PIECES)).map("".join)


@pytest.mark.parametrize("parse", PARSERS)
@given(text=TEXTS)
def test_what_is_read_is_printed_as_it_is_read_again(
    parse: Callable[[str], Any], text: str
) -> None:
    with suppress(ConfigError):
        value = parse(text)
        assert parse(str(value)) == value
        assert str(value).isprintable()
        assert " " not in str(value)


@pytest.mark.parametrize(
    ("parse", "text", "told"),
    [
        (ImsOrg.parse, "A1B2C3D4E5F60718293A4B5C", "@AdobeOrg"),
        (ImsOrg.parse, "A1B2@adobeorg", "@AdobeOrg"),
        (ImsOrg.parse, "someone@example.org", "@AdobeOrg"),
        (ImsOrg.parse, "A1B2@AdobeOrg\r\nx-evil: 1", "@AdobeOrg"),
        (SandboxName.parse, "Production Sandbox", "not its title"),
        (SandboxName.parse, "", "lower-case"),
        (CampaignId.parse, "5f0c/../..", "the id of a campaign"),
        (ClientId.parse, "a b", "the client id of an Adobe credential"),
        (Region.parse, "eu1", "va7, nld2, aus5"),
        (Endpoint.parse, "im/executions/unitary", "unitary, highthroughput, audience"),
    ],
)
def test_what_is_refused_says_what_was_expected(
    parse: Callable[[str], Any], text: str, told: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        parse(text)
    assert told in str(refused.value)


def test_blanks_around_and_the_case_of_short_names_do_not_matter() -> None:
    assert str(ImsOrg.parse(" A1@AdobeOrg\n")) == "A1@AdobeOrg"
    assert Region.parse("VA7") is Region.VA7
    assert Endpoint.parse("Unitary") is Endpoint.UNITARY
