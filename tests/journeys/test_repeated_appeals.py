"""What comes again: the identical is returned, what follows is attached, and the old files are shown."""

from typing import Any
from uuid import uuid4

import pytest

from api.openapi.request_examples import REQUEST_EXAMPLES
from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation

WORDS = "Дәл осы мәселе бойынша рәсім тоқтатылған."
OTHERS = {"name": "Басқа Адам", "contacts": {"phone": "+7 701 000 00 01"}}


async def held(simulation: Simulation, **changes: Any) -> HttpAppeal:
    life = await simulation.register(**changes)
    await life.task_command("clerk", "claim")
    return life


async def sent_back(simulation: Simulation, **changes: Any) -> HttpAppeal:
    """Return an appeal that was returned to the applicant on the day it came."""
    life = await held(simulation, **changes)
    await life.task_command("clerk", "return-to-applicant", ground="obscene", text=WORDS)
    return life


async def terminated(simulation: Simulation) -> HttpAppeal:
    """Return an appeal whose procedure was terminated because it had been decided before."""
    life = await held(simulation)
    decision = {"outcome": "terminated", "ground": "already_decided", "termination_ground": "already_decided"}
    await life.task_command("clerk", "complete", **decision, text=WORDS)
    return life


async def repeated(simulation: Simulation) -> HttpAppeal:
    """Return an appeal that was returned for repeating an earlier one."""
    earlier, life = await terminated(simulation), await held(simulation)
    answer = await back(life, earlier.id)
    assert answer.status_code == 200, answer.text
    return life


def back(life: HttpAppeal, earlier: object) -> Any:
    return life.try_task_command(
        "clerk", "return-to-applicant", ground="identical", identical_to=str(earlier), text=WORDS
    )


@pytest.mark.law("АППК 64(7)2")
async def test_the_identical_is_returned_and_names_the_one_before(simulation: Simulation) -> None:
    earlier, life = await terminated(simulation), await held(simulation)
    done = await back(life, earlier.id)
    assert done.status_code == 200, done.text
    (returned,) = await life.past_events("returned_to_applicant")
    assert returned.details["identical_to"] == str(earlier.id)
    assert (await life.read())["outcome"] == "returned"


async def test_the_identical_is_so_to_an_ended_appeal_of_the_same_applicant_in_the_same_body(
    simulation: Simulation,
) -> None:
    open_one, returned = await held(simulation), await sent_back(simulation)
    strangers = await sent_back(simulation, applicant=OTHERS)
    elsewhere = await simulation.harness.register("operator", reception="reception-71", region="71")
    life = await held(simulation)
    for wrong in (open_one.id, returned.id, strangers.id):
        facts = assert_problem(await back(life, wrong), 422, "appeal_not_identical")["parameters"]
        assert facts["article"] == "АППК 64(7)2"
    for unseen in (uuid4(), elsewhere["id"]):
        assert_problem(await back(life, unseen), 422, "unknown_appeal")
    assert_problem(await back(life, life.id), 422, "identical_appeal_required")
    unnamed = await life.try_task_command("clerk", "return-to-applicant", ground="identical", text=WORDS)
    assert_problem(unnamed, 422, "identical_appeal_required")


@pytest.mark.law("АППК 64(8)")
async def test_what_comes_again_after_a_return_is_attached_to_the_old_file_without_an_answer(
    simulation: Simulation,
) -> None:
    earlier, life = await repeated(simulation), await held(simulation)
    done = await life.appeal_command("clerk", "attach-to-file", into=str(earlier.id))
    assert (done["status"], done["outcome"]) == ("closed", "attached")
    assert done["merged_into"] == str(earlier.id)
    assert [each for each in done["tasks"] if each["purpose"] == "duty"] == []
    assert (await life.read_clocks()).running_clocks == []


@pytest.mark.law("АППК 64(8)")
async def test_only_what_was_returned_as_identical_takes_anything_in(simulation: Simulation) -> None:
    open_one, obscene, life = await held(simulation), await sent_back(simulation), await held(simulation)
    for wrong in (open_one, obscene, await terminated(simulation)):
        answer = await simulation.harness.request_until_done(
            "clerk", f"{life.path}/attach-to-file", {"into": str(wrong.id)}
        )
        assert assert_problem(answer, 422, "appeal_not_identical")["parameters"]["article"] == "АППК 64(8)"
    itself = await simulation.harness.request_until_done(
        "clerk", f"{life.path}/attach-to-file", {"into": str(life.id)}
    )
    assert_problem(itself, 422, "merged_into_itself")


@pytest.mark.law("АППК 64(8)")
async def test_a_return_does_not_bar_a_new_appeal(simulation: Simulation) -> None:
    await sent_back(simulation)
    life = await held(simulation, text="Жаңа дәлелдерім бар: баспанам апатты деп танылды.")
    assert (await life.read())["status"] == "in_progress"


async def test_clerk_sees_earlier_appeals_with_the_same_text(simulation: Simulation) -> None:
    earlier = await sent_back(simulation)
    shouted = await simulation.register(text=REQUEST_EXAMPLES["register_appeal"]["text"].upper() + " !!")
    await simulation.register(text="Мүлде басқа мәселе: көшеде жарық жоқ.")
    await simulation.register(applicant=OTHERS)
    life = await simulation.register()
    answer = await simulation.harness.get("clerk", f"{life.path}/duplicates")
    found = answer.json()["items"]
    assert [(each["id"], each["outcome"]) for each in found] == [
        (str(shouted.id), None),
        (str(earlier.id), "returned"),
    ]
    assert found[1].keys() == {
        "id",
        "number",
        "organisation",
        "registered_at",
        "status",
        "outcome",
    }


async def test_only_colleagues_see_duplicates(simulation: Simulation) -> None:
    life = await simulation.register("integrator", channel="e_government")
    assert_problem(await simulation.harness.get("integrator", f"{life.path}/duplicates"), 403, "forbidden")
    assert_problem(await simulation.harness.get("stranger", f"{life.path}/duplicates"), 404, "not_found")


async def test_applicant_without_iin_is_matched_by_name(
    simulation: Simulation,
) -> None:
    iin = REQUEST_EXAMPLES["register_appeal"]["applicant"]["iin"]
    named = await simulation.register(applicant={"name": "Abenova Gulnur"})
    namesake = await simulation.register(applicant={"name": "Әбенова Гүлнұр", "iin": "850101400001"})
    life = await simulation.register(applicant={"name": "Әбенова Гүлнұр", "iin": iin})
    answer = await simulation.harness.get("clerk", f"{life.path}/duplicates")
    assert [each["id"] for each in answer.json()["items"]] == [str(named.id)] != [str(namesake.id)]
