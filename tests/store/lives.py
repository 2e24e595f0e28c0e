"""Lives for the store to keep: an appeal obeys commands and clocks, and each step is a batch."""

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from domain import commands as c
from domain.decide.alarms import next_alarm
from domain.decide.appeal import decide
from domain.decide.registration import Intake, register
from domain.errors import Refusal
from domain.events import Event, Fact
from domain.evolve.appeal import record
from domain.identity.identifiers import Talon
from domain.identity.people import Group, Person, Role
from domain.identity.uuid7 import uuid7
from domain.policy.escalation import Ladder, Level, Rank
from domain.policy.plan import Limits, Plan, ReceiptPlan, Schedule, Specialty, Step, StepPlan
from domain.rules.lifecycle import Verb
from domain.rules.permissions import allowed_verbs
from domain.state.appeal import Appeal
from domain.state.task import HandBackReason, HoldReason, Purpose, ReferralReason, Task, TaskOutcome
from domain.worktime.terms import Term
from domain.worktime.utc_offsets import Offset
from domain.worktime.working_calendar import Calendar
from schemas.wire.messages import Batch

NAURYZ = datetime(2026, 3, 20, 4, 0, tzinfo=UTC)
REGION = "61"
SECOND = timedelta(seconds=1)

CALENDAR = Calendar(
    version="always-open-1",
    timezone="Asia/Almaty",
    offsets=(Offset(datetime(2024, 2, 29, 18, tzinfo=UTC), 300),),
    opens=time.min,
    closes=time.max,
    days_off=(),
    days_on=(),
    estimated=(),
    first=date(2019, 1, 1),
    last=date(2099, 12, 31),
    always_open=True,
)

COUNTER = Group("reception-61", Role.CLERK)
AGENCY = Group("agency-61", Role.OFFICER)
LAWYERS = Group("lawyers", Role.SPECIALIST)
SPONSORS = Group("sponsors", Role.SPONSOR)
FALLBACK = Group("coordination", Role.OFFICER)
GROUPS = (COUNTER, AGENCY, LAWYERS, SPONSORS, FALLBACK)


def chance(seed: int) -> Random:
    """Return dice that fall the same way each time."""
    return Random(seed)  # noqa: S311 - dice, not secrets


def new_id(at: datetime = NAURYZ) -> UUID:
    return uuid7(at, os.urandom(10))


def person(group: Group, role: Role | None = None, region: str = REGION) -> Person:
    return Person(new_id(), group.organisation, role or group.role, region)


STAFF = {group: person(group) for group in GROUPS}
CLERK = STAFF[COUNTER]
OFFICER = STAFF[AGENCY]


def seconds(amount: int) -> Term:
    return Term.parse(f"{amount}s")


LADDER = Ladder(
    tuple(
        Level(seconds(20 * number), to)
        for number, to in enumerate(
            (Rank.HOLDER, Rank.SUPERVISOR, Rank.HEAD, Rank.FALLBACK, Rank.OPERATOR), 1
        )
    ),
    repeat=seconds(60),
)


def schedule(budget: int, lapse: int | None = None) -> Schedule:
    return Schedule(seconds(budget), (50, 75), LADDER, seconds(lapse) if lapse else None)


def step_plan(step: Step, group: Group, lapse: int | None = None) -> StepPlan:
    return StepPlan(step, group, schedule(100, lapse), schedule(30), seconds(50))


PLAN = Plan(
    policy="tests-1",
    statute=schedule(1000),
    steps=(
        step_plan(Step.RECEPTION, COUNTER, 90),
        step_plan(Step.AGENCY, AGENCY, 90),
        step_plan(Step.SPECIALIST, LAWYERS, 90),
        step_plan(Step.SPONSOR, SPONSORS),
    ),
    side=step_plan(Step.SPECIALIST, LAWYERS),
    specialists=((Specialty.LAWYER, LAWYERS),),
    fallback=FALLBACK,
    limits=Limits(seconds(200), 3, seconds(500), seconds(900), 2, seconds(5000), 3),
    receipt=ReceiptPlan(seconds(100), schedule(60)),
)


class Life:
    """One appeal, its facts so far, and the batches in which they were told."""

    def __init__(self, number: int = 1, at: datetime = NAURYZ, *, plan: Plan = PLAN) -> None:
        self.now = at
        self.facts: list[Fact] = []
        self.batches: list[Batch] = []
        intake = Intake(
            appeal=new_id(at),
            number=str(Talon(at.year, number)),
            channel="reception",
            language="kk",
            topic="housing",
            region=REGION,
            reception=COUNTER.organisation,
            received_at=at,
            plan=plan,
            calendar=CALENDAR,
        )
        self._appeal: Appeal | None = None
        self._tell(register(intake), CLERK)

    @property
    def appeal(self) -> Appeal:
        assert self._appeal is not None
        return self._appeal

    @property
    def id(self) -> UUID:
        return self.appeal.id

    def do(self, command: c.PersonCommand) -> Batch | None:
        """Obey *command* a second later; None where there was nothing to say."""
        self.now += SECOND
        return self._tell(decide(self.appeal, command, self.now), command.by)

    def ring(self) -> Batch | None:
        """Let the next alarm come."""
        alarm = next_alarm(self.appeal)
        assert alarm is not None
        self.now = max(self.now, alarm.at)
        return self._tell(decide(self.appeal, c.Ring(), self.now))

    def claim(self) -> Batch | None:
        task = self.appeal.main_task
        assert task is not None
        return self.do(c.Claim(STAFF[task.group], task.id))

    def resolve(self) -> Batch | None:
        task = self.appeal.main_task
        assert task is not None
        return self.do(c.Complete(STAFF[task.group], task.id, TaskOutcome.RESOLVED))

    def wander(self, dice: Random, steps: int) -> "Life":
        """Do *steps* things at random, of those that are allowed."""
        for _ in range(steps):
            try:
                self._wander_once(dice)
            except Refusal:
                continue
        return self

    def _wander_once(self, dice: Random) -> None:
        if self.appeal.is_closed:
            self.do(c.Reopen(CLERK))
        elif not self.appeal.open_tasks or dice.random() < 0.3:
            self.ring()
        else:
            task = dice.choice(self.appeal.open_tasks)
            verbs = allowed_verbs(self.appeal, task, STAFF[task.group])
            if verbs:
                self.do(command(dice.choice(verbs), task, self.now))

    def _tell(self, events: Sequence[Event], by: Person | None = None) -> Batch | None:
        since = self._appeal.seq if self._appeal else 0
        command = new_id(self.now) if by else None
        self._appeal, facts = record(self._appeal, events, self.now, by, command)
        if not facts:
            return None
        self.facts += facts
        batch = Batch.of(self.appeal, facts, since)
        self.batches.append(batch)
        return batch


def command(verb: Verb, task: Task, now: datetime) -> c.PersonCommand:  # noqa: C901, PLR0911, PLR0912 - an arm a verb
    by = STAFF[task.group]
    match verb:
        case Verb.COMPLETE:
            outcome = TaskOutcome.RESOLVED if task.purpose is Purpose.WORK else TaskOutcome.ANSWERED
            return c.Complete(by, task.id, outcome, text=new_id(now))
        case Verb.REFER:
            return c.Refer(by, task.id, list(Step)[min(task.step.place + 1, 3)], ReferralReason.COMPETENCE)
        case Verb.RETURN:
            return c.Return(by, task.id, HandBackReason.NOT_COMPETENT)
        case Verb.DECLINE:
            return c.Decline(by, task.id, HandBackReason.NOT_COMPETENT)
        case Verb.REASSIGN:
            return c.Reassign(by, task.id, task.group)
        case Verb.HOLD:
            return c.Hold(by, task.id, now + 30 * SECOND, HoldReason.OTHER)
        case Verb.REQUEST_INFORMATION:
            return c.RequestInformation(by, task.id, new_id(now))
        case Verb.OPEN_SIDE_TASK:
            return c.OpenSideTask(by, task.id, Step.SPECIALIST, mandatory=True, specialty=Specialty.LAWYER)
        case Verb.CANCEL_SIDE_TASK:
            return c.CancelSideTask(by, task.id)
        case Verb.RELEASE:
            return c.Release(by, task.id)
        case Verb.RESUME:
            return c.Resume(by, task.id)
        case Verb.ACCEPT:
            return c.Accept(by, task.id)
        case _:
            return c.Claim(by, task.id)
