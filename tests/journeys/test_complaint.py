"""Complaint: to the body complained of, within three days to its superior; never to whoever decided."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from api.openapi.request_examples import REQUESTS
from tests.api.test_edge import check
from tests.journeys.world import Life, World

NO: dict[str, Any] = {
    "outcome": "refused",
    "ground": "no_right",
    "text": "Сіздің кезекке тұруға құқығыңыз жоқ.",
    "hearing_exception": "applicant_asks",
}
COMPLAINT = {
    "kind": "complaint",
    "topic": "housing-repair",
    "text": "Шешіммен келіспеймін, оны қайта қараңыз.",
}


@pytest.fixture(autouse=True)
async def _staff(world: World) -> None:
    await world.hire("colleague", "housing-61", "officer")
    await world.hire("boss", "housing-61", "supervisor")
    await world.hire("akimat", "akimat-61", "officer")


async def refused(world: World, **words: Any) -> Life:
    """Tell of an application that the officer of the housing department has refused."""
    life = await world.registered(topic="housing-repair")
    await life.do("clerk", "claim")
    await life.do("clerk", "refer", step="agency", reason="competence")
    await life.do("officer", "accept")
    await life.do("officer", "complete", **NO | words)
    return life


async def complained(world: World, about: Life, **changes: Any) -> Life:
    return await world.registered(about=str(about.id), **COMPLAINT | changes)


async def inbox(world: World, who: str) -> set[str]:
    answer = await world.house.get(who, "/v1/tasks?limit=200")
    return {each["appeal"] for each in answer.json()["items"]}


@pytest.mark.law("АППК 91(4)")
async def test_a_complaint_goes_to_the_body_complained_of_and_within_three_days_to_its_superior(
    world: World,
) -> None:
    about = await refused(world)
    life = await complained(world, about)
    first, seen = await life.task(), await life.seen()
    assert (first["organisation"], first["role"], first["rule"]) == (
        "housing-61",
        "officer",
        "complaint_forward",
    )
    assert (seen["about"], seen["against"], seen["late"]) == (str(about.id), "housing-61", False)
    assert datetime.fromisoformat(first["due"]) == world.day(3, 18, 30)
    await life.do("colleague", "claim")
    await world.until(world.day(2))
    await life.do("colleague", "forward", text="Шағым іспен бірге жіберіледі.")
    main = await life.task()
    assert (main["organisation"], main["state"]) == ("akimat-61", "offered")
    await life.do("akimat", "accept")
    file = await world.house.get("akimat", about.path)
    assert file.json()["text"]
    assert (await world.house.get("akimat", f"{about.path}/timeline")).status_code == 200
    await life.do("akimat", "complete", outcome="resolved", text="Шешімнің күші жойылды.")
    (decided,) = await life.past("decided")
    assert decided.details["decision"] == "annulled"
    assert [each.details["article"] for each in await life.past("complaint_forwarded")] == ["АППК 91(4)"]


@pytest.mark.law("АППК 91(4)")
async def test_the_body_complained_of_may_satisfy_it_fully_and_nothing_else(world: World) -> None:
    life = await complained(world, await refused(world))
    await life.do("colleague", "claim")
    wrong = check(await life.try_("colleague", "complete", **NO), 422, "wrong_decision")
    assert wrong["facts"]["article"] == "АППК 91(4)"
    check(
        await life.try_("colleague", "refer", step="agency", reason="other", to="akimat-61"),
        409,
        "task_not_ready",
    )
    await life.do("colleague", "complete", outcome="resolved", text="Шағым толық қанағаттандырылды.")
    assert (await life.past("decided"))[0].details["decision"] == "satisfied"
    assert (await life.seen())["status"] == "closed"


@pytest.mark.law("АППК 91(4)")
async def test_nobody_forwards_what_is_no_complaint_nor_a_complaint_twice(world: World) -> None:
    life = await complained(world, await refused(world))
    await life.do("colleague", "claim")
    await life.do("colleague", "forward")
    await life.do("akimat", "accept")
    application = await world.registered()
    await application.do("clerk", "claim")
    for one, who in ((life, "akimat"), (application, "clerk")):
        refusal = check(await one.try_(who, "forward"), 409, "nothing_to_forward")
        assert refusal["facts"] == {"article": "АППК 91(4)"}


@pytest.mark.law("АППК 91(4)")
async def test_who_sleeps_on_a_complaint_is_shown_to_the_ladder(world: World) -> None:
    life = await complained(world, await refused(world))
    await life.do("colleague", "claim")
    await world.until(world.day(4, 9))
    assert "step" in [each.details["clock"] for each in await life.past("breached")]


@pytest.mark.law("АППК 97(2)")
async def test_a_complaint_is_never_with_the_person_complained_of(world: World) -> None:
    about = await refused(world)
    await about.told()
    life = await complained(world, about)
    asked = [
        await life.try_("officer", "claim"),
        await life.try_("officer", "complete", outcome="resolved"),
        await life.try_("officer", "forward"),
        await life.try_(
            "boss",
            "reassign",
            organisation="housing-61",
            role="officer",
            holder=str(world.house.people["officer"].id),
        ),
    ]
    for answer in asked:
        assert check(answer, 403, "barred")["facts"] == {"article": "АППК 97(2)"}
    assert str(life.id) not in await inbox(world, "officer")
    assert str(life.id) in await inbox(world, "colleague")
    task = await life.task()
    assert (await world.house.get("officer", f"/v1/tasks/{task['id']}")).json()["allowed"] == []
    assert (await world.house.post("officer", "/v1/tasks/next")).status_code == 204
    await life.do("colleague", "claim")


@pytest.mark.law("АППК 97(2)")
async def test_a_supervisor_who_decided_by_override_has_no_part_in_it_either(world: World) -> None:
    about = await world.registered(topic="housing-repair")
    await about.do("clerk", "claim")
    await about.do("clerk", "refer", step="agency", reason="competence")
    await about.do("boss", "complete", override=True, **NO)
    life = await complained(world, about)
    check(await life.try_("boss", "complete", outcome="resolved", override=True), 403, "barred")
    await life.do("officer", "claim")


@pytest.mark.law("АППК 96(1)")
async def test_while_it_is_complained_of_the_act_is_suspended(world: World) -> None:
    about = await refused(world)
    assert (await about.seen())["suspended_by"] is None
    life = await complained(world, about)
    seen = await about.seen()
    assert [each["number"] for each in seen["complaints"]] == [life.talon["number"]]
    assert seen["suspended_by"] == "АППК 96(1)"
    await life.do("colleague", "claim")
    await life.do("colleague", "complete", outcome="resolved")
    seen = await about.seen()
    assert (len(seen["complaints"]), seen["suspended_by"]) == (1, None)


@pytest.mark.law("АППК 92(1)")
async def test_a_late_complaint_is_taken_in_and_told_to_be_late(world: World) -> None:
    about = await refused(world)
    await world.until(world.day(80))
    assert (await about.citizen()).json()["complain_until"] is None
    in_time = await complained(world, about)  # nobody has told the applicant yet
    assert "complaint_late" not in in_time.talon["remarks"]
    await about.told()
    until = datetime.fromisoformat((await about.citizen()).json()["complain_until"])
    await world.until(until + timedelta(minutes=2))
    late = await complained(world, about)
    assert "complaint_late" in late.talon["remarks"]
    assert (await late.seen())["late"] is True
    assert (await late.past("registered"))[0].details["late"] is True
    assert (await late.task())["organisation"] == "housing-61"


@pytest.mark.law("АППК 91(4)")
async def test_a_complaint_that_names_no_appeal_goes_to_the_body_that_is_competent(world: World) -> None:
    life = await world.registered(**COMPLAINT)
    seen = await life.seen()
    assert (seen["organisation"], seen["against"], seen["about"]) == ("housing-61", "housing-61", None)


async def test_what_was_refused_at_the_counter_is_complained_of_there(world: World) -> None:
    about = await world.house.register(here_and_now=NO, topic="housing-repair")
    life = await world.registered(about=about["id"], **COMPLAINT)
    task = await life.task()
    assert (task["organisation"], task["role"]) == ("reception-61", "clerk")
    check(await life.try_("clerk", "claim"), 403, "barred")
    await life.do("rival", "claim")
    await life.do("rival", "forward")
    assert (await life.task())["organisation"] == "coordination-desk"


async def test_one_complains_of_an_appeal_that_is_there_and_only_by_a_complaint(world: World) -> None:
    body = {**COMPLAINT, "about": str(uuid4())}
    unknown = await world.house.post("clerk", "/v1/appeals", REQUESTS["register_appeal"] | body)
    assert check(unknown, 422, "unknown_appeal")["errors"][0]["field"] == "about"
    about = await refused(world)
    wrong = REQUESTS["register_appeal"] | {"about": str(about.id)}
    problem = check(await world.house.post("clerk", "/v1/appeals", wrong), 422, "validation_failed")
    assert problem["errors"][0]["field"] == "about"


@pytest.mark.law("АППК 99")
async def test_a_complaint_has_twenty_working_days_from_its_registration(world: World) -> None:
    life = await complained(world, await refused(world))
    seen = await life.seen()
    assert datetime.fromisoformat(seen["statute_due"]) == world.day(20, 18, 30)


@pytest.mark.law("АППК 100(1)")
@pytest.mark.law("АППК 100(2)")
async def test_for_a_complaint_that_was_sent_back_the_body_begins_again_however_late(world: World) -> None:
    about = await refused(world)
    await about.told()
    await world.until(world.day(25))
    again = {"text": "Жоғары тұрған органның шешімі бойынша."}
    check(await world.asked("boss", f"{about.path}/reopening", again), 409, "too_late")
    life = await complained(world, about)
    await life.do("colleague", "claim")
    await life.do("colleague", "forward")
    await life.do("akimat", "accept")
    await life.do("akimat", "complete", outcome="explained", decision="sent_back", text="Рәсім бұзылды.")
    assert {each["duty"] for each in (await life.seen())["tasks"]} == {None, "notice", "file"}
    await about.ask("boss", "reopening", **again)
    assert (await about.seen())["status"] == "in_work"
    assert (await about.task())["organisation"] == "housing-61"
