"""Kinds of appeals over HTTP: each has the term that the law of the day of its registration gives it."""

from datetime import datetime

import pytest

from api.openapi.request_examples import REQUEST_EXAMPLES
from tests.support.api.problems import assert_problem
from tests.support.journeys.dates import almaty_datetime
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation

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
    ("media_inquiry", "2026-02-09"),
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
async def test_each_kind_has_the_term_of_its_day(simulation: Simulation) -> None:
    for book, vectors in (("kz-2026-01", SINCE_2026), ("kz-2021-07", BEFORE_2026)):
        for received, registered, *dues in vectors:
            for kind, due in zip(("application", "complaint"), dues, strict=True):
                talon = await simulation.harness.register(
                    received_at=almaty_datetime(received).isoformat(), kind=kind
                )
                assert datetime.fromisoformat(talon["registered_at"]) == almaty_datetime(registered)
                assert datetime.fromisoformat(talon["statutory_due_at"]) == almaty_datetime(f"{due}T18:30"), (
                    received
                )
            seen = (await simulation.harness.get("operator", f"/v1/appeals/{talon['id']}")).json()
            assert (seen["kind"], seen["rulebook"]) == ("complaint", book)


@pytest.mark.law("АППК 87(2)")
@pytest.mark.law("АППК 90-5(1)1")
@pytest.mark.law("АППК 90-5(1)2")
@pytest.mark.law("Закон № 88-V")
@pytest.mark.law("Налоговый кодекс")
@pytest.mark.law("Закон № 93-VIII, 36(1)")
@pytest.mark.law("Закон № 176-VI")
@pytest.mark.law("Закон № 261-IV")
@pytest.mark.law("Закон № 155-I")
@pytest.mark.law("Закон № 401-V, 11(10)")
@pytest.mark.law("Закон № 349-I")
@pytest.mark.law("Закон № 2200-XII")
async def test_the_simplified_procedure_and_other_laws_have_terms_of_their_own(
    simulation: Simulation,
) -> None:
    received = almaty_datetime("2026-02-02T10:00").isoformat()
    for kind, due in OF_OTHER_KINDS:
        talon = await simulation.harness.register(received_at=received, kind=kind)
        assert datetime.fromisoformat(talon["statutory_due_at"]) == almaty_datetime(f"{due}T18:30"), kind


async def test_another_kind_has_its_own_term_from_the_same_registration(simulation: Simulation) -> None:
    life = await simulation.register()
    before = await life.read()
    changed = await life.appeal_command(
        "clerk", "change-kind", kind="bailiff_inquiry", text="Сот орындаушысының сұрау салуы."
    )
    assert changed["kind"] == "bailiff_inquiry"
    assert datetime.fromisoformat(changed["statutory_due_at"]) == simulation.on_workday(3, 18, 30)
    (event,) = await life.past_events("kind_changed")
    assert event.details["old_due_at"] == before["statutory_due_at"]
    assert event.details["new_due_at"] == changed["statutory_due_at"]
    assert (event.text, event.by and event.by.name) == ("Сот орындаушысының сұрау салуы.", "Айгүл Серікова")
    (statute,) = [each for each in (await life.read_clocks()).running_clocks if each.kind == "statute"]
    assert (statute.rule, statute.article, statute.budget) == ("bailiff_inquiry", "Закон № 261-IV", "3wd")
    again = await life.appeal_command("clerk", "change-kind", kind="application", text="Өтініш болып шықты.")
    assert again["statutory_due_at"] == before["statutory_due_at"]


async def test_a_kind_that_the_law_of_the_day_does_not_know_is_refused_with_its_article(
    simulation: Simulation,
) -> None:
    body = {"kind": "nonsense", "text": "?"}
    life = await simulation.register()
    refused = await simulation.harness.request_until_done("clerk", f"{life.path}/change-kind", body)
    assert_problem(refused, 422, "unknown_kind")
    assert refused.json()["parameters"]["article"]
    early = {"kind": "petition", "received_at": almaty_datetime("2022-02-02T10:00").isoformat()}
    answer = await simulation.harness.post(
        "clerk", "/v1/appeals", REQUEST_EXAMPLES["register_appeal"] | early
    )
    assert_problem(answer, 422, "unknown_kind")


async def test_kind_is_changed_by_the_body_in_charge_only(simulation: Simulation) -> None:
    life = await simulation.register()
    body = {"kind": "message", "text": "Хабарлама."}
    assert_problem(
        await simulation.harness.request_until_done("officer", f"{life.path}/change-kind", body),
        404,
        "not_found",
    )


@pytest.fixture
async def at_work(simulation: Simulation) -> HttpAppeal:
    """Return an application that the housing department is working on."""
    await simulation.add_person("colleague", "housing-61", "officer")
    await simulation.add_person("akimat", "akimat-61", "officer")
    life = await simulation.register(topic="housing-repair")
    await life.bring_to_agency()
    return life


WHY = {"text": "Мазмұны бойынша бұл — басқарманың шешіміне шағым."}


@pytest.mark.law("АППК 91(4)")
async def test_what_turns_out_to_be_a_complaint_goes_the_way_of_one(
    simulation: Simulation, at_work: HttpAppeal
) -> None:
    life = at_work
    await simulation.advance_to(simulation.on_workday(1))
    seen = await life.appeal_command("officer", "change-kind", kind="complaint", **WHY)
    task = await life.task()
    assert (seen["complaint_against"], task["rule"], task["organisation"]) == (
        "housing-61",
        "complaint_forward",
        "housing-61",
    )
    assert (task["state"], task["holder"]) == ("claimed", str(simulation.harness.people["officer"].id))
    assert datetime.fromisoformat(task["due_at"]) == simulation.on_workday(4, 18, 30)
    assert datetime.fromisoformat(seen["statutory_due_at"]) == simulation.on_workday(20, 18, 30)
    barred = await simulation.harness.request_until_done(
        "officer", f"{life.path}/change-kind", {"kind": "application", **WHY}
    )
    assert assert_problem(barred, 403, "barred")["parameters"] == {"article": "АППК 97(2)"}
    await life.task_command("officer", "forward-complaint", text="Шағым іспен бірге жіберіледі.")
    main = await life.task()
    assert (main["organisation"], main["state"]) == ("akimat-61", "offered")
    await life.task_command("akimat", "accept")
    await life.task_command("akimat", "complete", outcome="resolved", text="Шешімнің күші жойылды.")
    assert (await life.read())["outcome"] == "resolved"


async def test_topic_decides_the_body_complained_of_by_default(
    simulation: Simulation,
) -> None:
    for topic, body in (("housing-repair", "housing-61"), ("legal-advice", "akimat-61")):
        life = await simulation.register(topic=topic)
        seen = await life.appeal_command("clerk", "change-kind", kind="complaint", **WHY)
        assert (seen["complaint_against"], seen["organisation"], seen["step"]) == (body, body, "agency")
        taken_in = await simulation.register(topic=topic, kind="complaint")
        assert (await taken_in.read())["complaint_against"] == body


@pytest.mark.law("АППК 97(2)")
async def test_supervisor_corrects_a_complaint_against_the_reception(
    simulation: Simulation,
) -> None:
    life = await simulation.register(topic="housing-repair")
    await life.appeal_command(
        "clerk", "change-kind", kind="complaint", complaint_against="reception-61", **WHY
    )
    right = {"kind": "complaint", "complaint_against": "housing-61", **WHY}
    refused = assert_problem(
        await simulation.harness.request_until_done("clerk", f"{life.path}/change-kind", right), 403, "barred"
    )
    assert "supervisor" in refused["suggested_action"]
    seen = await life.appeal_command("supervisor", "change-kind", **right)
    assert (seen["complaint_against"], seen["organisation"]) == ("housing-61", "housing-61")


async def test_only_a_complaint_names_a_body_and_it_must_be_known(
    simulation: Simulation,
) -> None:
    life = await simulation.register()
    for against, kind, code in (
        ("housing-61", "message", "validation_failed"),
        ("nowhere", "complaint", "unknown_organisation"),
        ("legal-aid-61", "complaint", "unknown_organisation"),
    ):
        body = {"kind": kind, "complaint_against": against, **WHY}
        refused = assert_problem(
            await simulation.harness.request_until_done("clerk", f"{life.path}/change-kind", body), 422, code
        )
        assert [each["field"] for each in refused["errors"]] == ["complaint_against"]
    assert (await life.read())["kind"] == "application"
