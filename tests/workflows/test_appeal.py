"""The workflow: verbs as updates, one timer for the next alarm, everything written down before it answers."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.testing import WorkflowEnvironment

from domain import commands as c
from domain import events as e
from domain.errors import GroundRequired, TaskHeldByAnother, VersionMismatch
from domain.identity.people import Role
from domain.policy.escalation import EscalationTarget
from domain.policy.plan import Step
from domain.state.appeal import Status
from domain.state.task import Outcome, ReferralReason, TaskOutcome, TaskState
from schemas.wire.messages import AppealEnd, AppealState, CommandMessage
from tests.support.workflows.live_appeal import CLERK, HOUR, OFFICER, RECEPTION, LiveAppeal, make_person
from workflows.client import AppealClient
from workflows.commands.errors import WorkflowIdTaken, WorkflowNotRunning
from workflows.names import appeal_workflow_id


async def referred(life: LiveAppeal) -> None:
    """Bring the appeal to its agency."""
    task = await life.read_main_task()
    await life.send_command(c.Claim(CLERK, task.id))
    await life.send_command(c.Refer(CLERK, task.id, Step.AGENCY, ReferralReason.OTHER_COMPETENT_BODY))


async def test_a_life_from_reception_to_agency_to_outcome(engine: AsyncEngine, appeals: AppealClient) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    await referred(life)
    task = await life.read_main_task()
    assert (task.step, task.state) == (Step.AGENCY, TaskState.OFFERED)
    await life.send_command(c.Accept(OFFICER, task.id))
    answer = await life.send_command(c.Complete(OFFICER, task.id, TaskOutcome.RESOLVED))
    assert answer.status is not None
    assert (answer.status.state, answer.status.allowed_verbs) == (TaskState.COMPLETED, ())
    assert (await life.read_appeal()).progress.outcomes == (Outcome.RESOLVED,)


async def test_what_a_verb_answered_is_written_down_already(
    engine: AsyncEngine, appeals: AppealClient
) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    answer = await life.send_command(c.Claim(CLERK, (await life.read_main_task()).id))
    assert (await life.read_appeal()).seq == answer.seq
    assert (await life.read_main_task()).holder == CLERK.id


async def test_the_loser_of_a_claim_learns_who_holds_the_task_and_since_when(
    engine: AsyncEngine, appeals: AppealClient
) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    task = await life.read_main_task()
    rivals = [make_person(RECEPTION, Role.CLERK) for _ in range(5)]
    answers = await asyncio.gather(
        *(life.send_command(c.Claim(rival, task.id)) for rival in rivals), return_exceptions=True
    )
    refusals = [answer for answer in answers if isinstance(answer, TaskHeldByAnother)]
    assert len(refusals) == len(rivals) - 1
    held = await life.read_main_task()
    assert {refusal.details["holder"] for refusal in refusals} == {str(held.holder)}
    assert {refusal.details["since"] for refusal in refusals} == {held.state_since.isoformat()}


async def test_a_refusal_writes_nothing_into_the_history(
    engine: AsyncEngine, appeals: AppealClient, temporal: WorkflowEnvironment
) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    task = await life.read_main_task()
    await life.send_command(c.Claim(CLERK, task.id))
    handle = temporal.client.get_workflow_handle(appeal_workflow_id(life.number))
    before = len((await handle.fetch_history()).events)
    with pytest.raises(GroundRequired):
        await life.send_command(c.Complete(CLERK, task.id, TaskOutcome.REFUSED))
    assert len((await handle.fetch_history()).events) == before


async def test_same_command_id_is_executed_once(engine: AsyncEngine, appeals: AppealClient) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    task, given = await life.read_main_task(), uuid4()
    first = await life.send_command(c.Claim(CLERK, task.id), given)
    again = await life.send_command(c.Claim(CLERK, task.id), given)
    assert again.seq == first.seq
    assert [fact.command for fact in await life.read_facts()].count(given) == 1


async def test_of_commands_on_one_version_only_the_first_succeeds(
    engine: AsyncEngine, appeals: AppealClient
) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    task, given = await life.read_main_task(), uuid4()
    claim = c.Claim(CLERK, task.id)
    first = await appeals.send_command(life.number, claim, given, task.version)
    assert (await appeals.send_command(life.number, claim, given, task.version)).seq == first.seq
    with pytest.raises(VersionMismatch) as refused:
        await appeals.send_command(life.number, c.Release(CLERK, task.id), uuid4(), task.version)
    now = await life.read_main_task()
    assert refused.value.details == {"version": str(now.version)}
    await appeals.send_command(life.number, c.Release(CLERK, task.id), uuid4(), now.version)


async def test_no_command_reaches_another_appeal_of_the_same_number(
    engine: AsyncEngine, appeals: AppealClient
) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    with pytest.raises(WorkflowIdTaken):
        await appeals.send_command(life.number, c.Withdraw(CLERK), uuid4(), appeal=uuid4())
    assert not (await life.read_appeal()).is_closed


async def test_start_under_the_number_of_another_appeal_is_an_error(
    engine: AsyncEngine, appeals: AppealClient
) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    appeal = await life.read_appeal()
    await appeals.start_workflow(appeal)
    with pytest.raises(WorkflowIdTaken):
        await appeals.start_workflow(replace(appeal, id=uuid4()))


async def test_command_ids_survive_continue_as_new(
    engine: AsyncEngine, appeals: AppealClient, temporal: WorkflowEnvironment
) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    task = await life.read_main_task()
    first_run = (await temporal.client.get_workflow_handle(appeal_workflow_id(life.number)).describe()).run_id
    given = [uuid4() for _ in range(30)]
    for each in given:
        await life.send_command(c.Claim(CLERK, task.id), each)
    last_run = (await temporal.client.get_workflow_handle(appeal_workflow_id(life.number)).describe()).run_id
    assert first_run != last_run
    seq = (await life.read_appeal()).seq
    again = await life.send_command(c.Claim(CLERK, task.id), given[0])
    assert again.duplicate
    assert (await life.read_appeal()).seq == seq


async def test_signal_follows_the_same_rules_and_records_refusals(
    engine: AsyncEngine, appeals: AppealClient, temporal: WorkflowEnvironment
) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    handle = temporal.client.get_workflow_handle(appeal_workflow_id(life.number))
    stranger = make_person("elsewhere", Role.CLERK)
    task = await life.read_main_task()
    refused, accepted = uuid4(), uuid4()
    await handle.signal("claim", CommandMessage(command_id=refused, command=c.Claim(stranger, task.id)))
    await handle.signal("claim", {"command_id": "not a command"})
    await handle.signal("explode")
    await handle.signal("claim", CommandMessage(command_id=accepted, command=c.Claim(CLERK, task.id)))
    while (await life.read_main_task()).holder != CLERK.id:
        await asyncio.sleep(0.05)
    refusals = {
        (fact.event.verb, fact.event.code, fact.command)
        for fact in await life.read_facts()
        if isinstance(fact.event, e.CommandRefused)
    }
    assert refusals == {
        ("claim", "unknown_person", refused),
        ("claim", "malformed", None),
        ("unknown", "malformed", None),
    }


async def test_a_verb_on_a_closed_appeal_finds_no_workflow(
    engine: AsyncEngine, appeals: AppealClient
) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    await life.send_command(c.Withdraw(CLERK))
    with pytest.raises(WorkflowNotRunning):
        await life.send_command(c.Withdraw(CLERK))


async def test_a_closed_appeal_is_reopened_in_a_new_run_with_its_whole_past(
    engine: AsyncEngine, appeals: AppealClient
) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    await life.send_command(c.Withdraw(CLERK))
    answer = await appeals.send_command_to_closed(await life.read_facts(), c.Reopen(CLERK), uuid4())
    appeal = await life.read_appeal()
    assert appeal.seq == answer.seq
    assert (appeal.status, appeal.progress.reopenings) == (Status.IN_PROGRESS, 1)
    assert appeal.progress.outcomes == (Outcome.WITHDRAWN,)
    await life.send_command(c.Claim(CLERK, (await life.read_main_task()).id))


async def test_command_from_before_a_reopening_is_not_repeated(
    engine: AsyncEngine, appeals: AppealClient
) -> None:
    life, withdrawn = await LiveAppeal.begin(engine, appeals), uuid4()
    await life.send_command(c.Withdraw(CLERK), withdrawn)
    await appeals.send_command_to_closed(await life.read_facts(), c.Reopen(CLERK), uuid4())
    assert (await life.send_command(c.Withdraw(CLERK), withdrawn)).duplicate
    assert (await life.read_appeal()).status is Status.IN_PROGRESS


async def test_a_supervisor_reads_where_the_appeal_is(
    engine: AsyncEngine, appeals: AppealClient, temporal: WorkflowEnvironment
) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    await referred(life)
    handle = temporal.client.get_workflow_handle(appeal_workflow_id(life.number))
    state = await handle.query("state", result_type=AppealState)
    assert (state.summary.stage, state.summary.organisation) == ("agency", "housing-61")
    description = await handle.describe()
    shown = {pair.key.name: pair.value for pair in description.typed_search_attributes}
    assert shown["AppealStage"] == "agency"
    assert shown["OrganisationId"] == "housing-61"
    assert shown["NeedsAttention"] is False


async def test_current_details_show_the_present_state_when_asked(
    engine: AsyncEngine, appeals: AppealClient, temporal: WorkflowEnvironment
) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    await referred(life)
    handle = temporal.client.get_workflow_handle(appeal_workflow_id(life.number))
    shown = await handle.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
    assert f"**{life.number}** — competent body" in shown.current_details
    assert "next automatic event" in shown.current_details


async def test_appeal_escalates_while_no_one_acts(
    engine: AsyncEngine, skipping_appeals: AppealClient, time_machine: WorkflowEnvironment
) -> None:
    with time_machine.with_time_skipping_disabled():
        life = await LiveAppeal.begin(engine, skipping_appeals)
    handle = time_machine.client.get_workflow_handle(appeal_workflow_id(life.number))
    for _ in range(14):
        await time_machine.fast_forward(handle, HOUR)
    called = [
        fact.event.target
        for fact in await life.read_facts()
        if isinstance(fact.event, e.Escalated) and fact.event.clock == "acceptance"
    ]
    assert called == [
        EscalationTarget.HOLDER,
        EscalationTarget.SUPERVISOR,
        EscalationTarget.HEAD,
        EscalationTarget.FALLBACK,
        EscalationTarget.OPERATOR,
    ]
    appeal = await life.read_appeal()
    assert appeal.progress.needs_attention
    assert (await life.read_main_task()).group.organisation == "fallback"


async def test_an_answer_wakes_the_appeal_and_the_wait_moved_the_clock(
    engine: AsyncEngine, skipping_appeals: AppealClient, time_machine: WorkflowEnvironment
) -> None:
    with time_machine.with_time_skipping_disabled():
        life = await LiveAppeal.begin(engine, skipping_appeals)
        task = await life.read_main_task()
        await life.send_command(c.Claim(CLERK, task.id))
        due = (await life.read_appeal()).statute_due
        await life.send_command(c.RequestInformation(CLERK, task.id))
    handle = time_machine.client.get_workflow_handle(appeal_workflow_id(life.number))
    await time_machine.fast_forward(handle, 30 * HOUR)
    with time_machine.with_time_skipping_disabled():
        await life.send_command(c.ProvideInformation(CLERK))
    appeal = await life.read_appeal()
    assert due is not None
    assert appeal.statute_due is not None
    assert timedelta(hours=29) < appeal.statute_due - due < timedelta(hours=32)
    assert appeal.progress.escalations == 0


async def test_the_run_ends_with_the_outcome(
    engine: AsyncEngine, appeals: AppealClient, temporal: WorkflowEnvironment
) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    await life.send_command(c.Withdraw(CLERK))
    handle = temporal.client.get_workflow_handle(appeal_workflow_id(life.number), result_type=AppealEnd)
    assert (await handle.result()).outcome is Outcome.WITHDRAWN
