"""A family with four children, from the counter to help that has really arrived."""

from datetime import datetime, timedelta

import pytest

from domain.projections.time_ledger.spans import Whose
from tests.journeys.world import Life, World, soon

MOTHER = "Гүлнұр Әбенова"
IIN = "900101300007"
WISH = "Төрт балам бар, үйіміз ескі, балаларға қысқы киім керек."
OFFICER, PSYCHOLOGIST, FUND = "officer of welfare", "psychologist", "fund"
HOUR = timedelta(hours=1)
A_DAY = 9.5 * HOUR


@pytest.fixture
async def family(world: World) -> Life:
    """Staff the offices, and take the family's appeal in at ten on the eve of Nauryz."""
    await world.hire(OFFICER, "social-protection-61", "officer")
    await world.hire(PSYCHOLOGIST, "family-support-61", "specialist")
    await world.hire(FUND, "children-fund", "sponsor")
    applicant = {"name": MOTHER, "iin": IIN, "category": "large_family"}
    return await world.registered(topic="large-families", text=WISH, applicant=applicant)


async def at_the_agency(family: Life) -> None:
    """Go from the counter to the agency: two hours here, three until somebody accepts there."""
    world = family.world
    await family.do("clerk", "claim")
    await world.until(world.day(0, 12))
    await family.do("clerk", "refer", step="agency", reason="competence")
    await world.until(world.day(0, 15))
    await family.do(OFFICER, "accept")


async def at_the_fund(family: Life) -> None:
    """Go on to a specialist on day 2, and to a sponsor on day 3."""
    world = family.world
    await world.until(world.day(2))
    body = {"step": "specialist", "reason": "needs_psychologist", "specialty": "psychologist"}
    await family.do(OFFICER, "refer", **body)
    await family.do(PSYCHOLOGIST, "accept")
    await world.until(world.day(3))
    await family.do(PSYCHOLOGIST, "refer", step="sponsor", reason="needs_means")
    await family.do(FUND, "accept")


async def test_the_appeal_closes_only_when_the_help_has_arrived(family: Life) -> None:
    world = family.world
    await at_the_agency(family)
    await at_the_fund(family)
    await world.until(world.day(4))
    await family.do(FUND, "complete", outcome="resolved", text="Киім жіберілді.")
    assert (await family.seen())["status"] == "awaiting_receipt"
    await family.told()
    await world.until(world.day(6))
    denied = await family.citizen("receipt", received=False, text="Ештеңе келген жоқ.")
    assert (denied.json()["status"], denied.json()["stage"]) == ("in_work", "sponsor")
    await family.do(FUND, "claim")
    await family.do(FUND, "complete", outcome="resolved", text="Қайта жіберілді.")
    await family.told()
    await world.until(world.day(17))
    call = await family.task("call_back")
    assert (call["organisation"], call["role"], call["state"]) == ("reception-61", "clerk", "ready")
    await family.do("clerk", "claim", on="call_back")
    closed = await family.do("clerk", "complete", on="call_back", outcome="received", text="Киім келді.")
    assert closed["allowed"] == []
    appeal = await family.seen("clerk")
    assert (appeal["status"], appeal["outcome"], appeal["reopenings"]) == ("closed", "resolved", 1)
    assert [each.event for each in await family.past()] == [
        *("registered", "task_opened", "task_claimed", "referred", "task_opened", "task_claimed"),
        *("referred", "task_opened", "task_claimed", "referred", "task_opened", "task_claimed"),
        *("task_completed", "decided", "help_granted", "task_opened", "applicant_notified"),
        *("receipt_confirmed", "reopened", "task_opened", "task_claimed"),
        *("task_completed", "decided", "help_granted", "task_opened", "applicant_notified"),
        *("receipt_overdue", "task_opened", "task_claimed", "task_completed", "receipt_confirmed", "closed"),
    ]
    assert (await family.timeline()).future == []


async def test_the_ledger_says_whose_time_it_was(family: Life) -> None:
    world = family.world
    await at_the_agency(family)
    await at_the_fund(family)
    await family.do(FUND, "complete", outcome="resolved")
    await world.until(world.day(5))
    await family.ask("clerk", "receipt", received=True)
    ledger = await family.clocks()
    assert (soon(ledger.begins), soon(ledger.ends)) == (world.day(0), world.day(5))
    worked = {
        (each.owner.whose, each.owner.organisation): soon(each.spent.working + each.spent.idle)
        for each in ledger.totals
    }
    assert worked == {
        (Whose.ORGANISATION, "reception-61"): 2 * HOUR,
        (Whose.ORGANISATION, "social-protection-61"): 2 * A_DAY - 2 * HOUR,
        (Whose.ORGANISATION, "family-support-61"): A_DAY,
        (Whose.ORGANISATION, "children-fund"): timedelta(),
        (Whose.RECEIPT, "children-fund"): 2 * A_DAY,
    }
    assert (ledger.spent.paused, ledger.spent.late) == (timedelta(), timedelta())


async def test_the_clocks_that_run_are_shown_at_every_stage(family: Life) -> None:
    world = family.world
    running = {each.kind: each.due for each in (await family.clocks()).running}
    assert {kind: due and soon(due) for kind, due in running.items()} == {
        "statute": world.day(15, 18, 30),
        "step": world.day(2, 18, 30),
        "acceptance": world.day(0, 14),
    }
    await at_the_agency(family)
    running = {each.kind: each.due for each in (await family.clocks()).running}
    assert {kind: due and soon(due) for kind, due in running.items()} == {
        "statute": world.day(15, 18, 30),
        "step": world.day(10, 18, 30),
        "lease": world.day(3, 18, 30),
    }
    await at_the_fund(family)
    await family.do(FUND, "complete", outcome="resolved")
    running = {each.kind: each.due for each in (await family.clocks()).running}
    assert {kind: due and soon(due) for kind, due in running.items()} == {
        "receipt": world.day(13, 18, 30),
        "step": world.day(8, 18, 30),  # of the notice that help is granted
        "acceptance": world.day(3, 18),
    }


async def test_a_lawyer_who_must_be_asked_blocks_the_closing_until_the_answer(family: Life) -> None:
    world = family.world
    await at_the_agency(family)
    asked = await family.do(
        OFFICER, "open-side-task", specialty="lawyer", mandatory=True, text="Құқығы бар ма?"
    )
    assert asked["state"] == "claimed"
    for outcome in ("resolved", "explained"):
        blocked = await family.try_(OFFICER, "complete", outcome=outcome)
        assert (blocked.status_code, blocked.json()["code"]) == (409, "side_task_open")
    await world.until(world.day(1))
    await family.do("lawyer", "accept", on="side")
    await family.do("lawyer", "complete", on="side", outcome="answered", text="Құқығы бар.")
    answer = (await family.past("task_completed"))[-1]
    assert (answer.text, answer.by and answer.by.organisation) == ("Құқығы бар.", "legal-aid-61")
    assert (await family.do(OFFICER, "complete", outcome="explained"))["state"] == "completed"
    assert (await family.seen())["status"] == "closed"


async def test_the_citizen_follows_by_number_and_code_and_sees_nobodys_data(family: Life) -> None:
    world = family.world
    await at_the_agency(family)
    code = {"Tracking-Code": family.talon["tracking_code"]}
    by_number = await world.house.http.get(f"/v1/appeals/by-number/{family.talon['number']}", headers=code)
    assert by_number.json() == (await family.citizen()).json()
    shown = by_number.json()
    assert (shown["stage"], shown["organisation"]) == ("agency", "social-protection-61")
    for secret in (MOTHER, "Әбенова", IIN, WISH, "Қызметкер", str(family.id)):
        assert secret not in by_number.text
    assert (await family.citizen("notes", text="x")).status_code == 401
    assert (await family.citizen("reopening", text="x")).status_code == 409


async def test_steps_are_passed_over_with_a_reason(family: Life) -> None:
    await family.do("clerk", "claim")
    await family.do("clerk", "refer", step="sponsor", reason="needs_means", text="Тек киім керек.")
    passed = [
        (each.details["step"], each.details["reason"]) for each in await family.past("step_passed_over")
    ]
    assert passed == [("agency", "needs_means"), ("specialist", "needs_means")]
    assert (await family.task())["organisation"] == "children-fund"


async def test_an_extension_moves_the_end_once_and_both_dates_are_kept(family: Life) -> None:
    world = family.world
    await at_the_agency(family)
    before = await family.seen()
    refused = await family.world.asked(OFFICER, f"{family.path}/extension", {"term": "5wd", "text": "Күту."})
    assert refused.json()["code"] == "wrong_office"
    await family.ask("head", "extension", term="5wd", text="Жауап шетелден келеді.")
    (extended,) = (await family.clocks()).extensions
    assert (extended.old_due, extended.new_due) == (world.day(15, 18, 30), world.day(20, 18, 30))
    assert (await family.seen())["statute_due"] > before["statute_due"]
    assert datetime.fromisoformat((await family.task())["due"]) == world.day(15, 18, 30)
    again = await world.asked("head", f"{family.path}/extension", {"term": "1wd", "text": "Тағы."})
    assert (again.status_code, again.json()["code"]) == (409, "limit_reached")
