"""Recorded appeals for the store: commands and clocks are handled, and each step is a batch."""

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from domain import commands as c
from domain.decide.alarms import next_alarm
from domain.decide.allowed import allowed_verbs
from domain.decide.appeal import decide
from domain.decide.registration import register
from domain.errors import Refusal
from domain.events import Event, Fact, Registered
from domain.evolve.appeal import record
from domain.identity.identifiers import Talon
from domain.identity.people import Group, Person, Role
from domain.identity.uuid7 import uuid7
from domain.law.applicable_law import NO_LAW, Law
from domain.policy.escalation import Escalation, EscalationLevel, EscalationTarget
from domain.policy.plan import Limits, Plan, ReceiptPlan, Schedule, Specialty, Step, StepPlan
from domain.procedure.competence.split_off import begin_child_appeals
from domain.rules.lifecycle import Verb
from domain.rules.statute import first_statute_clock
from domain.state.appeal import Appeal
from domain.state.task import HandBackReason, HoldReason, Purpose, ReferralReason, Task, TaskOutcome
from domain.worktime.terms import Term
from domain.worktime.utc_offsets import UtcOffset
from domain.worktime.working_calendar import Calendar
from schemas.wire.messages import CommandBatch

NAURYZ_EVE = datetime(2026, 3, 20, 4, 0, tzinfo=UTC)
REGION = "61"
SECOND = timedelta(seconds=1)

ALWAYS_OPEN_CALENDAR = Calendar(
    version="always-open-1",
    timezone="Asia/Almaty",
    offsets=(UtcOffset(datetime(2024, 2, 29, 18, tzinfo=UTC), 300),),
    opening_time=time.min,
    closing_time=time.max,
    days_off=(),
    extra_working_days=(),
    estimated_days_off=(),
    first_day=date(2019, 1, 1),
    last_day=date(2099, 12, 31),
    always_open=True,
)

RECEPTION_GROUP = Group("reception-61", Role.CLERK)
AGENCY_GROUP = Group("agency-61", Role.OFFICER)
LAWYERS_GROUP = Group("lawyers", Role.SPECIALIST)
SPONSORS_GROUP = Group("sponsors", Role.SPONSOR)
FALLBACK_GROUP = Group("coordination", Role.OFFICER)
GROUPS = (RECEPTION_GROUP, AGENCY_GROUP, LAWYERS_GROUP, SPONSORS_GROUP, FALLBACK_GROUP)


def seeded_random(seed: int) -> Random:
    """Return dice that fall the same way each time."""
    return Random(seed)  # noqa: S311 - dice, not secrets


def uuid_at(at: datetime = NAURYZ_EVE) -> UUID:
    return uuid7(at, os.urandom(10))


def make_person(group: Group, role: Role | None = None, region: str = REGION) -> Person:
    return Person(uuid_at(), group.organisation, role or group.role, region)


STAFF = {group: make_person(group) for group in GROUPS}
CLERK = STAFF[RECEPTION_GROUP]
OFFICER = STAFF[AGENCY_GROUP]


def seconds(amount: int) -> Term:
    return Term.parse(f"{amount}s")


ESCALATION = Escalation(
    tuple(
        EscalationLevel(seconds(20 * number), to)
        for number, to in enumerate(
            (
                EscalationTarget.HOLDER,
                EscalationTarget.SUPERVISOR,
                EscalationTarget.HEAD,
                EscalationTarget.FALLBACK,
                EscalationTarget.OPERATOR,
            ),
            1,
        )
    ),
    repeat_every=seconds(60),
)


def schedule(budget: int, lapse: int | None = None) -> Schedule:
    return Schedule(seconds(budget), (50, 75), ESCALATION, seconds(lapse) if lapse else None)


def step_plan(step: Step, group: Group, lapse: int | None = None) -> StepPlan:
    return StepPlan(step, group, schedule(100, lapse), schedule(30), seconds(50))


PLAN = Plan(
    policy="tests-1",
    statute=schedule(1000),
    steps=(
        step_plan(Step.RECEPTION, RECEPTION_GROUP, 90),
        step_plan(Step.AGENCY, AGENCY_GROUP, 90),
        step_plan(Step.SPECIALIST, LAWYERS_GROUP, 90),
        step_plan(Step.SPONSOR, SPONSORS_GROUP),
    ),
    side_task=step_plan(Step.SPECIALIST, LAWYERS_GROUP),
    specialists=((Specialty.LAWYER, LAWYERS_GROUP),),
    fallback=FALLBACK_GROUP,
    limits=Limits(seconds(200), 3, seconds(500), seconds(900), 2, seconds(5000), 3),
    receipt=ReceiptPlan(seconds(100), schedule(60)),
)


class RecordedAppeal:
    """One appeal, its facts so far, and the batches that recorded them."""

    def __init__(
        self, number: int = 1, at: datetime = NAURYZ_EVE, *, plan: Plan = PLAN, law: Law = NO_LAW
    ) -> None:
        self.now = at
        self.facts: list[Fact] = []
        self.batches: list[CommandBatch] = []
        registered_at = ALWAYS_OPEN_CALENDAR.registered_at(at)
        intake = Registered(
            appeal=uuid_at(at),
            number=str(Talon(at.year, number)),
            channel="reception",
            language="kk",
            topic="housing",
            region=REGION,
            reception=RECEPTION_GROUP.organisation,
            received_at=at,
            registered_at=registered_at,
            statute_clock=first_statute_clock(plan, law, at, registered_at),
            plan=plan,
            law=law,
            calendar=ALWAYS_OPEN_CALENDAR,
        )
        self._appeal: Appeal | None = None
        self._record(register(intake), CLERK)

    @property
    def appeal(self) -> Appeal:
        assert self._appeal is not None
        return self._appeal

    @property
    def id(self) -> UUID:
        return self.appeal.id

    def handle(self, command: c.PersonCommand) -> CommandBatch | None:
        """Execute *command* a second later and return its batch; None where no event followed."""
        self.now += SECOND
        return self._record(decide(self.appeal, command, self.now), command.by)

    def fire_due(self) -> CommandBatch | None:
        """Let the next alarm come."""
        alarm = next_alarm(self.appeal)
        assert alarm is not None
        self.now = max(self.now, alarm.at)
        return self._record(decide(self.appeal, c.FireDueClocks(), self.now))

    def claim(self) -> CommandBatch | None:
        task = self.appeal.main_task
        assert task is not None
        return self.handle(c.Claim(STAFF[task.group], task.id))

    def resolve(self) -> CommandBatch | None:
        task = self.appeal.main_task
        assert task is not None
        return self.handle(c.Complete(STAFF[task.group], task.id, TaskOutcome.RESOLVED))

    def random_steps(self, dice: Random, steps: int) -> "RecordedAppeal":
        """Do *steps* things at random, of those that are allowed."""
        for _ in range(steps):
            try:
                self._random_step(dice)
            except Refusal:
                continue
        return self

    def _random_step(self, dice: Random) -> None:
        if self.appeal.is_closed:
            self.handle(c.Reopen(CLERK))
        elif not self.appeal.open_tasks or dice.random() < 0.3:
            self.fire_due()
        else:
            task = dice.choice(self.appeal.open_tasks)
            verbs = allowed_verbs(self.appeal, task, STAFF[task.group])
            if verbs:
                self.handle(build_command(dice.choice(verbs), task, self.now))

    def _record(self, events: Sequence[Event], by: Person | None = None) -> CommandBatch | None:
        since = self._appeal.seq if self._appeal else 0
        command = uuid_at(self.now) if by else None
        self._appeal, facts = record(self._appeal, events, self.now, by, command)
        if not facts:
            return None
        self.facts += facts
        batch = CommandBatch.from_facts(self.appeal, facts, since, begin_child_appeals(self.appeal, facts))
        self.batches.append(batch)
        return batch


def build_command(verb: Verb, task: Task, now: datetime) -> c.PersonCommand:  # noqa: C901, PLR0911, PLR0912 - an arm a verb
    by = STAFF[task.group]
    match verb:
        case Verb.COMPLETE:
            outcome = TaskOutcome.RESOLVED if task.purpose is Purpose.WORK else TaskOutcome.ANSWERED
            return c.Complete(by, task.id, outcome, text=uuid_at(now))
        case Verb.REFER:
            return c.Refer(
                by, task.id, list(Step)[min(task.step.position + 1, 3)], ReferralReason.OTHER_COMPETENT_BODY
            )
        case Verb.RETURN:
            return c.Return(by, task.id, HandBackReason.NOT_COMPETENT)
        case Verb.DECLINE:
            return c.Decline(by, task.id, HandBackReason.NOT_COMPETENT)
        case Verb.REASSIGN:
            return c.Reassign(by, task.id, task.group)
        case Verb.HOLD:
            return c.Hold(by, task.id, now + 30 * SECOND, HoldReason.OTHER)
        case Verb.REQUEST_INFORMATION:
            return c.RequestInformation(by, task.id, uuid_at(now))
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
