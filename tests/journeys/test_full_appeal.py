"""A family with four children, from the counter to help that has really arrived."""

from datetime import timedelta

import pytest

from domain.projections.time_ledger.spans import TimeOwnerKind
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation, rounded_to_minute

MOTHER = "Гүлнұр Әбенова"
IIN = "900101300007"
WISH = "Төрт балам бар, үйіміз ескі, балаларға қысқы киім керек."
OFFICER, PSYCHOLOGIST, FUND = "officer of welfare", "psychologist", "fund"
HOUR = timedelta(hours=1)
A_DAY = 9.5 * HOUR


@pytest.fixture
async def family(simulation: Simulation) -> HttpAppeal:
    """Staff the offices, and take the family's appeal in at ten on the eve of Nauryz."""
    await simulation.add_person(OFFICER, "social-protection-61", "officer")
    await simulation.add_person(PSYCHOLOGIST, "family-support-61", "specialist")
    await simulation.add_person(FUND, "children-fund", "sponsor")
    applicant = {"name": MOTHER, "iin": IIN, "category": "large_family"}
    return await simulation.register(topic="large-families", text=WISH, applicant=applicant)


async def at_the_agency(simulation: Simulation, family: HttpAppeal) -> None:
    """Move from the counter to the agency: two hours here, three until the work is accepted there."""
    await family.task_command("clerk", "claim")
    await simulation.advance_to(simulation.on_workday(0, 12))
    await family.task_command("clerk", "refer", step="agency", reason="other_competent_body")
    await simulation.advance_to(simulation.on_workday(0, 15))
    await family.task_command(OFFICER, "accept")


async def at_the_fund(simulation: Simulation, family: HttpAppeal) -> None:
    """Move to a specialist on day 2, and to a sponsor on day 3."""
    await simulation.advance_to(simulation.on_workday(2))
    body = {"step": "specialist", "reason": "needs_psychologist", "specialty": "psychologist"}
    await family.task_command(OFFICER, "refer", **body)
    await family.task_command(PSYCHOLOGIST, "accept")
    await simulation.advance_to(simulation.on_workday(3))
    await family.task_command(PSYCHOLOGIST, "refer", step="sponsor", reason="needs_resources")
    await family.task_command(FUND, "accept")


async def grant(family: HttpAppeal, text: str | None = None) -> None:
    """Return the fund's help to the body that asked, by way of the psychologist, and let it decide."""
    for who, sender in ((FUND, PSYCHOLOGIST), (PSYCHOLOGIST, OFFICER)):
        await family.task_command(who, "return", reason="other", text="Киім дайын.")
        await family.task_command(sender, "claim")
    await family.task_command(OFFICER, "complete", outcome="resolved", text=text)


async def test_the_appeal_closes_only_when_the_help_has_arrived(
    simulation: Simulation, family: HttpAppeal
) -> None:
    await at_the_agency(simulation, family)
    await at_the_fund(simulation, family)
    await simulation.advance_to(simulation.on_workday(4))
    await grant(family, "Киім жіберілді.")
    assert (await family.read())["status"] == "awaiting_receipt"
    await family.complete_due_notices()
    await simulation.advance_to(simulation.on_workday(6))
    denied = await family.citizen_request("confirm-receipt", received=False, text="Ештеңе келген жоқ.")
    assert (denied.json()["status"], denied.json()["stage"]) == ("in_progress", "agency")
    await family.task_command(OFFICER, "claim")
    await family.task_command(OFFICER, "complete", outcome="resolved", text="Қайта жіберілді.")
    await family.complete_due_notices()
    await simulation.advance_to(simulation.on_workday(17))
    call = await family.task("call_back")
    assert (call["organisation"], call["role"], call["state"]) == ("reception-61", "clerk", "ready")
    await family.task_command("clerk", "claim", on="call_back")
    closed = await family.task_command(
        "clerk", "complete", on="call_back", outcome="received", text="Киім келді."
    )
    assert closed["allowed_verbs"] == []
    appeal = await family.read("clerk")
    assert (appeal["status"], appeal["outcome"], appeal["reopenings"]) == ("closed", "resolved", 0)
    assert [each.event for each in await family.past_events()] == [
        *("registered", "task_opened", "task_claimed", "referred", "task_opened", "task_claimed"),
        *("referred", "task_opened", "task_claimed", "referred", "task_opened", "task_claimed"),
        *("task_returned", "task_opened", "task_claimed", "task_returned", "task_opened", "task_claimed"),
        *("task_completed", "decided", "help_granted", "task_opened", "applicant_notified"),
        *("receipt_confirmed", "reopened", "task_opened", "task_claimed"),
        *("task_completed", "decided", "help_granted", "task_opened", "applicant_notified"),
        *("receipt_overdue", "task_opened", "task_claimed", "task_completed", "receipt_confirmed", "closed"),
    ]
    assert (await family.timeline()).future == []


async def test_the_ledger_says_whose_time_it_was(simulation: Simulation, family: HttpAppeal) -> None:
    await at_the_agency(simulation, family)
    await at_the_fund(simulation, family)
    await grant(family)
    await simulation.advance_to(simulation.on_workday(5))
    await family.appeal_command("clerk", "confirm-receipt", received=True)
    ledger = await family.read_clocks()
    assert (rounded_to_minute(ledger.begins_at), rounded_to_minute(ledger.ends_at)) == (
        simulation.on_workday(0),
        simulation.on_workday(5),
    )
    worked = {
        (each.owner.kind, each.owner.organisation): rounded_to_minute(each.spent.working + each.spent.idle)
        for each in ledger.totals
    }
    assert {owner: time for owner, time in worked.items() if time} == {
        (TimeOwnerKind.ORGANISATION, "reception-61"): 2 * HOUR,
        (TimeOwnerKind.ORGANISATION, "social-protection-61"): 2 * A_DAY - 2 * HOUR,
        (TimeOwnerKind.ORGANISATION, "family-support-61"): A_DAY,
        (TimeOwnerKind.RECEIPT, "social-protection-61"): 2 * A_DAY,
    }
    assert (ledger.spent.paused, ledger.spent.late) == (timedelta(), timedelta())


async def test_the_clocks_that_run_are_shown_at_every_stage(
    simulation: Simulation, family: HttpAppeal
) -> None:
    running = {each.kind: each.due_at for each in (await family.read_clocks()).running_clocks}
    assert {kind: due and rounded_to_minute(due) for kind, due in running.items()} == {
        "statute": simulation.on_workday(15, 18, 30),
        "step": simulation.on_workday(2, 18, 30),
        "acceptance": simulation.on_workday(0, 14),
    }
    await at_the_agency(simulation, family)
    running = {each.kind: each.due_at for each in (await family.read_clocks()).running_clocks}
    assert {kind: due and rounded_to_minute(due) for kind, due in running.items()} == {
        "statute": simulation.on_workday(15, 18, 30),
        "step": simulation.on_workday(10, 18, 30),
        "lease": simulation.on_workday(3, 18, 30),
    }
    await at_the_fund(simulation, family)
    await grant(family)
    running = {each.kind: each.due_at for each in (await family.read_clocks()).running_clocks}
    assert {kind: due and rounded_to_minute(due) for kind, due in running.items()} == {
        "receipt": simulation.on_workday(13, 18, 30),
        "step": simulation.on_workday(8, 18, 30),  # of the notice that help is granted
        "acceptance": simulation.on_workday(3, 18),
    }


async def test_a_lawyer_who_must_be_asked_blocks_the_closing_until_the_answer(
    simulation: Simulation, family: HttpAppeal
) -> None:
    await at_the_agency(simulation, family)
    asked = await family.task_command(
        OFFICER, "open-side-task", specialty="lawyer", mandatory=True, text="Құқығы бар ма?"
    )
    assert asked["state"] == "claimed"
    for outcome in ("resolved", "explained"):
        blocked = await family.try_task_command(OFFICER, "complete", outcome=outcome)
        assert (blocked.status_code, blocked.json()["code"]) == (409, "side_task_open")
    await simulation.advance_to(simulation.on_workday(1))
    await family.task_command("lawyer", "accept", on="side")
    await family.task_command("lawyer", "complete", on="side", outcome="answered", text="Құқығы бар.")
    answer = (await family.past_events("task_completed"))[-1]
    assert (answer.text, answer.by and answer.by.organisation) == ("Құқығы бар.", "legal-aid-61")
    assert (await family.task_command(OFFICER, "complete", outcome="explained"))["state"] == "completed"
    assert (await family.read())["status"] == "closed"


async def test_the_citizen_follows_by_number_and_code_and_sees_nobodys_data(
    simulation: Simulation, family: HttpAppeal
) -> None:
    await at_the_agency(simulation, family)
    code = {"Tracking-Code": family.talon["tracking_code"]}
    by_number = await simulation.harness.http.get(
        f"/v1/appeals/by-number/{family.talon['number']}", headers=code
    )
    assert by_number.json() == (await family.citizen_request()).json()
    shown = by_number.json()
    assert (shown["stage"], shown["organisation"]) == ("agency", "social-protection-61")
    for secret in (MOTHER, "Әбенова", IIN, WISH, "Қызметкер"):
        assert secret not in by_number.text
    assert (await family.citizen_request("notes", text="x")).status_code == 403
    assert (await family.citizen_request("reopen", text="x")).status_code == 409
