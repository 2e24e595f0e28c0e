"""Commands from outside follow the rules of the API: who and what they name is checked, not believed."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from domain import commands as c
from domain.identity.people import Group, Role
from domain.policy.plan import Step
from domain.state.task import ReferralReason, TaskOutcome
from schemas.wire.messages import CommandMessage
from store.appeals import event_log
from tests.support.api.harness import ApiHarness
from tests.support.journeys.http_appeal import HttpAppeal, claim_new_appeal

RECORDED = "command_refused"
MakeCommand = Callable[[HttpAppeal], Awaitable[c.PersonCommand]]


async def _refer(it: HttpAppeal, to: str) -> c.Refer:
    clerk, task = it.harness.people["clerk"], UUID((await it.task())["id"])
    return c.Refer(clerk, task, Step.AGENCY, ReferralReason.OTHER, to_organisation=to)


async def _by_stranger(it: HttpAppeal) -> c.PersonCommand:
    stranger = replace(it.harness.people["clerk"], id=uuid4())
    return c.Withdraw(stranger, await it.store_text("Алып кетемін."))


async def _above_own_role(it: HttpAppeal) -> c.PersonCommand:
    supervisor = replace(it.harness.people["clerk"], role=Role.SUPERVISOR)
    return c.Withdraw(supervisor, await it.store_text("Алып кетемін."))


async def _to_nowhere(it: HttpAppeal) -> c.PersonCommand:
    return await _refer(it, "nowhere-at-all")


async def _to_an_unknown_holder(it: HttpAppeal) -> c.PersonCommand:
    supervisor = it.harness.people["supervisor"]
    group = Group(supervisor.organisation, Role.CLERK)
    return c.Reassign(supervisor, UUID((await it.task())["id"]), group, holder=uuid4())


async def _with_a_text_that_is_none(it: HttpAppeal) -> c.PersonCommand:
    return c.Withdraw(it.harness.people["clerk"], uuid4())


async def _with_the_text_of_another_appeal(it: HttpAppeal) -> c.PersonCommand:
    another = await HttpAppeal.begin(it.harness)
    return c.Withdraw(it.harness.people["clerk"], await another.store_text("Құпия."))


async def _without_the_text_that_is_needed(it: HttpAppeal) -> c.PersonCommand:
    return c.Reopen(it.harness.people["clerk"])


async def _with_a_name_for_a_number(it: HttpAppeal) -> c.PersonCommand:
    return c.RecordBodyRegistration(it.harness.people["clerk"], "Гүлнұр Әбенова 1")


async def _outside_by_its_own_word(it: HttpAppeal) -> c.PersonCommand:
    task, text = UUID((await it.task())["id"]), await it.store_text("Құзыретімізде емес.")
    return c.Redirect(it.harness.people["clerk"], task, "nowhere-at-all", text, is_external=True)


async def _on_an_appeal_of_others(it: HttpAppeal) -> c.PersonCommand:
    return c.ConfirmReceipt(it.harness.people["integrator"], received=True)


REFUSED: dict[str, tuple[str, str, MakeCommand]] = {
    "a stranger": ("withdraw", "unknown_person", _by_stranger),
    "a role above one's own": ("withdraw", "unknown_person", _above_own_role),
    "an unknown organisation": ("refer", "unknown_organisation", _to_nowhere),
    "an unknown holder": ("reassign", "unknown_person", _to_an_unknown_holder),
    "a text that is none": ("withdraw", "validation_failed", _with_a_text_that_is_none),
    "another appeal's text": ("withdraw", "validation_failed", _with_the_text_of_another_appeal),
    "no text": ("reopen", "validation_failed", _without_the_text_that_is_needed),
    "a name for a number": ("record-body-registration", "validation_failed", _with_a_name_for_a_number),
    "an external body by its own word": ("redirect", "unknown_organisation", _outside_by_its_own_word),
    "an appeal of others": ("confirm-receipt", "not_found", _on_an_appeal_of_others),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_signal_that_names_what_does_not_exist_is_refused_and_recorded(
    harness: ApiHarness, name: str
) -> None:
    verb, code, make_command = REFUSED[name]
    it = await claim_new_appeal(harness)
    command = await make_command(it)
    refusal = await it.signal(verb, CommandMessage(command_id=uuid4(), command=command), RECORDED)
    assert (refusal.details["verb"], refusal.details["code"]) == (verb, code)
    await it.task_command("clerk", "release")


async def test_update_by_a_stranger_is_refused_and_recorded(harness: ApiHarness) -> None:
    it = await claim_new_appeal(harness)
    message = CommandMessage(command_id=uuid4(), command=await _by_stranger(it))
    with pytest.raises(WorkflowUpdateFailedError) as failure:
        await it.handle.execute_update("withdraw", message)
    assert isinstance(failure.value.cause, ApplicationError)
    assert failure.value.cause.type == "unknown_person"
    while (refusal := (await it.past_events())[-1]).event != RECORDED:
        await asyncio.sleep(0.05)
    assert refusal.by is None


async def test_superior_that_a_signal_states_is_that_of_the_policy(harness: ApiHarness) -> None:
    it = await claim_new_appeal(harness)
    agency = (await it.refer_to_agency())["organisation"]
    await it.task_command("officer", "decline", reason="other")
    await it.task_command("clerk", "claim")
    command = replace(await _refer(it, agency), superior=Group("nowhere", Role.OFFICER))
    await it.handle.signal("refer", CommandMessage(command_id=uuid4(), command=command))
    while (await it.task())["organisation"] != agency:
        await asyncio.sleep(0.05)
    async with harness.engine.connect() as connection:
        facts = await event_log.facts_of_appeal(connection, it.id)
    assert "nowhere" not in str(facts)


async def test_update_by_an_employee_is_carried_out(harness: ApiHarness) -> None:
    it = await claim_new_appeal(harness)
    command = c.Complete(
        harness.people["clerk"],
        UUID((await it.task())["id"]),
        TaskOutcome.EXPLAINED,
        text=await it.store_text("Түсіндірілді."),
    )
    await it.handle.execute_update("complete", CommandMessage(command_id=uuid4(), command=command))
    assert (await it.read())["outcome"] == "explained"
