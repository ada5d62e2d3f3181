"""The ticket systems of these tests: they find a wrong request, and answer as published."""

from __future__ import annotations

import json

import pytest

from tests.support.openapi import Given, problems
from tests.support.tickets import github, github_description
from tests.support.tickets.serving import Served, request_of


def test_a_request_that_breaks_the_description_is_found(at_github: Served[github.GitHub]) -> None:
    """Else none of the above would prove anything."""
    import requests

    place = f"{at_github.web.origin}/repos/contoso/ajo-middleware/issues/7/comments"
    with requests.post(
        place,
        json={"text": "x"},
        headers={"Authorization": f"Bearer {github.TOKEN}"},
        verify=at_github.environ["AJO_DOCTOR_CA"],
        timeout=10,
    ) as answer:
        assert answer.status_code == 400
    assert "'body' is a required property" in at_github.web.violations.pop()


@pytest.mark.referee
def test_what_the_servers_answer_is_as_published(at_github: Served[github.GitHub]) -> None:
    from openapi_core import Config, OpenAPI

    at_github.attach()
    origin = "https://api.example"
    document = github_description.document(origin)
    view = OpenAPI.from_dict(document, config=Config(spec_validator_cls=None))
    wrong = []
    for asked in at_github.web.asked:
        says = at_github.state.answer(asked)
        given = Given(says.status, "application/json", json.dumps(says.body).encode())
        try:
            view.validate_response(request_of(asked, origin), given)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a verdict
            wrong.append(f"{asked.verb} {asked.path} {problems(error)[:600]}")
    assert wrong == []
