"""The store driver: a scenario whose steps are also batches, with its plan, people and calendar."""

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
from domain.events import Event, Fact
from domain.evolve.appeal import record
from domain.identity.identifiers import TalonNumber
from domain.identity.people import Group, Person, Role
from domain.identity.uuid7 import uuid7
from domain.policy.escalation import Escalation, EscalationLevel, EscalationTarget
from domain.policy.plan import Limits, ReceiptPlan, Schedule, Specialty, Step, StepPlan
from domain.procedure.competence.split_off import begin_child_appeals
from domain.rules.lifecycle import Verb
from domain.state.appeal import Appeal
from domain.state.task import HandBackReason, HoldReason, Purpose, ReferralReason, Task, TaskOutcome
from domain.worktime.terms import Term
from domain.worktime.utc_offsets import UtcOffset
from domain.worktime.working_calendar import Calendar
from schemas.wire.messages import CommandBatch
from tests.support.domain.builders import CasePlan, Scenario, make_intake

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


PLAN = CasePlan(
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


def batch_of(appeal: Appeal, facts: Sequence[Fact]) -> CommandBatch:
    """Return the batch that a workflow would send for these *facts*, the last ones of *appeal*."""
    return CommandBatch.from_facts(appeal, facts, facts[0].seq - 1, begin_child_appeals(appeal, facts))


class RecordedAppeal(Scenario):
    """The store driver: a scenario in seconds whose steps are also batches to be written."""

    def __init__(self, number: int = 1, at: datetime = NAURYZ_EVE, *, plan: CasePlan = PLAN) -> None:
        self.batches: list[CommandBatch] = []
        intake = make_intake(
            plan,
            ALWAYS_OPEN_CALENDAR,
            at,
            appeal=uuid_at(at),
            number=str(TalonNumber(at.year, number)),
            topic="housing",
            reception=RECEPTION_GROUP.organisation,
            demands=(),
        )
        super().__init__(plan, ALWAYS_OPEN_CALENDAR, at, intake)

    def __post_init__(self) -> None:
        assert self.intake is not None
        self.keep(*record(None, register(self.intake), self.now, CLERK, uuid_at(self.now)))

    @property
    def id(self) -> UUID:
        return self.appeal.id

    def keep(self, appeal: Appeal, facts: Sequence[Fact]) -> list[Event]:
        """Keep the facts, and their batch where there are any."""
        if facts:
            self.batches.append(batch_of(appeal, facts))
        return super().keep(appeal, facts)

    def handle(self, command: c.Command, at: datetime | None = None) -> list[Event]:
        """Execute *command* a second later or *at* a later moment; clocks fire only in fire_due."""
        self.now = at or self.now + SECOND
        by = None if isinstance(command, c.SystemCommand) else command.by
        events = decide(self.appeal, command, self.now)
        return self.keep(*record(self.appeal, events, self.now, by, uuid_at(self.now) if by else None))

    def fire_due(self) -> list[Event]:
        """Let the next alarm come."""
        alarm = next_alarm(self.appeal)
        assert alarm is not None
        return self.handle(c.FireDueClocks(), max(self.now, alarm.at))

    def claim(self, by: Person | None = None, task: Task | None = None) -> list[Event]:
        """Claim the task, by default as the staff of its group."""
        task = task or self.main_task
        return super().claim(by or STAFF[task.group], task)

    def resolve(self) -> list[Event]:
        """Resolve the appeal as the staff that has it."""
        return self.handle(c.Complete(STAFF[self.main_task.group], self.main_task.id, TaskOutcome.RESOLVED))

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
