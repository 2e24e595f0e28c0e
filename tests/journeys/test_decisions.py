"""Decision is not outcome is not status: how an appeal ends in the terms of the law."""

from typing import Any

import pytest

from api.openapi.request_examples import REQUESTS
from tests.api.test_edge import check
from tests.journeys.world import Life, World

ASKED = {"hearing_exception": "applicant_asks"}


async def in_hand(world: World, who: str = "clerk", **changes: Any) -> Life:
    """Tell of an appeal that somebody at the reception holds."""
    life = await world.registered(**changes)
    await life.do(who, "claim")
    return life


async def titled(life: Life, language: str) -> dict[str, Any]:
    answer = await life.world.house.get("operator", life.path, Accept_Language=language)
    verdict: dict[str, Any] = answer.json()["verdict"]
    return verdict


@pytest.mark.law("АППК 77(1)1")
async def test_outcome_decision_and_status_are_three_words(world: World) -> None:
    life = await in_hand(world)
    await life.do("clerk", "complete", outcome="refused", ground="no_means", text="Қаражат жоқ.", **ASKED)
    seen = await life.seen()
    assert (seen["status"], seen["outcome"]) == ("closed", "refused")
    assert seen["verdict"] == {
        "decision": "burdensome_act",
        "title": "Burdensome act",
        "article": "АППК 77(1)1",
        "ground": None,
        "ground_title": None,
        "remedies": True,
        "hearing_exception": "applicant_asks",
    }
    assert (await titled(life, "ru"))["title"] == "Обременяющий административный акт"
    assert (await titled(life, "kk"))["title"] == "Ауыртпалық салатын әкімшілік акт"
    assert (await life.citizen()).json()["verdict"]["decision"] == "burdensome_act"


async def test_the_timeline_tells_it_between_the_work_and_the_end(world: World) -> None:
    life = await in_hand(world)
    await life.do("clerk", "complete", outcome="explained", text="Түсіндірілді.")
    told = (await life.past())[-4:]
    assert [each.event for each in told] == ["task_completed", "decided", "closed", "task_opened"]
    assert told[1].details["title"] == "Favourable act"
    assert told[3].details["rule"] == "written"


@pytest.mark.law("АППК 89(1)")
async def test_a_message_is_answered_or_taken_note_of_and_knows_no_act(world: World) -> None:
    life = await in_hand(world, kind="message")
    problem = check(
        await life.try_("clerk", "complete", outcome="explained", decision="burdensome_act"),
        422,
        "wrong_decision",
    )
    assert problem["facts"]["article"] == "АППК 89(1)1"
    assert problem["errors"][0]["field"] == "decision"
    done = await life.do("clerk", "complete", outcome="explained", decision="noted", text="Назарға алынды.")
    assert done["verdict"]["title"] == "Taken note of"
    assert done["verdict"]["hearing_exception"] == "simplified"


@pytest.mark.law("АППК 70(1)")
@pytest.mark.law("АППК 70(3)")
async def test_a_terminated_procedure_has_a_ground_and_the_applicant_is_told_in_three_days(
    world: World,
) -> None:
    life = await in_hand(world)
    refused = await life.try_("clerk", "complete", outcome="terminated", ground="no_means", text="Тоқтату.")
    assert check(refused, 422, "wrong_termination")["facts"]["article"] == "АППК 70(1)1"
    await life.do("clerk", "complete", outcome="terminated", termination="court_act", text="Сот шешті.")
    assert (await titled(life, "en"))["ground_title"] == "A court has decided"
    notice = await life.task("duty")
    assert (notice["duty"], notice["rule"]) == ("notice", "termination_notice")
    assert notice["due"].startswith(str(world.day(3).date()))
    await life.do("clerk", "notify", on="duty", means="sms", text="Жеткізілді.")
    assert (await life.seen())["status"] == "closed"


@pytest.mark.law("АППК 70(3)")
async def test_a_notice_that_nobody_gives_is_late_though_the_appeal_is_closed(world: World) -> None:
    life = await in_hand(world)
    await life.do("clerk", "complete", outcome="terminated", termination="court_act", text="Сот шешті.")
    notice = await life.task("duty")
    await world.until(world.day(4))
    late = [each.details["task"] for each in await life.past("breached") if each.details["clock"] == "step"]
    assert notice["id"] in late


@pytest.mark.law("АППК 88(1)2")
async def test_what_is_anonymous_is_terminated_by_the_head_or_the_deputy(world: World) -> None:
    life = await in_hand(world, kind="message")
    said = {"outcome": "terminated", "ground": "anonymous", "text": "Авторы белгісіз."}
    problem = check(await life.try_("clerk", "complete", **said), 403, "wrong_office")
    assert problem["facts"] == {"offices": "head, deputy", "article": "АППК 88(1)2"}
    done = await life.do("supervisor", "complete", override=True, **said)
    assert done["verdict"]["ground"] == "anonymous"


@pytest.mark.law("АППК 73(1)")
async def test_at_the_counter_the_law_is_the_same(world: World) -> None:
    said = {"outcome": "refused", "ground": "no_right", "text": "Құқығыңыз жоқ."}
    for settled, code in (
        (said, "hearing_first"),
        (said | {"outcome": "terminated", "ground": "anonymous"}, "wrong_termination"),
    ):
        answer = await world.house.post(
            "clerk", "/v1/appeals", REQUESTS["register_appeal"] | {"here_and_now": settled}
        )
        assert answer.json()["code"] == code, answer.text
