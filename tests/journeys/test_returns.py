"""What comes again: the identical is returned, what follows is attached, and the old files are shown."""

from typing import Any
from uuid import uuid4

import pytest

from api.openapi.request_examples import REQUESTS
from tests.api.test_edge import check
from tests.journeys.world import Life, World

WORDS = "Дәл осы мәселе бойынша рәсім тоқтатылған."
OTHERS = {"name": "Басқа Адам", "contacts": {"phone": "+7 701 000 00 01"}}


async def held(world: World, **changes: Any) -> Life:
    life = await world.registered(**changes)
    await life.do("clerk", "claim")
    return life


async def sent_back(world: World, ground: str = "obscene", **changes: Any) -> Life:
    """Tell of an appeal that was returned to the applicant on the day it came."""
    life = await held(world, **changes)
    await life.do("clerk", "return-to-applicant", ground=ground, text=WORDS)
    return life


async def terminated(world: World) -> Life:
    """Tell of an appeal whose procedure was terminated: it had been decided before."""
    life = await held(world)
    said = {"outcome": "terminated", "ground": "already_decided", "termination": "already_decided"}
    await life.do("clerk", "complete", **said, text=WORDS)
    return life


async def repeated(world: World) -> Life:
    """Tell of an appeal that was returned for saying what such a one had said."""
    earlier, life = await terminated(world), await held(world)
    answer = await back(life, earlier.id)
    assert answer.status_code == 200, answer.text
    return life


def back(life: Life, earlier: object) -> Any:
    return life.try_("clerk", "return-to-applicant", ground="identical", earlier=str(earlier), text=WORDS)


@pytest.mark.law("АППК 64(7)2")
async def test_the_obscene_is_returned_within_three_working_days(world: World) -> None:
    life = await sent_back(world)
    seen = await life.seen()
    assert (seen["status"], seen["outcome"]) == ("closed", "returned")
    assert (await life.past("returned_to_applicant"))[0].details["ground"] == "obscene"
    assert (await life.task("duty"))["rule"] == "return_obscene"
    later = await held(world)
    await world.until(world.day(3, 19))
    await world.house.verb(
        "supervisor", await later.task(), "reassign", organisation="reception-61", role="clerk"
    )
    main = await later.task()
    late = await world.asked(
        "operator",
        f"/v1/tasks/{main['id']}/return-to-applicant",
        {"ground": "obscene", "text": WORDS, "override": True},
    )
    assert check(late, 409, "too_late")["facts"]["article"] == "АППК 64(7)2"


@pytest.mark.law("АППК 64(7)2")
async def test_the_identical_is_returned_and_names_the_one_before(world: World) -> None:
    earlier, life = await terminated(world), await held(world)
    done = await back(life, earlier.id)
    assert done.status_code == 200, done.text
    (returned,) = await life.past("returned_to_applicant")
    assert returned.details["earlier"] == str(earlier.id)
    assert (await life.seen())["outcome"] == "returned"


async def test_the_identical_is_so_to_an_ended_appeal_of_the_same_applicant_in_the_same_body(
    world: World,
) -> None:
    open_one, returned = await held(world), await sent_back(world)
    strangers = await sent_back(world, applicant=OTHERS)
    elsewhere = await world.house.register("operator", reception="reception-71", region="71")
    life = await held(world)
    for wrong in (open_one.id, returned.id, strangers.id):
        facts = check(await back(life, wrong), 422, "wrong_earlier")["facts"]
        assert facts["article"] == "АППК 64(7)2"
    for unseen in (uuid4(), elsewhere["id"]):
        check(await back(life, unseen), 422, "unknown_appeal")
    check(await back(life, life.id), 422, "earlier_required")
    unnamed = await life.try_("clerk", "return-to-applicant", ground="identical", text=WORDS)
    check(unnamed, 422, "earlier_required")


@pytest.mark.law("АППК 64(8)")
async def test_what_comes_again_after_a_return_is_attached_to_the_old_file_without_an_answer(
    world: World,
) -> None:
    earlier, life = await repeated(world), await held(world)
    done = await life.ask("clerk", "attachment-to", into=str(earlier.id))
    assert (done["status"], done["outcome"]) == ("closed", "attached")
    assert done["merged_into"] == str(earlier.id)
    assert [each for each in done["tasks"] if each["purpose"] == "duty"] == []
    assert (await life.clocks()).running == []


@pytest.mark.law("АППК 64(8)")
async def test_only_what_was_returned_as_identical_takes_anything_in(world: World) -> None:
    open_one, obscene, life = await held(world), await sent_back(world), await held(world)
    for wrong in (open_one, obscene, await terminated(world)):
        answer = await world.asked("clerk", f"{life.path}/attachment-to", {"into": str(wrong.id)})
        assert check(answer, 422, "wrong_earlier")["facts"]["article"] == "АППК 64(8)"
    itself = await world.asked("clerk", f"{life.path}/attachment-to", {"into": str(life.id)})
    check(itself, 422, "merged_into_itself")


@pytest.mark.law("АППК 64(8)")
async def test_a_return_does_not_bar_a_new_appeal(world: World) -> None:
    await sent_back(world)
    life = await held(world, text="Жаңа дәлелдерім бар: баспанам апатты деп танылды.")
    assert (await life.seen())["status"] == "in_work"


@pytest.mark.law("АППК 64(7-2)")
async def test_what_tells_of_a_danger_is_neither_returned_nor_attached(world: World) -> None:
    earlier, life = await repeated(world), await world.registered()
    await life.do("clerk", "flag-danger", danger="crime")
    attached = await world.asked("operator", f"{life.path}/attachment-to", {"into": str(earlier.id)})
    check(attached, 409, "danger_first")


async def test_a_clerk_sees_what_said_the_same_before(world: World) -> None:
    earlier = await sent_back(world)
    shouted = await world.registered(text=REQUESTS["register_appeal"]["text"].upper() + " !!")
    await world.registered(text="Мүлде басқа мәселе: көшеде жарық жоқ.")
    await world.registered(applicant=OTHERS)
    life = await world.registered()
    answer = await world.house.get("clerk", f"{life.path}/twins")
    assert [(each["id"], each["outcome"]) for each in answer.json()] == [
        (str(shouted.id), None),
        (str(earlier.id), "returned"),
    ]
    assert answer.json()[1].keys() == {"id", "number", "organisation", "registered_at", "status", "outcome"}


async def test_twins_are_for_colleagues(world: World) -> None:
    life = await world.registered("integrator", channel="e_government")
    check(await world.house.get("integrator", f"{life.path}/twins"), 403, "forbidden")
    check(await world.house.get("stranger", f"{life.path}/twins"), 404, "missing")


async def test_who_gave_no_iin_is_known_by_their_name_and_namesakes_with_another_iin_are_not(
    world: World,
) -> None:
    iin = REQUESTS["register_appeal"]["applicant"]["iin"]
    named = await world.registered(applicant={"name": "Abenova Gulnur"})
    namesake = await world.registered(applicant={"name": "Әбенова Гүлнұр", "iin": "850101400001"})
    life = await world.registered(applicant={"name": "Әбенова Гүлнұр", "iin": iin})
    answer = await world.house.get("clerk", f"{life.path}/twins")
    assert [each["id"] for each in answer.json()] == [str(named.id)] != [str(namesake.id)]
