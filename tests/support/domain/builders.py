"""Builders for the tests of the rules: a calendar around Nauryz, plans, people, and a scenario."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, TypeVar, cast
from uuid import UUID

from domain import commands as c
from domain import events as e
from domain.decide.alarms import next_alarm
from domain.decide.handle import handle
from domain.decide.registration import register
from domain.evolve.appeal import record
from domain.identity.people import Group, Person, Role
from domain.law.applicable_law import NO_LAW, Law
from domain.policy.escalation import Escalation, EscalationLevel, EscalationTarget
from domain.policy.plan import Limits, Plan, ReceiptPlan, Schedule, Specialty, Step, StepPlan
from domain.rules.statute import first_statute_clock
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Ground, HandBackReason, HoldReason, ReferralReason, Task, TaskOutcome
from domain.worktime.terms import Term
from domain.worktime.utc_offsets import UtcOffset
from domain.worktime.working_calendar import Calendar

ALMATY = timezone(timedelta(hours=5))
EventT = TypeVar("EventT", bound=e.Event)

MINUTE, HOUR, DAY, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


def almaty(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return an instant of 2026 by the clock on the wall in Almaty."""
    return datetime(2026, month, day, hour, minute, tzinfo=ALMATY)


def end_of_day(month: int, day: int) -> datetime:
    """Return the last instant of a day of 2026 by the clock on the wall in Almaty."""
    return almaty(month, day) + 15 * HOUR - timedelta.resolution


OFFICE_CALENDAR = Calendar(
    version="office-2026",
    timezone="Asia/Almaty",
    offsets=(UtcOffset(datetime(2024, 2, 29, 18, tzinfo=UTC), 300),),
    opening_time=time(9),
    closing_time=time(18, 30),
    days_off=tuple(
        date(2026, month, day)
        for month, day in [
            (1, 1),
            (1, 2),
            (1, 7),
            (3, 9),
            (3, 23),  # Nauryz, with the days moved from its weekend
            (3, 24),
            (3, 25),
            (5, 1),
            (5, 7),
            (5, 11),
            (7, 6),
            (10, 26),
            (12, 16),
        ]
    ),
    extra_working_days=(),
    estimated_days_off=(),
    first_day=date(2026, 1, 1),
    last_day=date(2036, 12, 31),
)
ROUND_THE_CLOCK_CALENDAR = replace(
    OFFICE_CALENDAR, version="round-the-clock", opening_time=time.min, closing_time=time.max, always_open=True
)
MONDAY = almaty(3, 16)  # the week before Nauryz: no day off from Monday to Friday

REGION = "61"
RECEPTION, OTHER_RECEPTION = "reception-turkestan", "reception-kentau"
AGENCY, OTHER_AGENCY = "housing", "employment"
LAWYERS, PSYCHOLOGISTS, FUND, FALLBACK_ORGANISATION = (
    "legal-aid",
    "family-support",
    "charity-fund",
    "coordination-desk",
)

ORGANISATIONS = (
    RECEPTION,
    OTHER_RECEPTION,
    AGENCY,
    OTHER_AGENCY,
    LAWYERS,
    PSYCHOLOGISTS,
    FUND,
    FALLBACK_ORGANISATION,
    "police",
    "emergency",
)
RECEPTION_GROUP = Group(RECEPTION, Role.CLERK)
AGENCY_GROUP = Group(AGENCY, Role.OFFICER)
LAWYERS_GROUP = Group(LAWYERS, Role.SPECIALIST)
PSYCHOLOGISTS_GROUP = Group(PSYCHOLOGISTS, Role.SPECIALIST)
FUND_GROUP = Group(FUND, Role.SPONSOR)
FALLBACK_GROUP = Group(FALLBACK_ORGANISATION, Role.OPERATOR)


def person(number: int, organisation: str, role: Role, region: str = REGION) -> Person:
    """Return a person, the same one for the same arguments."""
    return Person(UUID(int=number), organisation, role, region)


CLERK, OTHER_CLERK = person(1, RECEPTION, Role.CLERK), person(2, RECEPTION, Role.CLERK)
UNRELATED_CLERK = person(3, OTHER_RECEPTION, Role.CLERK)
OFFICER, OTHER_OFFICER = person(4, AGENCY, Role.OFFICER), person(5, AGENCY, Role.OFFICER)
UNRELATED_OFFICER = person(6, OTHER_AGENCY, Role.OFFICER)
LAWYER, PSYCHOLOGIST = person(7, LAWYERS, Role.SPECIALIST), person(8, PSYCHOLOGISTS, Role.SPECIALIST)
SPONSOR = person(9, FUND, Role.SPONSOR)
RECEPTION_SUPERVISOR, AGENCY_SUPERVISOR = (
    person(10, RECEPTION, Role.SUPERVISOR),
    person(11, AGENCY, Role.SUPERVISOR),
)
UNRELATED_SUPERVISOR = person(12, OTHER_AGENCY, Role.SUPERVISOR)
REGION_HEAD, UNRELATED_HEAD = person(13, "akimat", Role.HEAD), person(14, "akimat-abai", Role.HEAD, "10")
OPERATOR = person(15, FALLBACK_ORGANISATION, Role.OPERATOR)
CITIZEN, INTEGRATOR = person(16, "", Role.CITIZEN), person(17, "e-otinish", Role.INTEGRATOR)
LAWYERS_SUPERVISOR = person(18, LAWYERS, Role.SUPERVISOR)
PEOPLE = [value for value in list(globals().values()) if isinstance(value, Person)]


def parse_term(text: str) -> Term:
    """Return the term that is written so."""
    return Term.parse(text)


LEVELS = (
    EscalationLevel(parse_term("0wd"), EscalationTarget.HOLDER),
    EscalationLevel(parse_term("1wd"), EscalationTarget.SUPERVISOR),
    EscalationLevel(parse_term("2wd"), EscalationTarget.HEAD),
    EscalationLevel(parse_term("4wd"), EscalationTarget.FALLBACK),
    EscalationLevel(parse_term("5wd"), EscalationTarget.OPERATOR),
)
WORK_ESCALATION = Escalation(LEVELS, parse_term("1wd"))
STATUTE_ESCALATION = Escalation(LEVELS[1:], parse_term("1wd"))
QUICK_ESCALATION = Escalation(
    (
        EscalationLevel(parse_term("0wh"), EscalationTarget.SUPERVISOR),
        EscalationLevel(parse_term("4wh"), EscalationTarget.HEAD),
        EscalationLevel(parse_term("8wh"), EscalationTarget.FALLBACK),
        EscalationLevel(parse_term("12wh"), EscalationTarget.OPERATOR),
    ),
    parse_term("4wh"),
)


def schedule(
    budget: str, *warnings: int, ladder: Escalation | None = WORK_ESCALATION, lapse: str | None = None
) -> Schedule:
    """Return a schedule as the policy would write it."""
    return Schedule(parse_term(budget), warnings, ladder, parse_term(lapse) if lapse else None)


def step_plan(step: Step, group: Group, budget: str, lapse: str | None = None) -> StepPlan:
    """Return the plan of one step: a working day to accept it, a lease of two."""
    work = schedule(budget, 50, 75, lapse=lapse)
    return StepPlan(step, group, work, schedule("1wd", 50, ladder=QUICK_ESCALATION), parse_term("2wd"))


LIMITS = Limits(
    max_information_wait=parse_term("10wd"),
    max_information_requests=2,
    max_hold=parse_term("10wd"),
    max_extension=parse_term("2mo"),
    max_extensions=1,
    reopening_period=parse_term("1mo"),
    max_reopenings=2,
)
RECEIPT = ReceiptPlan(parse_term("10wd"), schedule("1wd", 50))


def make_plan(
    *, statute: str = "15wd", lapse: str | None = None, receipt: bool = False, limits: Limits = LIMITS
) -> "CasePlan":
    """Return a plan with all four steps; with *lapse*, each step but the last lapses to the next."""
    return CasePlan(
        policy="test-1",
        statute=schedule(statute, 50, 75, ladder=STATUTE_ESCALATION),
        steps=(
            step_plan(Step.RECEPTION, RECEPTION_GROUP, "2wd", lapse),
            step_plan(Step.AGENCY, AGENCY_GROUP, "5wd", lapse),
            step_plan(Step.SPECIALIST, LAWYERS_GROUP, "5wd", lapse),
            step_plan(Step.SPONSOR, FUND_GROUP, "7wd"),
        ),
        side_task=step_plan(Step.SPECIALIST, LAWYERS_GROUP, "3wd"),
        specialists=((Specialty.LAWYER, LAWYERS_GROUP), (Specialty.PSYCHOLOGIST, PSYCHOLOGISTS_GROUP)),
        fallback=FALLBACK_GROUP,
        limits=limits,
        receipt=RECEIPT if receipt else None,
        body_with_counter=RECEPTION,
    )


@dataclass(frozen=True, slots=True)
class CasePlan(Plan):
    """A plan with the law under which the appeal of a test is registered."""

    law: Law = NO_LAW

    def plan(self) -> Plan:
        """Return the plan alone, as an appeal carries it."""
        return Plan(**{each.name: getattr(self, each.name) for each in fields(Plan)})


def all_below(superior: Group) -> tuple[tuple[str, Group], ...]:
    """Return *superior* as that of every body."""
    return tuple((each, superior) for each in ORGANISATIONS)


def altered(appeal: Appeal, path: str, **changes: Any) -> Appeal:
    """Return *appeal* with *changes* of the part at *path*, as in legal.competence."""
    return cast("Appeal", _altered(appeal, path.split("."), changes))


def _altered(part: Any, path: list[str], changes: dict[str, Any]) -> Any:
    if not path:
        return replace(part, **changes)
    return replace(part, **{path[0]: _altered(getattr(part, path[0]), path[1:], changes)})


PLAN = make_plan()
DEMANDS = tuple(UUID(int=1000 + number) for number in range(3))


def make_intake(
    plan: Plan = PLAN,
    calendar: Calendar = OFFICE_CALENDAR,
    received_at: datetime = MONDAY,
    **details: Any,
) -> e.Registered:
    """Return the registration with which every test begins: the same appeal each time, but for *details*."""
    registered_at = calendar.registered_at(received_at)
    law = plan.law if isinstance(plan, CasePlan) else NO_LAW
    intake = e.Registered(
        appeal=UUID("01957000-0000-7000-8000-000000000001"),
        number="61-26-000001-5",
        channel="counter",
        language="kk",
        topic="housing-queue",
        region=REGION,
        reception=RECEPTION,
        received_at=received_at,
        registered_at=registered_at,
        plan=plan.plan() if isinstance(plan, CasePlan) else plan,
        statute_clock=first_statute_clock(plan, law, received_at, registered_at),
        calendar=calendar,
        law=law,
        demands=DEMANDS,
    )
    return replace(intake, **details)


@dataclass
class Scenario:
    """The pure driver: one appeal in memory; people act, time passes, and the facts are kept."""

    plan: CasePlan = PLAN
    calendar: Calendar = OFFICE_CALENDAR
    now: datetime = MONDAY
    intake: e.Registered | None = None
    appeal: Appeal = field(init=False)
    facts: list[e.Fact] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        intake = self.intake or make_intake(self.plan, self.calendar, self.now)
        self.keep(*record(None, register(intake), self.now))

    def keep(self, appeal: Appeal, facts: Sequence[e.Fact]) -> list[e.Event]:
        """Keep the *appeal* as it is now and the *facts* that led there; return their events."""
        self.appeal = appeal
        self.facts += facts
        return [fact.event for fact in facts]

    @property
    def task(self) -> Task:
        """Return the last task opened: the one the story is about."""
        return self.appeal.tasks[-1]

    @property
    def main_task(self) -> Task:
        """Return the open task of the main path."""
        main = self.appeal.main_task
        assert main is not None
        return main

    @property
    def events(self) -> list[e.Event]:
        """Return all events so far."""
        return [fact.event for fact in self.facts]

    def handle(self, command: c.Command, at: datetime | None = None) -> list[e.Event]:
        """Execute a command, now or *at* a later moment; return what followed."""
        self.now = at or self.now
        return self.keep(*handle(self.appeal, command, self.now))

    def wait_until(self, until: datetime) -> list[e.Event]:
        """Let time pass without commands, fire each alarm when due, and return the events."""
        known = len(self.facts)
        while (alarm := next_alarm(self.appeal)) is not None and alarm.at <= until:
            self.handle(c.FireDueClocks(), max(self.now, alarm.at))
        self.now = until
        return [fact.event for fact in self.facts[known:]]

    def resume_after_outage(self, until: datetime) -> list[e.Event]:
        """Let time pass *until* then while nothing runs; return the overdue events."""
        return self.handle(c.FireDueClocks(), until)

    def claim(self, by: Person, task: Task | None = None) -> list[e.Event]:
        """Claim the task."""
        return self.handle(c.Claim(by, (task or self.main_task).id))

    def refer(self, by: Person, step: Step, to: str | None = None) -> list[e.Event]:
        """The holder sends the appeal on."""
        return self.handle(c.Refer(by, self.main_task.id, step, ReferralReason.OTHER_COMPETENT_BODY, to))

    def complete(
        self, by: Person, outcome: TaskOutcome = TaskOutcome.RESOLVED, ground: Ground | None = None
    ) -> list[e.Event]:
        """The holder decides."""
        return self.handle(c.Complete(by, self.task.id, outcome, ground))

    def hold(self, by: Person, until: datetime) -> list[e.Event]:
        """The holder puts the task aside."""
        return self.handle(c.Hold(by, self.task.id, until, HoldReason.SCHEDULED_VISIT))

    def hand_back(self, by: Person) -> list[e.Event]:
        """Return the task to its sender as its holder."""
        return self.handle(c.Return(by, self.task.id, HandBackReason.NOT_COMPETENT))

    def ask_citizen(self, by: Person) -> list[e.Event]:
        """The holder asks the citizen, and the clocks pause."""
        return self.handle(c.RequestInformation(by, self.main_task.id))

    def answer_information_request(self, at: datetime | None = None) -> list[e.Event]:
        """The citizen answers the last question."""
        question = self.appeal.suspension.last_question or None
        return self.handle(c.ProvideInformation(CITIZEN, question=question), at)

    def open_side_task(self, by: Person, *, mandatory: bool = True) -> list[e.Event]:
        """The holder asks a lawyer for a part of the work."""
        ask = c.OpenSideTask(by, self.main_task.id, Step.SPECIALIST, mandatory, specialty=Specialty.LAWYER)
        return self.handle(ask)

    def due_at(self, kind: ClockKind, task: Task | None = None) -> datetime:
        """Return when the clock of this kind (and task) ends, pauses that are over included."""
        clock = self.appeal.clock(kind, task.id if task else None)
        assert clock is not None
        return self.appeal.reading(clock).due


def unclaimed_at_reception(
    plan: CasePlan = PLAN, calendar: Calendar = OFFICE_CALENDAR, now: datetime = MONDAY
) -> Scenario:
    """Return an appeal that waits at the counter."""
    return Scenario(plan, calendar, now)


def held_by_clerk(
    plan: CasePlan = PLAN, calendar: Calendar = OFFICE_CALENDAR, now: datetime = MONDAY
) -> Scenario:
    """Return an appeal that the clerk holds."""
    story = unclaimed_at_reception(plan, calendar, now)
    story.claim(CLERK)
    return story


def awaiting_agency_acceptance(
    plan: CasePlan = PLAN, calendar: Calendar = OFFICE_CALENDAR, now: datetime = MONDAY
) -> Scenario:
    """Return an appeal that the clerk has referred to the agency."""
    story = held_by_clerk(plan, calendar, now)
    story.refer(CLERK, Step.AGENCY)
    return story


def held_by_agency(
    plan: CasePlan = PLAN, calendar: Calendar = OFFICE_CALENDAR, now: datetime = MONDAY
) -> Scenario:
    """Return an appeal that the officer of the agency has accepted."""
    story = awaiting_agency_acceptance(plan, calendar, now)
    story.handle(c.Accept(OFFICER, story.main_task.id))
    return story


def held_by_specialist(
    plan: CasePlan = PLAN, calendar: Calendar = OFFICE_CALENDAR, now: datetime = MONDAY
) -> Scenario:
    """Return an appeal that a lawyer holds."""
    story = held_by_agency(plan, calendar, now)
    story.refer(OFFICER, Step.SPECIALIST)
    story.claim(LAWYER)
    return story


def held_by_sponsor(
    plan: CasePlan = PLAN, calendar: Calendar = OFFICE_CALENDAR, now: datetime = MONDAY
) -> Scenario:
    """Return an appeal that a sponsor holds."""
    story = held_by_specialist(plan, calendar, now)
    story.refer(LAWYER, Step.SPONSOR)
    story.claim(SPONSOR)
    return story


def awaiting_receipt(calendar: Calendar = OFFICE_CALENDAR, now: datetime = MONDAY) -> Scenario:
    """Return an appeal whose help is granted and on its way."""
    story = held_by_agency(make_plan(receipt=True), calendar, now)
    story.complete(OFFICER)
    return story


def resolved_by_agency(
    plan: CasePlan = PLAN, calendar: Calendar = OFFICE_CALENDAR, now: datetime = MONDAY
) -> Scenario:
    """Return an appeal that the agency has resolved."""
    story = held_by_agency(plan, calendar, now)
    story.complete(OFFICER)
    return story


def only_event(kind: type[EventT], events: list[e.Event]) -> EventT:
    """Return the only one of *events* that is of this *kind*."""
    found = [event for event in events if isinstance(event, kind)]
    assert len(found) == 1, events
    return found[0]


def event_names(events: list[e.Event]) -> list[str]:
    """Return what happened, in words."""
    return [type(event).__name__ for event in events]
