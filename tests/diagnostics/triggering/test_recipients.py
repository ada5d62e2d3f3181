"""No payload reaches anybody who is not listed, wherever the address stands and however it is written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from diagnostics.errors import ConfigError
from diagnostics.triggering.payload import read_payload
from diagnostics.triggering.recipients import Reach, must_name_channels, reach
from tests.support.triggering import KIM, LISTED, PHONE, TOKEN, a_payload, a_recipient

STRANGER = "mallory@evil.example"


def reached(payload: object, listed: tuple[str, ...] = LISTED) -> Reach:
    text = payload if isinstance(payload, str) else json.dumps(payload)
    return reach(read_payload(text, "p.json"), listed, "p.json")


def refusal(payload: object, listed: tuple[str, ...] = LISTED) -> str:
    with pytest.raises(ConfigError) as caught:
        reached(payload, listed)
    return str(caught.value)


def test_who_is_listed_is_reached_and_named_by_number() -> None:
    everything = a_recipient(
        channelData={
            "emailAddress": "Kim.Test@Contoso.Example",
            "mobilePhoneNumber": PHONE,
            "pushInfo": {"appID": "app", "platform": "apns", "token": TOKEN},
        },
        profile={"person": {"name": "Kim"}, "mail": KIM},
        context={"line": f"For <{KIM}>, {PHONE}.", "on": "2026-11-24T20:15:00Z", "n": 12345678},
    )
    assert reached(a_payload(everything)) == Reach(1, (2, 3, 4))


def test_without_a_list_nobody_is_reached() -> None:
    assert "no test recipients" in refusal(a_payload(), ())


def test_the_place_is_named_and_the_value_is_not() -> None:
    said = refusal(a_payload(a_recipient(context={"a": [{"b": STRANGER}]})))
    assert "recipients[0].context.a[0].b" in said
    assert "mallory" not in said
    said = refusal(a_payload(a_recipient(context={STRANGER: "x"})))
    assert "recipients[0].context.(field 1)" in said
    assert "mallory" not in said


ELSEWHERE: dict[str, dict[str, Any]] = {
    "identity": {"userId": STRANGER},
    "identity that is no address": {"userId": "customer-17"},
    "e-mail": {"channelData": {"emailAddress": STRANGER}},
    "e-mail of a list": {"channelData": {"emailAddress": [KIM]}},
    "two in one": {"channelData": {"emailAddress": f"{KIM},{STRANGER}"}},
    "the same with a blank": {"channelData": {"emailAddress": f" {KIM}"}},
    "phone": {"channelData": {"mobilePhoneNumber": "+15550100124"}},
    "phone written otherwise": {"channelData": {"mobilePhoneNumber": "+1 555 0100 123"}},
    "push": {"channelData": {"pushInfo": {"appID": "a", "platform": "p", "token": "x" * 64}}},
    "push of another case": {"channelData": {"pushInfo": {"token": TOKEN.upper()}}},
    "push with more": {"channelData": {"pushInfo": {"token": TOKEN, "topic": "all"}}},
    "push beside": {"channelData": {"pushInfo": {"token": TOKEN, "appID": STRANGER}}},
    "a channel nobody documents": {"channelData": {"emailAddress": KIM, "whatsApp": "x"}},
    "the profile's": {"channelData": {}},
    "namespace": {"namespace": STRANGER},
    "type external without an address": {"type": "external", "channelData": {}},
}


@pytest.mark.parametrize("name", list(ELSEWHERE))
def test_elsewhere_is_refused(name: str) -> None:
    refusal(a_payload(a_recipient(**ELSEWHERE[name])))


def test_a_recipient_without_channel_data_is_the_profiles() -> None:
    recipient = a_recipient()
    del recipient["channelData"]
    assert "only the profile knows" in refusal(a_payload(recipient))


HIDDEN = {
    "wide at": "mallory\uff20evil.example",
    "small at": "mallory\ufe6bevil.example",
    "tag at": "mallory\U000e0040evil.example",
    "percent": "mallory%40evil.example",
    "percent twice": "mallory%2540evil.example",
    "entity": "mallory&#64;evil.example",
    "named entity": "mallory&commat;evil.example",
    "escape": "mallory\\u0040evil.example",
    "escape in braces": "mallory\\u{40}evil.example",
    "long escape": "mallory\\U00000040evil.example",
    "short escape": "mallory\\x40evil.example",
    "quoted printable": "mallory=40 evil.example",
    "invisible": "mallory\u200b@\u200bevil.example",
    "blanks": "mallory @ evil.example",
    "in a sentence": "Write to mallory@evil.example!",
    "behind a listed one": f"{KIM},mallory@evil.example",
    "around a listed one": f"x{KIM}",
    "below a listed one": f"{KIM}.evil.example",
    "of a listed one's tag": KIM.replace("@", "+all@"),
    "Kelvin": KIM.replace("k", "\u212a", 1),
    "Cyrillic": KIM.replace("e", "\u0435", 1),
    "dotless": KIM.replace("i", "\u0131", 1),
    "wide listed one": KIM.replace("@", "\uff20"),
    "quoted": '"a b"@evil.example',
    "route": f"<@evil.example:{KIM}>",
    "phone": "+15550100124",
    "phone with marks": "call (+1) 555-0100-124 now",
    "phone without plus": "0015550100124",
    "phone bare": "15550100124",
    "phone in other digits": "".join(chr(0x660 + int(digit)) for digit in "15550100124"),
    "phone behind a date": "2026-11-24 15550100124",
    "phone like a date": "2015-01-10 12345",
    "tel": "tel:555010012",
    "messenger": "https://chat.example/15550100124",
    "push": "ab12" * 16,
    "long push": "dGhpcy1p:" + "A_b-" * 30,
}


@pytest.mark.parametrize("name", list(HIDDEN))
@pytest.mark.parametrize("place", ["profile", "context"])
def test_an_address_in_disguise_is_seen(name: str, place: str) -> None:
    refusal(a_payload(a_recipient(**{place: {"field": HIDDEN[name]}})))
    refusal(a_payload(a_recipient(**{place: {"list": [[{"deep": HIDDEN[name]}]]}})))
    refusal(a_payload(a_recipient(channelData={"emailAddress": HIDDEN[name]})))
    refusal(a_payload(a_recipient(userId=HIDDEN[name])))


@pytest.mark.parametrize("value", [15550100124, -15550100124, 15550100124.0])
def test_a_number_is_a_phone_number_too(value: float) -> None:
    refusal(a_payload(a_recipient(context={"n": value})))


@pytest.mark.parametrize("name", ["mobilePhone", "sms", "Tel", "msisdn"])
def test_a_short_number_counts_where_its_name_says_what_it_is(name: str) -> None:
    refusal(a_payload(a_recipient(profile={name: {"number": "x"}, "a": {name: "555-0100"}})))


def test_a_short_token_counts_where_its_name_says_what_it_is() -> None:
    refusal(a_payload(a_recipient(profile={"pushToken": "abc"})))


ORDINARY = [
    "https://shop.example.org/r/0b5fd2f0-8ffb-4f0e-9a0e-6a2f6f8f0f11?x=1&y=2",
    "2026-11-24",
    "2026-11-24 20:15:30",
    "2026-11-24T20:15:30.123Z until 2026-11-25T00:00:00+01:00",
    "Order 4711, 99.90 EUR, 3 items",
    "12345678",
    "11111111-1111-1111-1111-111111111111",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_what_is_no_address_is_let_through(text: str) -> None:
    assert reached(a_payload(a_recipient(context={"x": text}))).ordinals == (2,)


TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-999, 999) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
LOCAL = st.from_regex(r"[a-z0-9][a-z0-9._+-]{0,12}", fullmatch=True)
SPELLED = st.sampled_from(
    [
        "{}@{}",
        "{}%40{}",
        "{}\uff20{}",
        "mailto:{}@{}",
        "<{}@{}>",
        "x, {}@{} y",
        "{}@{}!",
        '"{}@{}"',
    ]
)


def planted(draw: st.DrawFn, tree: Any, leaf: Any) -> Any:
    """Put a leaf somewhere into a tree."""
    if isinstance(tree, list):
        at = draw(st.integers(0, len(tree)))
        return [*tree[:at], leaf, *tree[at:]]
    if isinstance(tree, dict) and tree and draw(st.booleans()):
        key = draw(st.sampled_from(sorted(tree)))
        return {**tree, key: planted(draw, tree[key], leaf)}
    if isinstance(tree, dict):
        return (
            {**tree, "new": leaf}
            if draw(st.booleans()) or not isinstance(leaf, str)
            else {**tree, leaf: 1}
        )
    return [leaf, tree]


@st.composite
def with_a_stranger(draw: st.DrawFn) -> dict[str, Any]:
    address = f"{draw(LOCAL)}@{draw(LOCAL)}.example"
    assume(address not in LISTED)
    local, _, host = address.partition("@")
    leaf = draw(SPELLED).format(local, host)
    place = draw(st.sampled_from(["profile", "context", "userId", "emailAddress", "more"]))
    if place == "userId":
        return a_payload(a_recipient(userId=leaf))
    if place == "emailAddress":
        return a_payload(a_recipient(channelData={"emailAddress": leaf}))
    if place == "more":
        other = {"emailAddress": leaf}
        return a_payload(a_recipient(), a_recipient(userId=LISTED[0], channelData=other))
    tree = draw(TREES)
    whole = planted(draw, tree if isinstance(tree, dict) else {"x": tree}, leaf)
    return a_payload(a_recipient(**{place: whole}))


@given(with_a_stranger())
def test_a_stranger_anywhere_is_refused(payload: dict[str, Any]) -> None:
    refusal(payload)


def listed_or_refused(payload: object) -> set[int] | str:
    try:
        return set(reached(payload).ordinals)
    except ConfigError as error:
        return str(error)


@given(TREES, TREES)
def test_any_tree_is_refused_in_words_or_reaches_the_listed_alone(one: Any, two: Any) -> None:
    found = listed_or_refused(a_payload(a_recipient(profile={"x": one}, context={"y": two})))
    assert "recipients[0]" in found if isinstance(found, str) else found <= {1, 2, 3, 4}


CHANNELS = {
    "email": {"emailAddress": KIM},
    "sms": {"mobilePhoneNumber": PHONE},
    "push": {"pushInfo": {"token": TOKEN}},
}


@pytest.mark.parametrize("channel", list(CHANNELS))
@pytest.mark.parametrize("given_", list(CHANNELS))
def test_each_channel_of_the_campaign_has_its_address(channel: str, given_: str) -> None:
    read = read_payload(json.dumps(a_payload(a_recipient(channelData=CHANNELS[given_]))), "p")
    if channel == given_:
        must_name_channels(read, {channel}, "p")
        return
    with pytest.raises(ConfigError, match="the profile would decide"):
        must_name_channels(read, {channel}, "p")


@pytest.mark.parametrize("channels", [set(), {""}, {"directmail"}, {"email", "inapp"}])
def test_a_channel_that_only_the_profile_knows_is_refused(channels: set[str]) -> None:
    read = read_payload(json.dumps(a_payload()), "p")
    with pytest.raises(ConfigError):
        must_name_channels(read, channels, "p")
