"""The state of one appeal, and what follows from it alone."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain.errors import UnknownTask
from domain.identity.people import Group
from domain.law.applicable_law import NO_LAW, Law
from domain.law.rule_ids import RuleId
from domain.policy.plan import Plan, Schedule, Step, StepPlan
from domain.state.clock import NOT_PAUSABLE, Clock, ClockKind, ClockReading
from domain.state.legal import INITIAL, LegalState
from domain.state.task import OFF_MAIN_PATH, Outcome, Purpose, Task
from domain.worktime.round_the_clock import round_the_clock
from domain.worktime.terms import Term
from domain.worktime.working_calendar import Calendar, Interval


class Status(StrEnum):
    """Where an appeal is. How it ended is its outcome."""

    IN_PROGRESS = "in_progress"
    AWAITING_INFORMATION = "awaiting_information"
    AWAITING_RECEIPT = "awaiting_receipt"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Origin:
    """The topic, place, channel and time of the intake, and the event that corrected them last."""

    topic: str
    region: str
    reception: str
    received_at: datetime
    registered_at: datetime
    channel: str = ""
    language: str = ""
    parent: UUID | None = None
    anonymous: bool = False
    corrected_seq: int = 0


@dataclass(frozen=True, slots=True)
class Suspension:
    """The pauses of the clocks, the start of the current one, and the number of information requests.

    ``last_question`` is the number of the last question to the applicant in the whole life of the appeal.
    """

    pauses: tuple[Interval, ...] = ()
    paused_at: datetime | None = None
    information_requests: int = 0
    last_question: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """The numbers of extensions, reopenings and escalations, and the outcome of each closing."""

    extensions: int = 0
    reopenings: int = 0
    escalations: int = 0
    needs_attention: bool = False
    outcomes: tuple[Outcome, ...] = ()
    closed_at: datetime | None = None
    merged_into: UUID | None = None
    acted_at: datetime | None = None  # of the last act of a person that decides more than possession
    silent_at: datetime | None = None  # of the last silence: what happened because an act was missing


NO_SUSPENSION, NEW_PROGRESS = Suspension(), Progress()


@dataclass(frozen=True, slots=True)
class Appeal:
    """The state of one appeal, without personal data. Only a change of kind replaces the law."""

    id: UUID
    number: str
    seq: int
    origin: Origin
    plan: Plan
    calendar: Calendar
    status: Status
    step: Step
    law: Law = NO_LAW
    tasks: tuple[Task, ...] = ()
    clocks: tuple[Clock, ...] = ()
    suspension: Suspension = NO_SUSPENSION
    progress: Progress = NEW_PROGRESS
    legal: LegalState = INITIAL

    @property
    def is_closed(self) -> bool:
        """Return whether the appeal has ended."""
        return self.status is Status.CLOSED

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        """Return the tasks that have not ended."""
        return tuple(task for task in self.tasks if task.is_open)

    @property
    def main_task(self) -> Task | None:
        """Return the open task of the main path, if the appeal is in work."""
        return next((task for task in self.open_tasks if task.purpose is Purpose.WORK), None)

    @property
    def group(self) -> Group:
        """Return the group that has the appeal, or had it last; side tasks and duties do not count."""
        return next(task.group for task in reversed(self.tasks) if task.purpose not in OFF_MAIN_PATH)

    @property
    def considering_body(self) -> Group:
        """Return the body responsible for the decision: not one that assists, nor the fallback queue."""
        return self.legal.competence.considering_body or self.group

    def superior_of(self, body: str) -> Group | None:
        """Return the superior of *body*, or None where it has none."""
        return dict((*self.plan.superiors, *self.legal.competence.superiors)).get(body)

    @property
    def stage(self) -> str:
        """Return the step while in progress, else the status: one word for a supervisor's list."""
        return self.step if self.status is Status.IN_PROGRESS else self.status

    def task(self, task: UUID) -> Task:
        """Return the task with this id. Raises UnknownTask."""
        found = next((each for each in self.tasks if each.id == task), None)
        if found is None:
            raise UnknownTask(task=task)
        return found

    def step_plan(self, task: Task) -> StepPlan:
        """Return the plan of *task*: that of its step, or of side tasks."""
        if task.urgent and self.plan.urgent_step:
            return self.plan.urgent_step
        planned = self.plan.find_step(task.step)
        return planned if planned and task.purpose not in OFF_MAIN_PATH else self.plan.side_task

    def clock(self, kind: ClockKind, task: UUID | None = None) -> Clock | None:
        """Return the running clock of this kind (and task), if there is one."""
        return next((each for each in self.clocks if each.kind is kind and each.task == task), None)

    def reading(self, clock: Clock) -> ClockReading:
        """Return *clock* with the schedule, calendar and pauses that apply to it."""
        schedule = self._schedule(clock)
        if schedule.lapse_after is not None and self.next_step(clock) is None:
            schedule = replace(schedule, lapse_after=None)
        pauses = () if self._cannot_be_suspended(clock) else self.suspension.pauses
        return ClockReading(clock, schedule, self._calendar(clock), pauses)

    def is_clock_paused(self, clock: Clock) -> bool:
        """Return whether *clock* is paused, because something is awaited from the applicant."""
        unpausable = clock.kind in NOT_PAUSABLE or self._cannot_be_suspended(clock)
        return self.suspension.paused_at is not None and not unpausable

    def next_step(self, clock: Clock) -> StepPlan | None:
        """Return the step to which the appeal moves when the step of *clock* lapses, or None.

        A complaint does not move by a lapse, and under a law only the counter's step lapses (АППК 65(1)).
        """
        task, complains = self.task_of_clock(clock), bool(self.legal.complaint.against)
        main = clock.kind is ClockKind.STEP and task.purpose is Purpose.WORK and not complains
        bound = self.law.term.term is not None and task.step is not Step.RECEPTION
        return self.plan.step_after(task.step) if main and not bound else None

    def task_of_clock(self, clock: Clock) -> Task:
        """Return the task of *clock*; for the statute clock, that of the main path."""
        return next(
            task
            for task in self.open_tasks
            if task.id == clock.task or (clock.task is None and task.purpose is Purpose.WORK)
        )

    @property
    def statute_due(self) -> datetime | None:
        """Return when the statute clock ends, or None while it is paused or after the decision."""
        return self._running_due(self.clock(ClockKind.STATUTE))

    @property
    def statute_schedule(self) -> Schedule:
        """Return the schedule of the statute clock: the policy's, with the term of the law if it sets one."""
        return replace(self.plan.statute, budget=self.law.term.term or self.plan.statute.budget)

    @property
    def due_estimated(self) -> bool:
        """Return whether the statutory due time depends on an estimated day off."""
        clock = self.clock(ClockKind.STATUTE)
        return clock is not None and not self.is_clock_paused(clock) and self.reading(clock).is_estimated

    def task_due(self, task: Task) -> datetime | None:
        """Return when *task* must be done, or None while paused or once it has ended."""
        return self._running_due(self.clock(ClockKind.STEP, task.id))

    def work_schedule(self, task: Task) -> Schedule:
        """Return the schedule by which *task* must be done."""
        if task.purpose is Purpose.CALL_BACK and self.plan.receipt:
            return self.plan.receipt.call_back
        work = self.step_plan(task).work
        return work if task.budget is None else replace(work, budget=task.budget)

    def calendar_of(self, task: Task) -> Calendar:
        """Return the calendar of the clocks of *task*: around the clock if it is urgent."""
        return round_the_clock(self.calendar) if task.urgent else self.calendar

    def _calendar(self, clock: Clock) -> Calendar:
        return self.calendar if clock.task is None else self.calendar_of(self.task(clock.task))

    def _cannot_be_suspended(self, clock: Clock) -> bool:
        """Return whether the law forbids to suspend *clock*.

        Then only clocks of the policy may be: not the statute clock, nor one whose term the law sets, nor
        one of an urgent task.
        """
        if not self.law.has_rule(RuleId.NO_SUSPENSION):
            return False
        task = self.task(clock.task) if clock.task else None
        return task is None or task.urgent or bool(task.rule_id)

    def _running_due(self, clock: Clock | None) -> datetime | None:
        return None if clock is None or self.is_clock_paused(clock) else self.reading(clock).due

    def _schedule(self, clock: Clock) -> Schedule:
        match clock.kind:
            case ClockKind.STATUTE:
                return self.statute_schedule
            case ClockKind.STEP:
                return self.work_schedule(self.task_of_clock(clock))
            case ClockKind.ACCEPTANCE:
                return self.step_plan(self.task_of_clock(clock)).acceptance
            case _:
                return Schedule(clock.budget)


def with_task(appeal: Appeal, task: Task) -> Appeal:
    """Return *appeal* with *task* in place of the one with its id, or added."""
    if all(each.id != task.id for each in appeal.tasks):
        return replace(appeal, tasks=(*appeal.tasks, task))
    return replace(appeal, tasks=tuple(task if each.id == task.id else each for each in appeal.tasks))


def with_extension(appeal: Appeal, term: Term) -> Appeal:
    """Return *appeal* with *term* more on its statute clock and on that of its step, even if it ran out."""
    main = appeal.main_task
    longer = (ClockKind.STATUTE, None), (ClockKind.STEP, main.id if main else None)
    clocks = tuple(
        replace(clock, extensions=(*clock.extensions, term), fixed_end=None)
        if (clock.kind, clock.task) in longer
        else clock
        for clock in appeal.clocks
    )
    return with_progress(replace(appeal, clocks=clocks), extensions=appeal.progress.extensions + 1)


def with_progress(appeal: Appeal, **changes: Any) -> Appeal:
    """Return *appeal* with these *changes* of its progress."""
    return replace(appeal, progress=replace(appeal.progress, **changes))


def with_attention(appeal: Appeal) -> Appeal:
    """Return *appeal* as one that needs the attention of its overseers."""
    return with_progress(appeal, needs_attention=True)


def with_clock(appeal: Appeal, clock: Clock) -> Appeal:
    """Return *appeal* with *clock* running, in place of one of its kind and task."""
    stopped = without_clocks(appeal, clock.task, clock.kind)
    return replace(stopped, clocks=(*stopped.clocks, clock))


def without_clocks(appeal: Appeal, task: UUID | None, *kinds: ClockKind) -> Appeal:
    """Return *appeal* with the clocks of *kinds* (all, if none are named) of *task* stopped."""
    left = tuple(each for each in appeal.clocks if each.task != task or (kinds and each.kind not in kinds))
    return replace(appeal, clocks=left)


def with_clocks_resumed(appeal: Appeal, at: datetime) -> Appeal:
    """Return *appeal* with its clocks resumed; no pause is longer than the information wait may last."""
    wait = appeal.clock(ClockKind.INFORMATION)
    if wait is None:  # an unrequested answer moves no clock
        return appeal
    resumed = without_clocks(appeal, None, ClockKind.INFORMATION)
    longest = ClockReading(wait, Schedule(wait.budget), appeal.calendar).due
    pause = Interval(wait.started_at, min(at, longest))
    suspension = replace(appeal.suspension, paused_at=None, pauses=(*appeal.suspension.pauses, pause))
    return replace(resumed, status=Status.IN_PROGRESS, suspension=suspension)


def has_breached(appeal: Appeal, clock: Clock) -> bool:
    """Return whether the mark of the due time has fired; it follows those of the warnings."""
    return clock.marks_fired > len(appeal.reading(clock).schedule.warnings)
