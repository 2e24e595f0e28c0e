"""Kinds of appeals over HTTP: each has the term that the law of the day of its registration gives it."""

from datetime import datetime

import pytest

from api.openapi.request_examples import REQUESTS
from tests.api.test_edge import check
from tests.journeys.test_calendar import almaty
from tests.journeys.world import Life, World

# received, when it counts as registered, and by when an application and a complaint are decided
SINCE_2026 = [
    ("2026-02-02T10:00", "2026-02-02T10:00", "2026-02-23", "2026-03-02"),
    ("2026-03-06T18:31", "2026-03-10T09:00", "2026-04-03", "2026-04-10"),
    ("2026-03-18T09:00", "2026-03-18T09:00", "2026-04-13", "2026-04-20"),
    ("2026-04-30T17:00", "2026-04-30T17:00", "2026-05-26", "2026-06-03"),
    ("2026-05-05T12:00", "2026-05-05T12:00", "2026-05-29", "2026-06-05"),
    ("2026-08-28T19:00", "2026-08-31T09:00", "2026-09-21", "2026-09-28"),
    ("2026-10-23T11:00", "2026-10-23T11:00", "2026-11-16", "2026-11-23"),
    ("2026-12-11T16:00", "2026-12-11T16:00", "2027-01-06", "2027-01-14"),
    ("2026-02-02T18:29:59", "2026-02-02T18:29:59", "2026-02-23", "2026-03-02"),
    ("2026-02-02T18:30:00", "2026-02-03T09:00", "2026-02-24", "2026-03-03"),
    ("2026-02-07T12:00", "2026-02-09T09:00", "2026-03-02", "2026-03-10"),  # a Saturday; 9 March is off
    ("2026-12-30T12:00", "2026-12-30T12:00", "2027-01-25", "2027-02-01"),
]
# the text of before counts from the day of receipt, which is the first one
BEFORE_2026 = [
    ("2025-02-03T10:00", "2025-02-03T10:00", "2025-02-21", "2025-02-28"),
    ("2025-03-07T18:31", "2025-03-11T09:00", "2025-04-03", "2025-04-10"),
]

OF_OTHER_KINDS = [
    ("message", "2026-02-23"),
    ("proposal", "2026-02-23"),
    ("response", "2026-02-23"),
    ("inquiry", "2026-02-23"),
    ("state_service_complaint", "2026-02-09"),
    ("media_inquiry", "2026-02-11"),
    ("bailiff_inquiry", "2026-02-05"),
    ("notary_inquiry", "2026-02-12"),
    ("information_inquiry", "2026-02-17"),
    ("advocate_inquiry", "2026-02-16"),
    ("taxpayer_complaint", "2026-03-17"),
    ("monitored_taxpayer_complaint", "2026-04-10"),
    ("declassification", "2026-03-04"),
    ("rehabilitation", "2026-05-04"),
    ("petition", "2026-04-03"),
    ("local_petition", "2026-03-02"),
]


@pytest.mark.law("АППК 64(3)")
@pytest.mark.law("АППК 76(1)")
@pytest.mark.law("АППК 76(2)")
@pytest.mark.law("АППК 99")
async def test_each_kind_has_the_term_of_its_day(world: World) -> None:
    for book, vectors in (("kz-2026-01", SINCE_2026), ("kz-2021-07", BEFORE_2026)):
        for received, registered, *dues in vectors:
            for kind, due in zip(("application", "complaint"), dues, strict=True):
                talon = await world.house.register(received_at=almaty(received).isoformat(), kind=kind)
                assert datetime.fromisoformat(talon["registered_at"]) == almaty(registered)
                assert datetime.fromisoformat(talon["statutory_due"]) == almaty(f"{due}T18:30"), received
            seen = (await world.house.get("operator", f"/v1/appeals/{talon['id']}")).json()
            assert (seen["kind"], seen["rulebook"]) == ("complaint", book)


@pytest.mark.law("АППК 87(2)")
@pytest.mark.law("АППК 90-5(1)1")
@pytest.mark.law("АППК 90-5(1)2")
@pytest.mark.law("Закон № 88-V")
@pytest.mark.law("Налоговый кодекс")
@pytest.mark.law("Закон о масс-медиа")
@pytest.mark.law("Закон № 176-VI")
@pytest.mark.law("Закон № 261-IV")
@pytest.mark.law("Закон № 155-I")
@pytest.mark.law("Закон № 401-V, 11(10)")
@pytest.mark.law("Закон № 349-I")
@pytest.mark.law("Закон № 2200-XII")
async def test_the_simplified_procedure_and_other_laws_have_terms_of_their_own(world: World) -> None:
    received = almaty("2026-02-02T10:00").isoformat()
    for kind, due in OF_OTHER_KINDS:
        talon = await world.house.register(received_at=received, kind=kind)
        assert datetime.fromisoformat(talon["statutory_due"]) == almaty(f"{due}T18:30"), kind


async def test_another_kind_has_its_own_term_from_the_same_registration(world: World) -> None:
    life = await world.registered()
    before = await life.seen()
    changed = await life.ask("clerk", "kind", kind="bailiff_inquiry", text="Сот орындаушысының сұрау салуы.")
    assert changed["kind"] == "bailiff_inquiry"
    assert datetime.fromisoformat(changed["statute_due"]) == world.day(3, 18, 30)
    (event,) = await life.past("kind_changed")
    assert event.details["old_due"] == before["statute_due"]
    assert event.details["new_due"] == changed["statute_due"]
    assert (event.text, event.by and event.by.name) == ("Сот орындаушысының сұрау салуы.", "Айгүл Серікова")
    (statute,) = [each for each in (await life.clocks()).running if each.kind == "statute"]
    assert (statute.rule, statute.article, statute.budget) == ("bailiff_inquiry", "Закон № 261-IV", "3wd")
    again = await life.ask("clerk", "kind", kind="application", text="Өтініш болып шықты.")
    assert again["statute_due"] == before["statute_due"]


async def test_a_kind_that_the_law_of_the_day_does_not_know_is_refused_with_its_article(world: World) -> None:
    body = {"kind": "nonsense", "text": "?"}
    life = await world.registered()
    refused = await world.asked("clerk", f"{life.path}/kind", body)
    check(refused, 422, "unknown_kind")
    assert refused.json()["facts"]["article"]
    early = {"kind": "petition", "received_at": almaty("2022-02-02T10:00").isoformat()}
    answer = await world.house.post("clerk", "/v1/appeals", REQUESTS["register_appeal"] | early)
    check(answer, 422, "unknown_kind")


async def test_nobody_changes_the_kind_of_what_is_not_theirs(world: World) -> None:
    life = await world.registered()
    body = {"kind": "message", "text": "Хабарлама."}
    check(await world.asked("officer", f"{life.path}/kind", body), 404, "missing")


@pytest.fixture
async def at_work(world: World) -> Life:
    """Tell of an application that the housing department has in hand."""
    await world.hire("colleague", "housing-61", "officer")
    await world.hire("akimat", "akimat-61", "officer")
    life = await world.registered(topic="housing-repair")
    await life.do("clerk", "claim")
    await life.do("clerk", "refer", step="agency", reason="competence")
    await life.do("officer", "accept")
    return life


WHY = {"text": "Мазмұны бойынша бұл — басқарманың шешіміне шағым."}


@pytest.mark.law("АППК 91(4)")
async def test_what_turns_out_to_be_a_complaint_goes_the_way_of_one(world: World, at_work: Life) -> None:
    life = at_work
    await world.until(world.day(1))
    seen = await life.ask("officer", "kind", kind="complaint", **WHY)
    task = await life.task()
    assert (seen["against"], task["rule"], task["organisation"]) == (
        "housing-61",
        "complaint_forward",
        "housing-61",
    )
    assert (task["state"], task["holder"]) == ("claimed", str(world.house.people["officer"].id))
    assert datetime.fromisoformat(task["due"]) == world.day(4, 18, 30)
    assert datetime.fromisoformat(seen["statute_due"]) == world.day(20, 18, 30)
    barred = await world.asked("officer", f"{life.path}/kind", {"kind": "application", **WHY})
    assert check(barred, 403, "barred")["facts"] == {"article": "АППК 97(2)"}
    await life.do("officer", "forward", text="Шағым іспен бірге жіберіледі.")
    main = await life.task()
    assert (main["organisation"], main["state"]) == ("akimat-61", "offered")
    await life.do("akimat", "accept")
    await life.do("akimat", "complete", outcome="resolved", text="Шешімнің күші жойылды.")
    assert (await life.seen())["outcome"] == "resolved"


@pytest.mark.law("АППК 91(4)")
async def test_at_the_counter_it_is_said_against_whom_it_is(world: World) -> None:
    await world.hire("colleague", "housing-61", "officer")
    life = await world.registered(topic="housing-repair")
    seen = await life.ask("clerk", "kind", kind="complaint", against="housing-61", **WHY)
    task = await life.task()
    assert (seen["against"], seen["organisation"], task["state"]) == ("housing-61", "housing-61", "offered")
    assert datetime.fromisoformat(task["due"]) == world.day(3, 18, 30)
    await life.do("officer", "accept")
    await world.until(world.day(4, 9))
    assert task["id"] in [each.details["task"] for each in await life.past("breached")]
    await life.do("colleague", "claim")
    await life.do("colleague", "forward")
    main = await life.task()
    assert (main["organisation"], main["state"]) == ("akimat-61", "offered")


async def test_at_the_counter_it_is_else_against_whom_its_topic_is_for_as_if_it_came_in_so(
    world: World,
) -> None:
    for topic, body in (("housing-repair", "housing-61"), ("legal-advice", "akimat-61")):
        life = await world.registered(topic=topic)
        seen = await life.ask("clerk", "kind", kind="complaint", **WHY)
        assert (seen["against"], seen["organisation"], seen["step"]) == (body, body, "agency")
        taken_in = await world.registered(topic=topic, kind="complaint")
        assert (await taken_in.seen())["against"] == body


@pytest.mark.law("АППК 97(2)")
async def test_one_that_is_by_mistake_against_the_reception_is_mended_by_its_supervisor(world: World) -> None:
    life = await world.registered(topic="housing-repair")
    await life.ask("clerk", "kind", kind="complaint", against="reception-61", **WHY)
    right = {"kind": "complaint", "against": "housing-61", **WHY}
    refused = check(await world.asked("clerk", f"{life.path}/kind", right), 403, "barred")
    assert "supervisor" in refused["what_next"]
    seen = await life.ask("supervisor", "kind", **right)
    assert (seen["against"], seen["organisation"]) == ("housing-61", "housing-61")


async def test_what_is_an_application_after_all_has_nothing_left_of_a_complaint(at_work: Life) -> None:
    life = at_work
    before, task = await life.seen(), await life.task()
    await life.ask("officer", "kind", kind="complaint", **WHY)
    after = await life.ask("operator", "kind", kind="application", text="Өтініш болып шықты.")
    again = await life.task()
    assert (after["against"], after["statute_due"]) == (None, before["statute_due"])
    same = ("organisation", "state", "holder", "rule", "step")
    assert [again[each] for each in same] == [task[each] for each in same]
    refused = check(await life.try_("officer", "forward"), 409, "nothing_to_forward")
    assert refused["facts"] == {"article": "АППК 91(4)"}


async def test_against_whom_is_said_of_a_complaint_alone_and_of_a_body_that_there_is(world: World) -> None:
    life = await world.registered()
    for against, kind, code in (
        ("housing-61", "message", "validation_failed"),
        ("nowhere", "complaint", "unknown_organisation"),
        ("legal-aid-61", "complaint", "unknown_organisation"),
    ):
        body = {"kind": kind, "against": against, **WHY}
        refused = check(await world.asked("clerk", f"{life.path}/kind", body), 422, code)
        assert [each["field"] for each in refused["errors"]] == ["against"]
    assert (await life.seen())["kind"] == "application"
