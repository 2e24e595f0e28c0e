"""Short lives that between them go through every event; some in seconds, on a real clock."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from domain import commands as c
from domain.identity.people import Role
from domain.policy.escalation import Escalation, EscalationLevel, EscalationTarget
from domain.policy.plan import Schedule, Specialty, Step
from domain.state.task import Ground, HandBackReason, HoldReason, Purpose, ReferralReason, Task, TaskOutcome
from domain.worktime.terms import Term
from tests.support.domain.builders import CasePlan
from tests.support.workflows.live_appeal import (
    CLERK,
    LAWYER,
    OFFICER,
    RECEPTION,
    LiveAppeal,
    make_person,
    make_plan,
)

BeginAppeal = Callable[[CasePlan], Awaitable[LiveAppeal]]
WorkflowScenario = Callable[[BeginAppeal], Awaitable[LiveAppeal]]

SUPERVISOR = make_person(RECEPTION, Role.SUPERVISOR)
REGION_HEAD = make_person("region-61", Role.HEAD)
SECOND = Term.parse("1s")


def fast_plan(slow: CasePlan) -> CasePlan:
    """Return *slow* with clocks of a second or two, a ladder of seconds, and steps that lapse."""
    ladder = Escalation(
        tuple(EscalationLevel(Term.parse(f"{n}s"), rank) for n, rank in enumerate(EscalationTarget)),
        repeat_every=Term.parse("30s"),
    )
    work = Schedule(Term.parse("2s"), (50, 75), ladder, SECOND)
    acceptance = Schedule(SECOND, (), ladder)
    steps = tuple(replace(step, work=work, acceptance=acceptance) for step in slow.steps)
    return replace(slow, statute=Schedule(Term.parse("3s"), (50, 75), ladder), steps=steps)


def short_lease_plan(slow: CasePlan) -> CasePlan:
    """Return *slow* with leases and waits of seconds: time enough to act, little to wait for."""
    steps = tuple(replace(step, lease=Term.parse("5s")) for step in slow.steps)
    receipt = slow.receipt and replace(slow.receipt, term=SECOND)
    return replace(
        slow, steps=steps, receipt=receipt, limits=replace(slow.limits, max_information_wait=SECOND)
    )


async def claim_first_task(life: LiveAppeal) -> Task:
    """Have the clerk claim the first task."""
    task = await life.read_main_task()
    await life.send_command(c.Claim(CLERK, task.id))
    return task


async def bring_to_agency(life: LiveAppeal) -> Task:
    """Bring the appeal into the hands of its agency's officer."""
    task = await claim_first_task(life)
    await life.send_command(c.Refer(CLERK, task.id, Step.AGENCY, ReferralReason.OTHER_COMPETENT_BODY))
    task = await life.read_main_task()
    await life.send_command(c.Accept(OFFICER, task.id))
    return task


async def wait_for_events(life: LiveAppeal, seen: Callable[[list[str]], bool]) -> None:
    """Wait, at most half a minute, until the names of the appeal's events satisfy *seen*."""
    for _ in range(300):
        if seen([type(fact.event).__name__ for fact in await life.read_facts()]):
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it did not happen")


async def resolved_directly(begin: BeginAppeal) -> LiveAppeal:
    """From the counter to the agency to the outcome."""
    life = await begin(make_plan())
    task = await bring_to_agency(life)
    await life.send_command(c.Complete(OFFICER, task.id, TaskOutcome.RESOLVED))
    return life


async def granted_and_received(begin: BeginAppeal) -> LiveAppeal:
    """The help is granted, does not arrive, and then does."""
    life = await begin(make_plan(receipt=True))
    task = await bring_to_agency(life)
    await life.send_command(c.Complete(OFFICER, task.id, TaskOutcome.RESOLVED))
    await life.send_command(c.ConfirmReceipt(CLERK, received=False))
    again = await life.read_main_task()
    await life.send_command(c.Claim(OFFICER, again.id))
    await life.send_command(c.Complete(OFFICER, again.id, TaskOutcome.RESOLVED))
    await life.send_command(c.ConfirmReceipt(CLERK, received=True))
    return life


async def handed_over_repeatedly(begin: BeginAppeal) -> LiveAppeal:
    """Corrected, declined, sent again, returned, reassigned, released, and refused in the end."""
    life = await begin(make_plan())
    task = await claim_first_task(life)
    plan = make_plan().plan()
    await life.send_command(c.CorrectApplicant(CLERK, 0, ("name",)))
    await life.send_command(c.CorrectTopic(CLERK, "housing-repair", plan))
    await life.send_command(c.CorrectRegion(CLERK, "79", plan))
    await life.send_command(c.RecordBodyRegistration(CLERK, "ЖТ-2026-17"))
    await life.send_command(c.Refer(CLERK, task.id, Step.AGENCY, ReferralReason.OTHER_COMPETENT_BODY))
    offered = await life.read_main_task()
    await life.send_command(c.Decline(OFFICER, offered.id, HandBackReason.INCOMPLETE))
    task = await bring_to_agency(life)
    await life.send_command(c.Return(OFFICER, task.id, HandBackReason.OTHER))
    task = await life.read_main_task()
    await life.send_command(c.Reassign(SUPERVISOR, task.id, task.group, CLERK.id))
    await life.send_command(c.Release(CLERK, task.id))
    await life.send_command(c.Extend(SUPERVISOR, Term.parse("10cd")))
    done = c.Complete(SUPERVISOR, task.id, TaskOutcome.REFUSED, Ground.NO_RIGHT, override=True)
    await life.send_command(done)
    return life


async def with_side_tasks(begin: BeginAppeal) -> LiveAppeal:
    """A lawyer answers, another is no longer needed, a step is passed over."""
    life = await begin(make_plan())
    task = await bring_to_agency(life)
    for mandatory in (True, False):
        await life.send_command(
            c.OpenSideTask(OFFICER, task.id, Step.SPECIALIST, mandatory, specialty=Specialty.LAWYER)
        )
    asked, spare = [each for each in (await life.read_appeal()).open_tasks if each.purpose is Purpose.SIDE]
    await life.send_command(c.Accept(LAWYER, asked.id))
    await life.send_command(c.Complete(LAWYER, asked.id, TaskOutcome.ANSWERED))
    await life.send_command(c.CancelSideTask(OFFICER, spare.id))
    await life.send_command(c.Refer(OFFICER, task.id, Step.SPONSOR, ReferralReason.NEEDS_RESOURCES))
    await life.send_command(c.Withdraw(CLERK))
    return life


async def information_and_hold(begin: BeginAppeal) -> LiveAppeal:
    """The citizen is asked and answers; the task is put aside and comes back by itself."""
    life = await begin(make_plan())
    task = await claim_first_task(life)
    await life.send_command(c.RequestInformation(CLERK, task.id))
    await life.send_command(c.ProvideInformation(CLERK))
    soon = datetime.now(UTC) + timedelta(seconds=5)
    await life.send_command(c.Hold(CLERK, task.id, soon, HoldReason.SCHEDULED_VISIT))
    await wait_for_events(life, lambda seen: "TaskResumed" in seen)
    await life.send_command(c.Hold(CLERK, task.id, soon + timedelta(hours=1), HoldReason.ON_LEAVE))
    await life.send_command(c.Resume(CLERK, task.id))
    await life.send_command(c.Merge(SUPERVISOR, uuid4()))
    return life


async def never_claimed(begin: BeginAppeal) -> LiveAppeal:
    """No commands: warnings, breaches, every level, the lapse of steps; and a withdrawal before all that."""
    life = await begin(fast_plan(make_plan()))
    await wait_for_events(life, lambda seen: {"StepLapsed", "Breached"} <= set(seen))
    registered_at = (await life.read_appeal()).origin.registered_at
    await life.send_command(c.Withdraw(CLERK), accepted_at=registered_at)
    return life


async def leases_expired(begin: BeginAppeal) -> LiveAppeal:
    """The holder sleeps, the citizen does not answer, receipt of the help is not confirmed."""
    life = await begin(short_lease_plan(make_plan(receipt=True)))
    task = await claim_first_task(life)
    await wait_for_events(life, lambda seen: "LeaseLapsed" in seen)
    await life.send_command(c.Claim(CLERK, task.id))
    await life.send_command(c.RequestInformation(CLERK, task.id))
    await wait_for_events(life, lambda seen: "InformationWaitLapsed" in seen)
    done = c.Complete(REGION_HEAD, task.id, TaskOutcome.RESOLVED, override=True)
    await life.send_command(done)
    await wait_for_events(life, lambda seen: "ReceiptOverdue" in seen)
    call = next(each for each in (await life.read_appeal()).open_tasks if each.purpose is Purpose.CALL_BACK)
    await life.send_command(c.Claim(CLERK, call.id))
    await life.send_command(c.Complete(CLERK, call.id, TaskOutcome.RECEIVED))
    return life


async def continued_as_new(begin: BeginAppeal) -> LiveAppeal:
    """So many commands that the workflow continues as new."""
    life = await begin(make_plan())
    task = await claim_first_task(life)
    for _ in range(28):
        await life.send_command(c.Claim(CLERK, task.id))
    await life.send_command(c.Complete(CLERK, task.id, TaskOutcome.EXPLAINED))
    return life


SCENARIOS: tuple[WorkflowScenario, ...] = (
    resolved_directly,
    granted_and_received,
    handed_over_repeatedly,
    with_side_tasks,
    information_and_hold,
    never_claimed,
    leases_expired,
    continued_as_new,
)
