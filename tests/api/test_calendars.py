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
from api.openapi.request_examples import REQUESTS
from application import calendars, pagination, policy_cache
from domain.worktime.working_calendar import Calendar, RegionalDay
from loaders.policy import policy_files
from runtime.devstack.postgres import Postgres
from runtime.settings import Settings
from schemas.http.calendars import Counts, PreviewBody
from schemas.wire.calendar_change import ChangeProgress, ChangeStart
from tests.api.house import House, housed
from tests.api.serving import served
from tests.api.test_edge import check
from tests.support.changes import DAY, named
from tests.support.names import fresh
from workflows.calendar_client import CalendarChanges
from workflows.client import Unavailable


class Away(CalendarChanges):
    """Temporal does not answer."""

    async def start(self, change: ChangeStart) -> None:
        raise Unavailable(change.version)

    async def progress(self, version: str) -> ChangeProgress | None:
        raise Unavailable(version)


SOURCE = {"ordered_by": "Үкімет", "written_in": "Қаулы № 1"}
NAURYZ, SUNDAY = "2027-03-22", "2027-06-06"


@asynccontextmanager
async def opened(
    postgres: Postgres, template: str, temporal: WorkflowEnvironment, *regional: RegionalDay
) -> AsyncIterator[House]:
    """Open a house whose calendar nobody else changes."""
    policy, file = policy_files.load(Settings().policies, "kazakhstan")
    own = replace(named(file), regional=regional)
    url = postgres.create_database(fresh("calendars"), template)
    async with housed(url, temporal.client, fresh("queue"), policy, own) as house:
        yield house


@pytest.fixture
async def house(postgres: Postgres, template: str, temporal: WorkflowEnvironment) -> AsyncIterator[House]:
    """Open a house of the test's own."""
    async with opened(postgres, template, temporal) as house:
        yield house


@pytest.fixture(scope="session")
async def calm(postgres: Postgres, template: str, temporal: WorkflowEnvironment) -> AsyncIterator[House]:
    """Open a house in which nothing ever changes."""
    async with opened(postgres, template, temporal) as house:
        yield house


def file_of(house: House) -> Calendar:
    return house.needs.calendar


def working_day(house: House, after: int = 5) -> str:
    """Return a day that every term that begins now runs over."""
    day = house.needs.clock().date() + after * DAY
    while not file_of(house).is_working_day(day):
        day += DAY
    return day.isoformat()


def off(day: str, **more: str) -> dict[str, str]:
    return {"day": day, "turn": "off", "name": "Демалыс", **more}


async def previewed(house: House, *days: dict[str, str], **asked: Any) -> dict[str, Any]:
    answer = await house.http.post(
        "/v1/calendars/preview", json={"days": days, **asked}, headers=house.headers("operator")
    )
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def counted(**some: int) -> dict[str, int]:
    """Return counts; what is not named is none."""
    return dict.fromkeys(Counts.model_fields, 0) | some


async def order(
    house: House, *days: dict[str, str], base: str = "", who: str = "operator", key: str | None = None
) -> httpx2.Response:
    body = {"base": base or file_of(house).version, "days": days, "source": SOURCE}
    return await house.post(who, "/v1/calendars", body, key)


async def carried(house: House, version: str) -> dict[str, Any]:
    """Wait until the change has reached all, and return it."""
    for _ in range(400):
        told: dict[str, Any] = (await house.get("operator", f"/v1/calendars/{version}")).json()
        if told["left"] == 0:
            return told
        await asyncio.sleep(0.05)
    raise AssertionError(told)


async def due(house: House, talon: dict[str, Any]) -> datetime:
    seen = (await house.get("operator", f"/v1/appeals/{talon['id']}")).json()
    return datetime.fromisoformat(seen["statute_due"])


async def test_a_preview_tells_who_moves_and_changes_nothing(house: House) -> None:
    talon, task = await house.started()
    day = working_day(house)
    told = await previewed(house, off(day))
    assert told["counts"] == counted(open=1, reckoned=1, moving=1, later=1)
    (move,) = told["items"]
    assert (move["id"], move["number"]) == (talon["id"], talon["number"])
    statute = next(each for each in move["moved"] if each["clock"] == "statute")
    assert datetime.fromisoformat(statute["old_due"]) == await due(house, talon)
    assert statute["new_due"] > statute["old_due"]
    assert {each["task"] for each in move["moved"] if each["clock"] == "step"} <= {task["id"]}
    assert [each["version"] for each in (await house.get("operator", "/v1/calendars")).json()] == [
        file_of(house).version
    ]


async def test_what_was_previewed_is_what_happens(house: House) -> None:
    talon, _ = await house.started()
    day = working_day(house)
    foretold = (await previewed(house, off(day)))["items"][0]["moved"]
    version = (await order(house, off(day))).json()["version"]
    await carried(house, version)
    past = (await house.get("operator", f"/v1/appeals/{talon['id']}/timeline")).json()["past"]
    told = [each for each in past if each["event"] == "calendar_changed"]
    assert [each["details"]["moved"] for each in told] == [foretold]
    assert told[0]["by"]["role"] == "operator"
    statute = next(each for each in foretold if each["clock"] == "statute")
    assert await due(house, talon) == datetime.fromisoformat(statute["new_due"])


async def test_a_preview_comes_in_pages_that_say_how_far_they_have_counted(house: House) -> None:
    known = {(await house.started())[0]["id"] for _ in range(5)}
    day = working_day(house)
    pages = [await previewed(house, off(day), limit=2)]
    while pages[-1]["next"]:
        pages.append(await previewed(house, off(day), limit=2, cursor=pages[-1]["next"]))
    assert [len(page["items"]) for page in pages] == [2, 2, 1]
    assert [each["id"] for page in pages for each in page["items"]] == sorted(known)
    assert [page["counts"] for page in pages] == [
        counted(open=5, reckoned=so_far, moving=so_far, later=so_far) for so_far in (2, 4, 5)
    ]
    other = {"days": [off(working_day(house, 9))], "cursor": pages[0]["next"]}
    answer = await house.http.post("/v1/calendars/preview", json=other, headers=house.headers("operator"))
    check(answer, 422, "validation_failed")


async def test_a_page_looks_at_some_appeals_and_no_more_though_none_of_them_moves(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendars, "MOST", 2)
    stay = [(await house.started())[0]["id"] for _ in range(4)]
    moves = (await house.started(region="711010000"))[0]["id"]
    day = off(working_day(house), region="71")
    pages = [await previewed(house, day)]
    while pages[-1]["next"]:
        pages.append(await previewed(house, day, cursor=pages[-1]["next"]))
    assert [[each["id"] for each in page["items"]] for page in pages] == [[], [], [moves]]
    assert pages[1]["counts"] == counted(open=len(stay) + 1, reckoned=4)
    assert pages[2]["counts"] == counted(open=len(stay) + 1, reckoned=5, moving=1, later=1)


async def test_a_preview_of_nobody_is_over_at_once(house: House) -> None:
    told = await previewed(house, off(working_day(house)))
    assert (told["counts"], told["items"], told["next"]) == (counted(), [], None)


async def test_a_cursor_is_of_the_preview_that_gave_it(house: House) -> None:
    days = [off(working_day(house))]
    ours = {"base": file_of(house).version, "days": PreviewBody.model_validate({"days": days}).changes()}
    for place in (["x", "{}"], [str(uuid4())], [str(uuid4()), "{}"], [str(uuid4()), "[]"]):
        body = {"days": days, "cursor": pagination.write(ours, *place)}
        answer = await house.http.post("/v1/calendars/preview", json=body, headers=house.headers("operator"))
        check(answer, 422, "validation_failed")


async def test_new_appeals_carry_it_in_every_api_without_a_restart(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy_cache, "FRESH_SECONDS", 0.2)
    async with (
        served(create_app(house.needs)) as url,
        httpx2.AsyncClient(base_url=url, timeout=30) as elsewhere,
    ):

        async def registered_elsewhere() -> str:
            sent = house.headers("clerk") | {"Idempotency-Key": str(uuid4())}
            talon = (
                await elsewhere.post("/v1/appeals", json=REQUESTS["register_appeal"], headers=sent)
            ).json()
            return str((await house.get("operator", f"/v1/appeals/{talon['id']}")).json()["calendar"])

        assert await registered_elsewhere() == file_of(house).version
        version = (await order(house, off(working_day(house)))).json()["version"]
        here = await house.register()
        assert (await house.get("operator", f"/v1/appeals/{here['id']}")).json()["calendar"] == version
        await asyncio.sleep(0.3)
        assert await registered_elsewhere() == version
    assert (await house.get("operator", "/v1/policy")).json()["calendar"] == version


async def test_a_region_carries_its_own_days(house: House) -> None:
    version = (await order(house, off(working_day(house), region="61"))).json()["version"]
    await rests_longer_in_61(house, version)


async def test_a_region_carries_the_days_off_that_the_file_names(
    calm: House, postgres: Postgres, template: str, temporal: WorkflowEnvironment
) -> None:
    day = RegionalDay("61", date.fromisoformat(working_day(calm)))
    async with opened(postgres, template, temporal, day) as house:
        await rests_longer_in_61(house, file_of(house).version)
        shown = (await house.get("operator", f"/v1/calendars/{file_of(house).version}")).json()
        assert shown["regional"] == [{"region": "61", "day": day.day.isoformat()}]
        check(await order(house, off(day.day.isoformat(), region="61")), 422, "day_off_already")
        made = await order(house, off(working_day(house, 9)))
        assert made.json()["regional"] == shown["regional"]


async def rests_longer_in_61(house: House, version: str) -> None:
    """See that an appeal of the region 61 carries its own part of this version, and one of 71 does not."""
    there = await house.register(region="611010000")
    elsewhere = await house.register("operator", region="711010000")
    carries = [
        (await house.get("operator", f"/v1/appeals/{each['id']}")).json()["calendar"]
        for each in (there, elsewhere)
    ]
    assert carries == [f"{version}+61", version]
    assert there["statutory_due"] > elsewhere["statutory_due"]


async def test_a_version_says_who_ordered_it_and_where_it_is_written(house: House) -> None:
    day = working_day(house)
    answer = await order(house, off(day), off(day, region="71") | {"day": working_day(house, 9)})
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert answer.headers["Location"] == f"/v1/calendars/{made['version']}"
    assert (made["base"], made["source"]) == (file_of(house).version, SOURCE)
    assert made["ordered_by"] == str(house.people["operator"].id)
    assert day in made["days_off"]
    assert made["regional"] == [{"region": "71", "day": working_day(house, 9)}]
    lines = (await house.get("operator", "/v1/calendars")).json()
    assert [(each["version"], each["in_force"]) for each in lines] == [
        (made["version"], True),
        (file_of(house).version, False),
    ]


async def test_the_same_order_again_is_answered_again(house: House) -> None:
    key, day = str(uuid4()), working_day(house)
    answers = [await order(house, off(day), key=key) for _ in range(2)]
    assert answers[0].text == answers[1].text
    assert len((await house.get("operator", "/v1/calendars")).json()) == 2


async def test_an_estimated_day_is_confirmed(house: House) -> None:
    expected = file_of(house).estimated[2].isoformat()
    made = (await order(house, {"day": expected, "turn": "confirm", "name": "Құрбан айт"})).json()
    assert expected not in made["estimated"]
    assert expected in made["days_off"]


REFUSED: list[tuple[dict[str, str], int, str]] = [
    (off(NAURYZ), 422, "day_off_already"),
    (off(SUNDAY), 422, "day_off_already"),
    (off("2100-01-04"), 422, "calendar_exhausted"),
    (off("2018-12-28"), 422, "calendar_exhausted"),
    (off("2027-06-03", region="99"), 422, "unknown_region"),
    ({"day": "2027-06-03", "turn": "on", "name": "Жұмыс"}, 422, "day_worked_already"),
    ({"day": NAURYZ, "turn": "on", "name": "Жұмыс", "region": "61"}, 422, "day_not_regional"),
    ({"day": "2027-06-03", "turn": "confirm", "name": "Айт"}, 422, "day_not_estimated"),
    ({"day": "2027-02-30", "turn": "off", "name": "Жоқ күн"}, 422, "validation_failed"),
    ({"day": "2027-06-03", "turn": "maybe", "name": "Мүмкін"}, 422, "validation_failed"),
    (off("2027-06-03", region="6"), 422, "validation_failed"),
]
MOVED_DAYS = "Трудовой кодекс, 85(3)"
BY_ITSELF = {"calendar_not_in_force", "calendar_never_closes", "no_working_day"}  # each in a test of its own


@pytest.mark.parametrize(("day", "status", "code"), REFUSED, ids=lambda each: str(each)[:40])
async def test_what_cannot_be_is_refused_by_preview_and_order_alike(
    calm: House, day: dict[str, str], status: int, code: str
) -> None:
    asked = await calm.http.post(
        "/v1/calendars/preview", json={"days": [day]}, headers=calm.headers("operator")
    )
    check(asked, status, code)
    check(await order(calm, day), status, code)
    assert len((await calm.get("operator", "/v1/calendars")).json()) == 1


@pytest.mark.law("Трудовой кодекс, 85(3)")
async def test_a_year_of_days_off_is_refused(house: House) -> None:
    """A hundred days at a time: the last of them would leave nobody at work."""
    country, day = file_of(house), datetime(2036, 1, 1, tzinfo=ZoneInfo("Asia/Almaty")).date()
    worked = [each for n in range(366) if country.is_working_day(each := day + n * DAY)]
    base = country.version
    for start in range(0, len(worked), 100):
        answer = await order(
            house, *(off(each.isoformat()) for each in worked[start : start + 100]), base=base
        )
        base = answer.json().get("version", base)
    assert check(answer, 422, "no_working_day")["facts"]["article"] == MOVED_DAYS


@pytest.mark.law("Трудовой кодекс, 85(3)")
async def test_a_day_of_2100_is_refused_by_the_article_on_moved_days(calm: House) -> None:
    refused = check(await order(calm, off("2100-01-04")), 422, "calendar_exhausted")
    assert refused["facts"]["article"] == MOVED_DAYS


async def test_a_day_is_not_named_twice(calm: House) -> None:
    day = working_day(calm)
    check(await order(calm, off(day), off(day)), 422, "validation_failed")


async def test_of_two_changes_at_once_one_is_refused(house: House) -> None:
    days = [working_day(house, after) for after in (5, 9)]
    answers = await asyncio.gather(*(order(house, off(day)) for day in days))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    loser = next(answer for answer in answers if answer.status_code == 409)
    check(loser, 409, "calendar_not_in_force")
    winner = next(answer for answer in answers if answer.status_code == 201).json()["version"]
    assert loser.json()["facts"]["in_force"] == winner
    again = await order(house, off(days[answers.index(loser)]), base=winner)
    assert again.status_code == 201


async def test_what_was_refused_may_be_tried_again_under_the_same_key(house: House) -> None:
    key, day = str(uuid4()), working_day(house)
    check(await order(house, off(day), base="kz-1999.1", key=key), 409, "calendar_not_in_force")
    assert (await order(house, off(day), key=str(uuid4()))).status_code == 201


@pytest.mark.parametrize("who", ["clerk", "supervisor", "officer", "head", "integrator"])
async def test_the_calendar_is_for_operators(calm: House, who: str) -> None:
    day = off(working_day(calm))
    check(await order(calm, day, who=who), 403, "forbidden")
    asked = await calm.http.post("/v1/calendars/preview", json={"days": [day]}, headers=calm.headers(who))
    check(asked, 403, "forbidden")
    check(await calm.get(who, "/v1/calendars"), 403, "forbidden")
    check(await calm.get(who, f"/v1/calendars/{file_of(calm).version}"), 403, "forbidden")


async def test_there_is_no_version_that_nobody_made(calm: House) -> None:
    check(await calm.get("operator", "/v1/calendars/kz-1999.1"), 404, "missing")
    file = (await calm.get("operator", f"/v1/calendars/{file_of(calm).version}")).json()
    assert (file["base"], file["source"], file["left"], file["progress"]) == (None, None, 0, None)


async def test_offices_that_never_close_have_no_day_to_move(calm: House) -> None:
    policy, always = policy_files.load(Settings().policies, "rehearsal")
    needs = replace(calm.needs, policy=policy, calendar=always)
    async with served(create_app(needs)) as url, httpx2.AsyncClient(base_url=url) as http:
        body = {"days": [off("2027-06-03")]}
        check(
            await http.post("/v1/calendars/preview", json=body, headers=calm.headers("operator")),
            422,
            "calendar_never_closes",
        )


async def test_the_order_stands_while_temporal_is_away(house: House) -> None:
    """It is begun later, by any worker."""
    nobody = replace(house.needs, changes=Away(house.client, house.task_queue))
    async with served(create_app(nobody)) as url, httpx2.AsyncClient(base_url=url) as http:
        body = {"base": file_of(house).version, "days": [off(working_day(house))], "source": SOURCE}
        sent = house.headers("operator") | {"Idempotency-Key": str(uuid4())}
        answer = await http.post("/v1/calendars", json=body, headers=sent)
        assert answer.status_code == 201
        shown = await http.get(answer.headers["Location"], headers=house.headers("operator"))
        assert shown.json()["progress"] is None


@pytest.mark.parametrize("name", ["kz%00", "kz%202026", "%D0%BA%D0%B7-2026.1", "k" * 101])
async def test_what_is_no_name_of_a_version_is_said_to_be_none(calm: House, name: str) -> None:
    check(await calm.get("operator", f"/v1/calendars/{name}"), 422, "validation_failed")
