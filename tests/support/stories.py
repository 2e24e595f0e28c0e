"""Short lives that between them go through every event; some in seconds, on a real clock."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from domain import commands as c
from domain.identity.people import Role
from domain.policy.escalation import Ladder, Level, Rank
from domain.policy.plan import Plan, Schedule, Specialty, Step
from domain.state.task import Ground, HandBackReason, HoldReason, Purpose, ReferralReason, Task, TaskOutcome
from domain.worktime.terms import Term
from tests.support.lives import CLERK, LAWYER, OFFICER, RECEPTION, Life, person, plan

Begin = Callable[[Plan], Awaitable[Life]]
Story = Callable[[Begin], Awaitable[Life]]

SUPERVISOR = person(RECEPTION, Role.SUPERVISOR)
HEAD = person("region-61", Role.HEAD)
SECOND = Term.parse("1s")


def hurried(slow: Plan) -> Plan:
    """Return *slow* with clocks of a second or two, a ladder of seconds, and steps that lapse."""
    ladder = Ladder(
        tuple(Level(Term.parse(f"{n}s"), rank) for n, rank in enumerate(Rank)), repeat=Term.parse("30s")
    )
    work = Schedule(Term.parse("2s"), (50, 75), ladder, SECOND)
    acceptance = Schedule(SECOND, (), ladder)
    steps = tuple(replace(step, work=work, acceptance=acceptance) for step in slow.steps)
    return replace(slow, statute=Schedule(Term.parse("3s"), (50, 75), ladder), steps=steps)


def sleepy(slow: Plan) -> Plan:
    """Return *slow* with leases and waits of seconds: time enough to act, little to wait for."""
    steps = tuple(replace(step, lease=Term.parse("5s")) for step in slow.steps)
    receipt = slow.receipt and replace(slow.receipt, term=SECOND)
    return replace(slow, steps=steps, receipt=receipt, limits=replace(slow.limits, information_term=SECOND))


async def claimed(life: Life) -> Task:
    """Have the clerk claim the first task."""
    task = await life.main_task()
    await life.give(c.Claim(CLERK, task.id))
    return task


async def at_agency(life: Life) -> Task:
    """Bring the appeal into the hands of its agency's officer."""
    task = await claimed(life)
    await life.give(c.Refer(CLERK, task.id, Step.AGENCY, ReferralReason.COMPETENCE))
    task = await life.main_task()
    await life.give(c.Accept(OFFICER, task.id))
    return task


async def until(life: Life, seen: Callable[[list[str]], bool]) -> None:
    """Wait, at most half a minute, until the names of the appeal's events satisfy *seen*."""
    for _ in range(300):
        if seen([type(fact.event).__name__ for fact in await life.facts()]):
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it did not happen")


async def straight(begin: Begin) -> Life:
    """From the counter to the agency to the outcome."""
    life = await begin(plan())
    task = await at_agency(life)
    await life.give(c.Complete(OFFICER, task.id, TaskOutcome.RESOLVED))
    return life


async def granted_and_received(begin: Begin) -> Life:
    """The help is granted, does not arrive, and then does."""
    life = await begin(plan(receipt=True))
    task = await at_agency(life)
    await life.give(c.Complete(OFFICER, task.id, TaskOutcome.RESOLVED))
    await life.give(c.ConfirmReceipt(CLERK, received=False))
    again = await life.main_task()
    await life.give(c.Claim(OFFICER, again.id))
    await life.give(c.Complete(OFFICER, again.id, TaskOutcome.RESOLVED))
    await life.give(c.ConfirmReceipt(CLERK, received=True))
    return life


async def handed_back_and_forth(begin: Begin) -> Life:
    """Declined, sent again, returned, reassigned, released, and refused in the end."""
    life = await begin(plan())
    task = await claimed(life)
    await life.give(c.Refer(CLERK, task.id, Step.AGENCY, ReferralReason.COMPETENCE))
    offered = await life.main_task()
    await life.give(c.Decline(OFFICER, offered.id, HandBackReason.INCOMPLETE))
    task = await at_agency(life)
    await life.give(c.Return(OFFICER, task.id, HandBackReason.OTHER))
    task = await life.main_task()
    await life.give(c.Reassign(SUPERVISOR, task.id, task.group, CLERK.id))
    await life.give(c.Release(CLERK, task.id))
    await life.give(c.Extend(SUPERVISOR, Term.parse("10cd")))
    done = c.Complete(SUPERVISOR, task.id, TaskOutcome.REFUSED, Ground.NO_RIGHT, override=True)
    await life.give(done)
    return life


async def with_side_tasks(begin: Begin) -> Life:
    """A lawyer answers, another is no longer needed, a step is passed over."""
    life = await begin(plan())
    task = await at_agency(life)
    for mandatory in (True, False):
        await life.give(
            c.OpenSideTask(OFFICER, task.id, Step.SPECIALIST, mandatory, specialty=Specialty.LAWYER)
        )
    asked, spare = [each for each in (await life.appeal()).open_tasks if each.purpose is Purpose.SIDE]
    await life.give(c.Accept(LAWYER, asked.id))
    await life.give(c.Complete(LAWYER, asked.id, TaskOutcome.ANSWERED))
    await life.give(c.CancelSideTask(OFFICER, spare.id))
    await life.give(c.Refer(OFFICER, task.id, Step.SPONSOR, ReferralReason.NEEDS_MEANS))
    await life.give(c.Withdraw(CLERK))
    return life


async def asked_and_held(begin: Begin) -> Life:
    """The citizen is asked and answers; the task is put aside and comes back by itself."""
    life = await begin(plan())
    task = await claimed(life)
    await life.give(c.RequestInformation(CLERK, task.id))
    await life.give(c.ProvideInformation(CLERK))
    soon = datetime.now(UTC) + timedelta(seconds=5)
    await life.give(c.Hold(CLERK, task.id, soon, HoldReason.SCHEDULED_VISIT))
    await until(life, lambda seen: "TaskResumed" in seen)
    await life.give(c.Hold(CLERK, task.id, soon + timedelta(hours=1), HoldReason.LEAVE))
    await life.give(c.Resume(CLERK, task.id))
    await life.give(c.Merge(SUPERVISOR, uuid4()))
    return life


async def forgotten(begin: Begin) -> Life:
    """Nobody acts: warnings, breaches, every level of the ladder, the lapse of steps."""
    life = await begin(hurried(plan()))
    await until(life, lambda seen: {"StepLapsed", "Breached"} <= set(seen))
    await life.give(c.Withdraw(CLERK))
    return life


async def slept_on(begin: Begin) -> Life:
    """The holder sleeps, the citizen does not answer, nobody says whether the help has arrived."""
    life = await begin(sleepy(plan(receipt=True)))
    task = await claimed(life)
    await until(life, lambda seen: "LeaseLapsed" in seen)
    await life.give(c.Claim(CLERK, task.id))
    await life.give(c.RequestInformation(CLERK, task.id))
    await until(life, lambda seen: "InformationWaitLapsed" in seen)
    done = c.Complete(HEAD, task.id, TaskOutcome.RESOLVED, override=True)
    await life.give(done)
    await until(life, lambda seen: "ReceiptOverdue" in seen)
    call = next(each for each in (await life.appeal()).open_tasks if each.purpose is Purpose.CALL_BACK)
    await life.give(c.Claim(CLERK, call.id))
    await life.give(c.Complete(CLERK, call.id, TaskOutcome.RECEIVED))
    return life


async def long_lived(begin: Begin) -> Life:
    """So many commands that the history begins anew."""
    life = await begin(plan())
    task = await claimed(life)
    for _ in range(28):
        await life.give(c.Claim(CLERK, task.id))
    await life.give(c.Complete(CLERK, task.id, TaskOutcome.EXPLAINED))
    return life


STORIES: tuple[Story, ...] = (
    straight,
    granted_and_received,
    handed_back_and_forth,
    with_side_tasks,
    asked_and_held,
    forgotten,
    slept_on,
    long_lived,
)
