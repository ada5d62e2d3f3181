"""The order of sends, against real clients and servers: whatever happens in between, one comment and one file of ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostics.cloud.network import trust
from diagnostics.errors import ConfigError
from diagnostics.tickets.access import access
from diagnostics.tickets.content import Content, content
from diagnostics.tickets.errors import Halfway, Refusal
from diagnostics.tickets.mark import carries, mark_of
from diagnostics.tickets.sending import Progress, plan, send
from diagnostics.tickets.service import Service, Stored
from diagnostics.tickets.services import service_of
from diagnostics.tickets.ticket import Ticket
from diagnostics.tickets.way import Way
from diagnostics.tickets.wire import session
from tests.support.small import TARGET
from tests.support.tickets import github, jira
from tests.support.tickets.serving import Served, a_github, a_jira
from tests.support.tickets.web import Says

AT_JIRA, AT_GITHUB = Ticket.parse("jira:OPS-42"), Ticket.parse("github:contoso/ajo-middleware#7")


@pytest.fixture(scope="module")
def of_jira(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served[jira.Jira]]:
    with a_jira(tmp_path_factory.mktemp("jira")) as served:
        yield served


@pytest.fixture(scope="module")
def of_github(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served[github.GitHub]]:
    with a_github(tmp_path_factory.mktemp("github")) as served:
        yield served


@pytest.fixture(autouse=True)
def _no_trouble(of_jira: Served[jira.Jira], of_github: Served[github.GitHub]) -> None:
    of_jira.web.troubles.clear()
    of_jira.web.asked.clear()
    of_jira.state.comments.clear()
    of_jira.state.files.clear()
    of_github.web.troubles.clear()
    of_github.state.comments.clear()


def client(served: Served[Any], ticket: Ticket, **more: Any) -> Service:
    way = Way(context=trust(Path(served.environ["AJO_DOCTOR_CA"])), limit_s=10, **more)
    return service_of(ticket, access(ticket.system, served.environ), way)


def written(ticket: Ticket, text: str, file: bytes | None = None) -> Content:
    return content(ticket, mark_of(TARGET, ticket), lambda _: text, 30_000, file)


def attach(
    served: Served[Any], ticket: Ticket, text: str, file: bytes | None = None, **more: Any
) -> Progress:
    service, progress = client(served, ticket, **more), Progress()
    what = plan(service, ticket, mark_of(TARGET, ticket), written(ticket, text, file))
    if not what.is_done:
        send(service, what, progress)
    return progress


def ours(comments: list[dict[str, Any]], ticket: Ticket, who: str) -> list[str]:
    mark = mark_of(TARGET, ticket)
    by = [each for each in comments if who in (each.get("author") or each["user"]).values()]
    return [each["body"] for each in by if carries(each["body"], mark)]


# What happens at a ticket: we attach a text, or somebody else writes, quotes or copies us, or much is written.
STEPS = st.lists(
    st.tuples(
        st.just("attach"), st.sampled_from(["one", "two *x*", "three\n\n| a |\n|---|\n| b |"])
    )
    | st.tuples(st.sampled_from(["answer", "copy", "much"]), st.just("")),
    max_size=7,
)


def others(state: Any, does: str, mine: list[str], who: Any) -> None:
    """Somebody else writes at the ticket: much, or an answer to our comment or a copy of it."""
    if does == "much":
        for _ in range(105):
            state.write("And one more thing.", who)
    elif mine:
        state.write(f"{mine[0]}\n\nThank you!" if does == "answer" else mine[0], who)


EACH = settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@EACH
@given(steps=STEPS, last=st.sampled_from(["one", "end"]))
def test_attaching_any_number_of_times_leaves_one_comment_and_one_file_at_jira(
    of_jira: Served[jira.Jira], steps: list[tuple[str, str]], last: str
) -> None:
    state = of_jira.state
    state.comments.clear()
    state.files.clear()
    for does, text in (*steps, ("attach", last)):
        if does == "attach":
            attach(of_jira, AT_JIRA, text, text.encode() * 3)
        else:
            others(state, does, ours(state.comments, AT_JIRA, "kim"), jira.LEE)
    (body,) = ours(state.comments, AT_JIRA, "kim")
    assert body.startswith(last)
    assert [state.data[each["id"]] for each in state.files] == [last.encode() * 3]


@EACH
@given(steps=STEPS, last=st.sampled_from(["one", "end"]))
def test_attaching_any_number_of_times_leaves_one_comment_at_github(
    of_github: Served[github.GitHub], steps: list[tuple[str, str]], last: str
) -> None:
    state = of_github.state
    state.comments.clear()
    for does, text in (*steps, ("attach", last)):
        if does == "attach":
            attach(of_github, AT_GITHUB, text)
        else:
            others(state, does, ours(state.comments, AT_GITHUB, "contoso-bot"), github.OTHER)
    (body,) = ours(state.comments, AT_GITHUB, "contoso-bot")
    assert body.startswith(last)


def test_the_new_file_is_there_before_the_old_one_goes(of_jira: Served[jira.Jira]) -> None:
    attach(of_jira, AT_JIRA, "one", b"old")
    of_jira.web.asked.clear()
    attach(of_jira, AT_JIRA, "two", b"new one")
    assert [line.split(" /rest/api/2/")[1] for line in of_jira.web.lines("POST|PUT|DELETE")] == [
        "issue/OPS-42/attachments",
        f"issue/OPS-42/comment/{of_jira.state.comments[0]['id']}",
        f"attachment/{int(of_jira.state.files[0]['id']) - 2}",
    ]


def test_a_refused_comment_takes_the_new_file_away_again(of_jira: Served[jira.Jira]) -> None:
    attach(of_jira, AT_JIRA, "one", b"old")
    before = [dict(each) for each in of_jira.state.files]
    of_jira.web.trouble("PUT .*", Says(400, {"errorMessages": ["no more"], "errors": {}}))
    with pytest.raises(ConfigError, match="answered 400: no more") as refused:
        attach(of_jira, AT_JIRA, "two", b"new one")
    assert "nothing was sent" in refused.value.do
    assert of_jira.state.files == before
    assert of_jira.state.comments[0]["body"].startswith("one")


def test_a_refused_comment_and_a_file_that_cannot_be_taken_away_are_both_told(
    of_jira: Served[jira.Jira],
) -> None:
    of_jira.web.trouble("POST .*/comment", Says(400, {"errorMessages": ["no more"]}))
    of_jira.web.trouble("DELETE .*", Says(403, {"errorMessages": ["no"]}))
    with pytest.raises(Halfway) as halfway:
        attach(of_jira, AT_JIRA, "two", b"new one")
    assert halfway.value.stands == (f"the file {mark_of(TARGET, AT_JIRA)}.html",)
    assert "attach it again" in halfway.value.do


@pytest.mark.parametrize("trouble", ["drop after", "cut"])
def test_a_comment_whose_answer_got_lost_is_found_and_not_written_twice(
    of_jira: Served[jira.Jira], trouble: Any
) -> None:
    of_jira.web.trouble("POST .*/comment", trouble)
    progress = attach(of_jira, AT_JIRA, "one", b"file")
    assert progress.comment is not None
    assert len(of_jira.state.comments) == len(of_jira.state.files) == 1
    assert len(of_jira.web.lines("POST")) == 2


@pytest.mark.parametrize("trouble", ["drop after", "cut"])
def test_a_file_whose_answer_got_lost_is_found_and_not_sent_twice(
    of_jira: Served[jira.Jira], trouble: Any
) -> None:
    of_jira.web.trouble("POST .*/attachments", trouble)
    progress = attach(of_jira, AT_JIRA, "one", b"file")
    assert progress.file is not None
    assert len(of_jira.state.comments) == len(of_jira.state.files) == 1


def test_a_comment_that_never_arrived_leaves_nothing_and_is_no_certain_refusal(
    of_jira: Served[jira.Jira],
) -> None:
    of_jira.web.trouble("POST .*/comment", "drop")
    with pytest.raises(Halfway, match="closed the connection without an answer") as halfway:
        attach(of_jira, AT_JIRA, "one", b"file")
    assert of_jira.state.comments == of_jira.state.files == []
    assert halfway.value.stands == (
        "perhaps the comment: it was not there when it was looked at again",
    )


def test_a_file_that_never_arrived_is_no_certain_refusal(of_jira: Served[jira.Jira]) -> None:
    of_jira.web.trouble("POST .*/attachments", "drop")
    with pytest.raises(Halfway) as halfway:
        attach(of_jira, AT_JIRA, "one", b"file")
    assert halfway.value.stands == ("nothing of it, when it was looked at again",)
    assert of_jira.state.comments == of_jira.state.files == []


@pytest.mark.parametrize("lost", ["comment", "attachments"])
def test_where_nothing_can_be_seen_any_more_nothing_is_claimed(
    of_jira: Served[jira.Jira], lost: str
) -> None:
    service, progress = client(of_jira, AT_JIRA), Progress()
    what = plan(service, AT_JIRA, mark_of(TARGET, AT_JIRA), written(AT_JIRA, "one", b"file"))
    of_jira.web.trouble(f"POST .*/{lost}", "drop after")
    of_jira.web.trouble("GET .*", "drop")
    with pytest.raises(Halfway) as halfway:
        send(service, what, progress)
    assert any("perhaps" in each for each in halfway.value.stands)
    assert len(of_jira.state.files) == 1  # it is not taken away: the comment may speak of it


def test_an_old_file_that_stays_is_told_and_is_no_failure(of_jira: Served[jira.Jira]) -> None:
    attach(of_jira, AT_JIRA, "one", b"old")
    of_jira.web.trouble("DELETE .*", Says(403, {"errorMessages": ["You may not."]}))
    progress = attach(of_jira, AT_JIRA, "two", b"new one")
    assert progress.notes == [
        f"the earlier file {mark_of(TARGET, AT_JIRA)}.html is still there: "
        f"localhost:{of_jira.web.port} answered 403: You may not."
    ]


def test_two_comments_of_ours_are_not_made_one_by_deleting(of_jira: Served[jira.Jira]) -> None:
    attach(of_jira, AT_JIRA, "one")
    of_jira.state.write(of_jira.state.comments[0]["body"])
    attach(of_jira, AT_JIRA, "two")
    assert [each["body"][:3] for each in of_jira.state.comments] == ["two", "one"]


def test_a_field_too_small_for_anything_is_refused() -> None:
    with pytest.raises(ConfigError, match="in 300 bytes nothing can be said"):
        content(AT_JIRA, mark_of(TARGET, AT_JIRA), lambda _: "x" * 300, 300, None)


def test_an_answer_of_hundreds_of_megabytes_is_not_read_to_its_end(
    of_github: Served[github.GitHub],
) -> None:
    with pytest.raises(ConfigError, match="is too large or cannot be unpacked"):
        attach(of_github, AT_GITHUB, "one", most_bytes=1000)


def test_a_service_without_files_refuses_one(of_github: Served[github.GitHub]) -> None:
    service = client(of_github, AT_GITHUB)
    with pytest.raises(Refusal, match="GitHub takes no files at an issue"):
        service.upload(AT_GITHUB, "a.html", b"")
    with pytest.raises(Refusal, match="GitHub has no files at an issue"):
        service.remove(Stored(id="1", name="a.html", size=1))


def test_a_request_to_another_place_is_refused_before_the_socket(
    of_github: Served[github.GitHub],
) -> None:
    reached = access(
        "github", of_github.environ | {"GITHUB_API_URL": f"{of_github.web.origin}/api/v3"}
    )
    sends = session(reached, Way(context=trust(Path(of_github.environ["AJO_DOCTOR_CA"]))))
    before = len(of_github.web.asked)
    elsewhere = (
        *("https://evil.example/api/v3/user", f"{of_github.web.origin}/user"),
        *(f"http://localhost:{of_github.web.port}/api/v3/user", "https://localhost/api/v3/user"),
    )
    for place in elsewhere:
        with pytest.raises(Refusal, match="refused before it was sent"):
            sends.get(place, timeout=5)
    assert len(of_github.web.asked) == before
