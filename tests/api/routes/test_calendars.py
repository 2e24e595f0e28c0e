"""The calendar over HTTP: what a change would do, who may order it, what is refused, who carries it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx2
import pytest
from temporalio.testing import WorkflowEnvironment

from api.app import create_app
from api.openapi.request_examples import REQUEST_EXAMPLES
from application import pagination, policy_cache
from application.administration import calendars
from domain.worktime.working_calendar import Calendar, RegionalDayOff
from loaders.policy import policy_files
from runtime.devstack.postgres import Postgres
from runtime.settings import Settings
from schemas.http.calendars import AmendmentCounts, AmendmentPreviewBody
from schemas.wire.calendar_change import RolloutProgress, RolloutStart
from tests.support.api.calendar_refusals import REFUSED_CALENDAR_CHANGES, off
from tests.support.api.harness import ApiHarness, open_harness
from tests.support.api.http_server import serve_app
from tests.support.api.problems import assert_problem
from tests.support.talons import start_talons_at_random
from tests.support.unique_names import unique_name
from tests.support.workflows.calendar_changes import DAY, with_unique_version
from workflows.calendar_client import CalendarRolloutClient
from workflows.commands.errors import WorkflowServiceUnavailable


class Away(CalendarRolloutClient):
    """Temporal does not answer."""

    async def start_rollout(self, change: RolloutStart) -> None:
        raise WorkflowServiceUnavailable(change.version)

    async def rollout_progress(self, version: str) -> RolloutProgress | None:
        raise WorkflowServiceUnavailable(version)


SOURCE = {"issued_by": "Үкімет", "reference": "Қаулы № 1"}


@asynccontextmanager
async def opened(
    postgres: Postgres, template: str, temporal: WorkflowEnvironment, *regional: RegionalDayOff
) -> AsyncIterator[ApiHarness]:
    """Open a harness whose calendar no other test changes."""
    policy, file = policy_files.load_policy_with_calendar(Settings().policies, "kazakhstan")
    own = replace(with_unique_version(file), regional_days_off=regional)
    url = postgres.create_database(unique_name("calendars"), template)
    start_talons_at_random(url)
    async with open_harness(url, temporal.client, unique_name("queue"), policy, own) as harness:
        yield harness


@pytest.fixture
async def harness(
    postgres: Postgres, template: str, temporal: WorkflowEnvironment
) -> AsyncIterator[ApiHarness]:
    """Open a harness for one test alone."""
    async with opened(postgres, template, temporal) as harness:
        yield harness


@pytest.fixture(scope="session")
async def calm(postgres: Postgres, template: str, temporal: WorkflowEnvironment) -> AsyncIterator[ApiHarness]:
    """Open a harness whose calendar never changes."""
    async with opened(postgres, template, temporal) as harness:
        yield harness


def file_of(harness: ApiHarness) -> Calendar:
    return harness.dependencies.calendar


def working_day(harness: ApiHarness, after: int = 5) -> str:
    """Return a day that every term that begins now runs over."""
    day = harness.dependencies.clock().date() + after * DAY
    while not file_of(harness).is_working_day(day):
        day += DAY
    return day.isoformat()


async def previewed(harness: ApiHarness, *days: dict[str, str], **asked: Any) -> dict[str, Any]:
    answer = await harness.http.post(
        "/v1/calendars/preview", json={"days": days, **asked}, headers=harness.auth_headers("operator")
    )
    assert answer.status_code == 200, answer.text
    content: dict[str, Any] = answer.json()
    return content


def counted(**some: int) -> dict[str, int]:
    """Return counts; what is not named is none."""
    return dict.fromkeys(AmendmentCounts.model_fields, 0) | some


async def order(
    harness: ApiHarness, *days: dict[str, str], base: str = "", who: str = "operator", key: str | None = None
) -> httpx2.Response:
    body = {"base_version": base or file_of(harness).version, "days": days, "source": SOURCE}
    return await harness.post(who, "/v1/calendars", body, key)


async def carried(harness: ApiHarness, version: str) -> dict[str, Any]:
    """Wait until the change has reached all, and return it."""
    for _ in range(400):
        content: dict[str, Any] = (await harness.get("operator", f"/v1/calendars/{version}")).json()
        if content["pending_appeals"] == 0:
            return content
        await asyncio.sleep(0.05)
    raise AssertionError(content)


async def due(harness: ApiHarness, talon: dict[str, Any]) -> datetime:
    seen = (await harness.get("operator", f"/v1/appeals/{talon['id']}")).json()
    return datetime.fromisoformat(seen["statutory_due_at"])


async def test_preview_lists_moving_appeals_and_changes_nothing(harness: ApiHarness) -> None:
    talon, task = await harness.register_and_start()
    day = working_day(harness)
    preview = await previewed(harness, off(day))
    assert preview["counts"] == counted(open=1, evaluated=1, affected=1, later=1)
    (move,) = preview["items"]
    assert (move["id"], move["number"]) == (talon["id"], talon["number"])
    statute = next(each for each in move["clocks"] if each["clock"] == "statute")
    assert datetime.fromisoformat(statute["old_due_at"]) == await due(harness, talon)
    assert statute["new_due_at"] > statute["old_due_at"]
    assert {each["task"] for each in move["clocks"] if each["clock"] == "step"} <= {task["id"]}
    assert [each["version"] for each in (await harness.get("operator", "/v1/calendars")).json()["items"]] == [
        file_of(harness).version
    ]


async def test_what_was_previewed_is_what_happens(harness: ApiHarness) -> None:
    talon, _ = await harness.register_and_start()
    day = working_day(harness)
    foretold = (await previewed(harness, off(day)))["items"][0]["clocks"]
    version = (await order(harness, off(day))).json()["version"]
    await carried(harness, version)
    past = (await harness.get("operator", f"/v1/appeals/{talon['id']}/timeline")).json()["past"]
    changes = [each for each in past if each["event"] == "calendar_changed"]
    assert [each["details"]["clocks"] for each in changes] == [foretold]
    assert changes[0]["by"]["role"] == "operator"
    statute = next(each for each in foretold if each["clock"] == "statute")
    assert await due(harness, talon) == datetime.fromisoformat(statute["new_due_at"])


async def test_a_preview_comes_in_pages_that_say_how_far_they_have_counted(harness: ApiHarness) -> None:
    known = {(await harness.register_and_start())[0]["id"] for _ in range(5)}
    day = working_day(harness)
    pages = [await previewed(harness, off(day), limit=2)]
    while pages[-1]["next_cursor"]:
        pages.append(await previewed(harness, off(day), limit=2, cursor=pages[-1]["next_cursor"]))
    assert [len(page["items"]) for page in pages] == [2, 2, 1]
    assert [each["id"] for page in pages for each in page["items"]] == sorted(known)
    assert [page["counts"] for page in pages] == [
        counted(open=5, evaluated=so_far, affected=so_far, later=so_far) for so_far in (2, 4, 5)
    ]
    other = {"days": [off(working_day(harness, 9))], "cursor": pages[0]["next_cursor"]}
    answer = await harness.http.post(
        "/v1/calendars/preview", json=other, headers=harness.auth_headers("operator")
    )
    assert_problem(answer, 422, "validation_failed")


async def test_a_page_looks_at_some_appeals_and_no_more_though_none_of_them_moves(
    harness: ApiHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendars, "MAX_APPEALS_PER_PAGE", 2)
    stay = [(await harness.register_and_start())[0]["id"] for _ in range(4)]
    moves = (await harness.register_and_start(region="711010000"))[0]["id"]
    day = off(working_day(harness), region="71")
    pages = [await previewed(harness, day)]
    while pages[-1]["next_cursor"]:
        pages.append(await previewed(harness, day, cursor=pages[-1]["next_cursor"]))
    assert [[each["id"] for each in page["items"]] for page in pages] == [[], [], [moves]]
    assert pages[1]["counts"] == counted(open=len(stay) + 1, evaluated=4)
    assert pages[2]["counts"] == counted(open=len(stay) + 1, evaluated=5, affected=1, later=1)


async def test_preview_without_open_appeals_finishes_at_once(harness: ApiHarness) -> None:
    preview = await previewed(harness, off(working_day(harness)))
    assert (preview["counts"], preview["items"], preview["next_cursor"]) == (counted(), [], None)


async def test_cursor_belongs_to_the_preview_that_issued_it(harness: ApiHarness) -> None:
    days = [off(working_day(harness))]
    ours = {
        "base_version": file_of(harness).version,
        "days": AmendmentPreviewBody.model_validate({"days": days}).day_changes(),
    }
    for place in (["x", "{}"], [str(uuid4())], [str(uuid4()), "{}"], [str(uuid4()), "[]"]):
        body = {"days": days, "cursor": pagination.encode_cursor(ours, *place)}
        answer = await harness.http.post(
            "/v1/calendars/preview", json=body, headers=harness.auth_headers("operator")
        )
        assert_problem(answer, 422, "validation_failed")


async def test_new_appeals_carry_it_in_every_api_without_a_restart(
    harness: ApiHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy_cache, "CACHE_SECONDS", 0.2)
    async with (
        serve_app(create_app(harness.dependencies)) as url,
        httpx2.AsyncClient(base_url=url, timeout=30) as elsewhere,
    ):

        async def registered_elsewhere() -> str:
            sent = harness.auth_headers("clerk") | {"Idempotency-Key": str(uuid4())}
            talon = (
                await elsewhere.post("/v1/appeals", json=REQUEST_EXAMPLES["register_appeal"], headers=sent)
            ).json()
            return str((await harness.get("operator", f"/v1/appeals/{talon['id']}")).json()["calendar"])

        assert await registered_elsewhere() == file_of(harness).version
        version = (await order(harness, off(working_day(harness)))).json()["version"]
        here = await harness.register()
        assert (await harness.get("operator", f"/v1/appeals/{here['id']}")).json()["calendar"] == version
        await asyncio.sleep(0.3)
        assert await registered_elsewhere() == version
    assert (await harness.get("operator", "/v1/policy")).json()["calendar"] == version


async def test_a_region_carries_its_own_days(harness: ApiHarness) -> None:
    version = (await order(harness, off(working_day(harness), region="61"))).json()["version"]
    await rests_longer_in_61(harness, version)


async def test_a_region_carries_the_days_off_that_the_file_names(
    calm: ApiHarness, postgres: Postgres, template: str, temporal: WorkflowEnvironment
) -> None:
    day = RegionalDayOff("61", date.fromisoformat(working_day(calm)))
    async with opened(postgres, template, temporal, day) as harness:
        await rests_longer_in_61(harness, file_of(harness).version)
        shown = (await harness.get("operator", f"/v1/calendars/{file_of(harness).version}")).json()
        assert shown["regional_days_off"] == [{"region": "61", "date": day.day.isoformat()}]
        assert_problem(await order(harness, off(day.day.isoformat(), region="61")), 422, "already_day_off")
        made = await order(harness, off(working_day(harness, 9)))
        assert made.json()["regional_days_off"] == shown["regional_days_off"]


async def rests_longer_in_61(harness: ApiHarness, version: str) -> None:
    """See that an appeal of the region 61 carries its own part of this version, and one of 71 does not."""
    there = await harness.register(region="611010000")
    elsewhere = await harness.register("operator", region="711010000")
    carries = [
        (await harness.get("operator", f"/v1/appeals/{each['id']}")).json()["calendar"]
        for each in (there, elsewhere)
    ]
    assert carries == [f"{version}+61", version]
    assert there["statutory_due_at"] > elsewhere["statutory_due_at"]


async def test_a_version_says_who_ordered_it_and_where_it_is_written(harness: ApiHarness) -> None:
    day = working_day(harness)
    answer = await order(harness, off(day), off(day, region="71") | {"date": working_day(harness, 9)})
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert answer.headers["Location"] == f"/v1/calendars/{made['version']}"
    assert (made["base_version"], made["source"]) == (file_of(harness).version, SOURCE)
    assert made["changed_by"] == str(harness.people["operator"].id)
    assert day in made["days_off"]
    assert made["regional_days_off"] == [{"region": "71", "date": working_day(harness, 9)}]
    lines = (await harness.get("operator", "/v1/calendars")).json()["items"]
    assert [(each["version"], each["in_force"]) for each in lines] == [
        (made["version"], True),
        (file_of(harness).version, False),
    ]


async def test_the_same_order_again_is_answered_again(harness: ApiHarness) -> None:
    key, day = str(uuid4()), working_day(harness)
    answers = [await order(harness, off(day), key=key) for _ in range(2)]
    assert answers[0].text == answers[1].text
    assert len((await harness.get("operator", "/v1/calendars")).json()["items"]) == 2


async def test_an_estimated_day_is_confirmed(harness: ApiHarness) -> None:
    expected = file_of(harness).estimated_days_off[2].isoformat()
    made = (await order(harness, {"date": expected, "change": "confirmed", "name": "Құрбан айт"})).json()
    assert expected not in made["estimated_days_off"]
    assert expected in made["days_off"]


MOVED_DAYS = "Трудовой кодекс, 85(3)"


@pytest.mark.parametrize(("day", "status", "code"), REFUSED_CALENDAR_CHANGES, ids=lambda each: str(each)[:40])
async def test_what_cannot_be_is_refused_by_preview_and_order_alike(
    calm: ApiHarness, day: dict[str, str], status: int, code: str
) -> None:
    asked = await calm.http.post(
        "/v1/calendars/preview", json={"days": [day]}, headers=calm.auth_headers("operator")
    )
    assert_problem(asked, status, code)
    assert_problem(await order(calm, day), status, code)
    assert len((await calm.get("operator", "/v1/calendars")).json()["items"]) == 1


@pytest.mark.law("Трудовой кодекс, 85(3)")
async def test_a_year_of_days_off_is_refused(harness: ApiHarness) -> None:
    """Changing a hundred days at a time is refused once no workdays would be left."""
    country, day = file_of(harness), datetime(2036, 1, 1, tzinfo=ZoneInfo("Asia/Almaty")).date()
    worked = [each for n in range(366) if country.is_working_day(each := day + n * DAY)]
    base = country.version
    for start in range(0, len(worked), 100):
        answer = await order(
            harness, *(off(each.isoformat()) for each in worked[start : start + 100]), base=base
        )
        base = answer.json().get("version", base)
    assert assert_problem(answer, 422, "no_working_day")["parameters"]["article"] == MOVED_DAYS


@pytest.mark.law("Трудовой кодекс, 85(3)")
async def test_a_day_of_2100_is_refused_by_the_article_on_moved_days(calm: ApiHarness) -> None:
    refused = assert_problem(await order(calm, off("2100-01-04")), 422, "calendar_exhausted")
    assert refused["parameters"]["article"] == MOVED_DAYS


async def test_a_day_is_not_named_twice(calm: ApiHarness) -> None:
    day = working_day(calm)
    assert_problem(await order(calm, off(day), off(day)), 422, "validation_failed")


async def test_of_two_changes_at_once_one_is_refused(harness: ApiHarness) -> None:
    days = [working_day(harness, after) for after in (5, 9)]
    answers = await asyncio.gather(*(order(harness, off(day)) for day in days))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    loser = next(answer for answer in answers if answer.status_code == 409)
    assert_problem(loser, 409, "calendar_not_in_force")
    winner = next(answer for answer in answers if answer.status_code == 201).json()["version"]
    assert loser.json()["parameters"]["in_force"] == winner
    again = await order(harness, off(days[answers.index(loser)]), base=winner)
    assert again.status_code == 201


async def test_what_was_refused_may_be_tried_again_under_the_same_key(harness: ApiHarness) -> None:
    key, day = str(uuid4()), working_day(harness)
    assert_problem(await order(harness, off(day), base="kz-1999.1", key=key), 409, "calendar_not_in_force")
    assert (await order(harness, off(day), key=str(uuid4()))).status_code == 201


@pytest.mark.parametrize("who", ["clerk", "supervisor", "officer", "head", "integrator"])
async def test_the_calendar_is_for_operators(calm: ApiHarness, who: str) -> None:
    day = off(working_day(calm))
    assert_problem(await order(calm, day, who=who), 403, "forbidden")
    asked = await calm.http.post(
        "/v1/calendars/preview", json={"days": [day]}, headers=calm.auth_headers(who)
    )
    assert_problem(asked, 403, "forbidden")
    assert_problem(await calm.get(who, "/v1/calendars"), 403, "forbidden")
    assert_problem(await calm.get(who, f"/v1/calendars/{file_of(calm).version}"), 403, "forbidden")


async def test_unknown_calendar_version_is_not_found(calm: ApiHarness) -> None:
    assert_problem(await calm.get("operator", "/v1/calendars/kz-1999.1"), 404, "not_found")
    file = (await calm.get("operator", f"/v1/calendars/{file_of(calm).version}")).json()
    assert (file["base_version"], file["source"], file["pending_appeals"], file["progress"]) == (
        None,
        None,
        0,
        None,
    )


async def test_offices_that_never_close_have_no_day_to_move(calm: ApiHarness) -> None:
    policy, always = policy_files.load_policy_with_calendar(Settings().policies, "rehearsal")
    needs = replace(calm.dependencies, policy=policy, calendar=always)
    async with serve_app(create_app(needs)) as url, httpx2.AsyncClient(base_url=url, timeout=30) as http:
        body = {"days": [off("2027-06-03")]}
        assert_problem(
            await http.post("/v1/calendars/preview", json=body, headers=calm.auth_headers("operator")),
            422,
            "calendar_has_no_closing",
        )


async def test_the_order_stands_while_temporal_is_away(harness: ApiHarness) -> None:
    """It is begun later, by any worker."""
    failing = replace(
        harness.dependencies, calendar_rollout_client=Away(harness.temporal_client, harness.task_queue)
    )
    async with serve_app(create_app(failing)) as url, httpx2.AsyncClient(base_url=url, timeout=30) as http:
        body = {
            "base_version": file_of(harness).version,
            "days": [off(working_day(harness))],
            "source": SOURCE,
        }
        sent = harness.auth_headers("operator") | {"Idempotency-Key": str(uuid4())}
        answer = await http.post("/v1/calendars", json=body, headers=sent)
        assert answer.status_code == 201
        shown = await http.get(answer.headers["Location"], headers=harness.auth_headers("operator"))
        assert shown.json()["progress"] is None


@pytest.mark.parametrize("name", ["kz%00", "kz%202026", "%D0%BA%D0%B7-2026.1", "k" * 101])
async def test_malformed_calendar_version_is_rejected(calm: ApiHarness, name: str) -> None:
    assert_problem(await calm.get("operator", f"/v1/calendars/{name}"), 422, "validation_failed")
