"""Kinds of appeals over HTTP: each has the term that the law of the day of its registration gives it."""

from datetime import datetime

import pytest

from api.examples import REQUESTS
from tests.api.test_edge import check
from tests.journeys.test_calendar import almaty
from tests.journeys.world import World

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
