"""Who sees what: another organisation's task is not there, and a tracking code shows only where it is."""

import pytest

from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem

TASK_VERBS = ("claim", "release", "accept", "resume", "cancel-side-task")


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer kmk_x", "Bearer kmk_" + "a" * 43, "Basic YTpi", "Bearer \xff"],
)
async def test_request_without_known_token_reveals_nothing(
    harness: ApiHarness, authorization: str | None
) -> None:
    headers = {} if authorization is None else {b"Authorization": authorization.encode("latin-1")}
    for path in ("/v1/tasks", "/v1/appeals", "/v1/policy", "/v1/operations/overview", "/v1/people"):
        answer = await harness.http.get(path, headers=headers)
        assert_problem(answer, 401, "unauthenticated")
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_task_of_another_organisation_is_not_there(harness: ApiHarness) -> None:
    _, task = await harness.register_and_start()
    assert_problem(await harness.get("stranger", f"/v1/tasks/{task['id']}"), 404, "not_found")
    for verb in TASK_VERBS:
        assert_problem(await harness.send_task_command("stranger", task, verb), 404, "not_found")
    untouched = (await harness.get("clerk", f"/v1/tasks/{task['id']}")).json()
    assert (untouched["state"], untouched["version"]) == (task["state"], task["version"])


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("clerk", 200),
        ("supervisor", 200),
        ("head", 200),
        ("operator", 200),
        ("officer", 404),
        ("stranger", 404),
        ("far_head", 404),
        ("integrator", 404),
    ],
)
async def test_an_appeal_is_there_for_those_who_have_to_do_with_it(
    harness: ApiHarness, who: str, status: int
) -> None:
    talon = await harness.register()
    for path in ("", "/timeline", "/notes"):
        answer = await harness.get(who, f"/v1/appeals/{talon['id']}{path}")
        assert answer.status_code in ({status, 403} if who == "integrator" else {status}), answer.text
    listed = (await harness.get(who, "/v1/appeals?limit=200")).json()["items"]
    assert (talon["id"] in {each["id"] for each in listed}) == (status == 200)


async def test_an_integrator_sees_what_they_registered(harness: ApiHarness) -> None:
    talon = await harness.register("integrator", channel="e_government")
    others = (await harness.register())["id"]
    answer = await harness.get("integrator", f"/v1/appeals/{talon['id']}")
    assert answer.status_code == 200
    story = (await harness.get("integrator", f"/v1/appeals/{talon['id']}/timeline")).json()
    assert all(each["by"] is None or each["by"]["name"] is None for each in story["past"])
    listed = (await harness.get("integrator", "/v1/appeals")).json()["items"]
    assert talon["id"] in [each["id"] for each in listed]
    assert others not in [each["id"] for each in listed]


async def test_the_tracking_code_shows_where_the_appeal_is_and_nobodys_data(harness: ApiHarness) -> None:
    talon = await harness.register()
    code = {"Tracking-Code": talon["tracking_code"].lower()}
    for path in (talon["id"], f"by-number/{talon['number']}"):
        answer = await harness.http.get(f"/v1/appeals/{path}", headers=code)
        assert answer.status_code == 200
        seen = answer.json()
        assert (seen["number"], seen["status"]) == (talon["number"], "in_progress")
        assert "applicants" not in seen
        assert "Гүлнұр" not in answer.text


async def test_a_tracking_code_is_good_for_its_own_appeal_only(harness: ApiHarness) -> None:
    mine, other = await harness.register(), await harness.register()
    code = {"Tracking-Code": mine["tracking_code"]}
    assert_problem(await harness.http.get(f"/v1/appeals/{other['id']}", headers=code), 404, "not_found")
    assert_problem(
        await harness.http.get(f"/v1/appeals/{mine['id']}/timeline", headers=code), 403, "not_for_citizens"
    )
    for wrong in ("0000000000", "short", "!!!!!!!!!!"):
        headers = {"Tracking-Code": wrong}
        assert_problem(await harness.http.get(f"/v1/appeals/{mine['id']}", headers=headers), 404, "not_found")


async def test_who_is_sent_away_is_sent_away_at_once(harness: ApiHarness) -> None:
    body = {"name": "Уақытша", "organisation": "reception-61", "role": "clerk"}
    answer = await harness.post("operator", "/v1/people", body)
    assert answer.status_code == 201
    person = answer.json()
    assert (person["region"], person["active"]) == ("61", True)
    harness.tokens["temporary"] = person["token"]
    assert (await harness.get("temporary", "/v1/tasks")).status_code == 200
    changed = await harness.http.patch(
        f"/v1/people/{person['id']}", json={"active": False}, headers=harness.auth_headers("operator")
    )
    assert changed.json()["active"] is False
    assert_problem(await harness.get("temporary", "/v1/tasks"), 401, "unauthenticated")


async def test_token_is_shown_once(harness: ApiHarness) -> None:
    body = {"name": "Бір рет", "organisation": "reception-61", "role": "clerk"}
    first = await harness.post("operator", "/v1/people", body, "the-same-key")
    again = await harness.post("operator", "/v1/people", body, "the-same-key")
    assert first.json()["token"].startswith("kmk_")
    assert again.json() == first.json() | {"token": None}


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"organisation": "nowhere"}, "unknown_organisation", "organisation"),
        ({"role": "citizen"}, "validation_failed", "role"),
        ({"role": "king"}, "validation_failed", "role"),
        ({"role": "specialist"}, "validation_failed", "role"),  # no specialists work in a reception
        ({"region": "51"}, "unknown_region", "region"),
        ({"role": "head", "region": ""}, "validation_failed", "region"),
        ({"name": ""}, "validation_failed", "name"),
    ],
)
async def test_a_person_who_cannot_be_is_refused(
    harness: ApiHarness, changes: dict[str, str], code: str, field: str
) -> None:
    body = {"name": "Біреу", "organisation": "reception-61", "role": "clerk"} | changes
    problem = assert_problem(await harness.post("operator", "/v1/people", body), 422, code)
    assert problem["errors"][0]["field"] == field


async def test_only_an_operator_lets_people_in(harness: ApiHarness) -> None:
    body = {"name": "Біреу", "organisation": "reception-61", "role": "clerk"}
    assert_problem(await harness.post("supervisor", "/v1/people", body), 403, "forbidden")
    answer = await harness.http.patch(
        f"/v1/people/{harness.people['clerk'].id}",
        json={"active": False},
        headers=harness.auth_headers("supervisor"),
    )
    assert_problem(answer, 403, "forbidden")


async def test_colleagues_are_listed_and_strangers_are_not(harness: ApiHarness) -> None:
    names = {each["name"] for each in (await harness.get("clerk", "/v1/people")).json()["items"]}
    assert "Болат Ахметов" in names
    assert "Дина Жұмабаева" not in names
