"""What the tests of the rules are made of: a calendar around Nauryz, plans, people, and a Story to tell."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TypeVar
from uuid import UUID

from domain import commands as c
from domain import events as e
from domain.decide.alarms import next_alarm
from domain.decide.handle import obey
from domain.decide.registration import Intake, register
from domain.evolve.appeal import record
from domain.identity.people import Group, Person, Role
from domain.policy.escalation import Ladder, Level, Rank
from domain.policy.plan import Limits, Plan, ReceiptPlan, Schedule, Specialty, Step, StepPlan
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Ground, HandBackReason, HoldReason, ReferralReason, Task, TaskOutcome
from domain.worktime.terms import Term
from domain.worktime.utc_offsets import Offset
from domain.worktime.working_calendar import Calendar

ALMATY = timezone(timedelta(hours=5))
Happened = TypeVar("Happened", bound=e.Event)

MINUTE, HOUR, DAY, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


def almaty(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return an instant of 2026 by the clock on the wall in Almaty."""
    return datetime(2026, month, day, hour, minute, tzinfo=ALMATY)


OFFICE = Calendar(
    version="office-2026",
    timezone="Asia/Almaty",
    offsets=(Offset(datetime(2024, 2, 29, 18, tzinfo=UTC), 300),),
    opens=time(9),
    closes=time(18, 30),
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
    days_on=(),
    estimated=(),
    first=date(2026, 1, 1),
    last=date(2036, 12, 31),
)
ROUND_THE_CLOCK = replace(
    OFFICE, version="round-the-clock", opens=time.min, closes=time.max, always_open=True
)
MONDAY = almaty(3, 16)  # the week before Nauryz: no day off from Monday to Friday

REGION = "61"
RECEPTION, OTHER_RECEPTION = "reception-turkestan", "reception-kentau"
AGENCY, OTHER_AGENCY = "housing", "employment"
LAWYERS, PSYCHOLOGISTS, FUND, DESK = "legal-aid", "family-support", "charity-fund", "coordination-desk"

AT_RECEPTION = Group(RECEPTION, Role.CLERK)
AT_AGENCY = Group(AGENCY, Role.OFFICER)
AT_LAWYERS = Group(LAWYERS, Role.SPECIALIST)
AT_PSYCHOLOGISTS = Group(PSYCHOLOGISTS, Role.SPECIALIST)
AT_FUND = Group(FUND, Role.SPONSOR)
FALLBACK = Group(DESK, Role.OPERATOR)


def person(number: int, organisation: str, role: Role, region: str = REGION) -> Person:
    """Return somebody, the same one each time."""
    return Person(UUID(int=number), organisation, role, region)


CLERK, OTHER_CLERK = person(1, RECEPTION, Role.CLERK), person(2, RECEPTION, Role.CLERK)
STRANGE_CLERK = person(3, OTHER_RECEPTION, Role.CLERK)
OFFICER, OTHER_OFFICER = person(4, AGENCY, Role.OFFICER), person(5, AGENCY, Role.OFFICER)
STRANGE_OFFICER = person(6, OTHER_AGENCY, Role.OFFICER)
LAWYER, PSYCHOLOGIST = person(7, LAWYERS, Role.SPECIALIST), person(8, PSYCHOLOGISTS, Role.SPECIALIST)
SPONSOR = person(9, FUND, Role.SPONSOR)
CLERKS_BOSS, OFFICERS_BOSS = person(10, RECEPTION, Role.SUPERVISOR), person(11, AGENCY, Role.SUPERVISOR)
STRANGE_BOSS = person(12, OTHER_AGENCY, Role.SUPERVISOR)
HEAD, STRANGE_HEAD = person(13, "akimat", Role.HEAD), person(14, "akimat-abai", Role.HEAD, "10")
OPERATOR = person(15, DESK, Role.OPERATOR)
CITIZEN, INTEGRATOR = person(16, "", Role.CITIZEN), person(17, "e-otinish", Role.INTEGRATOR)
LAWYERS_BOSS = person(18, LAWYERS, Role.SUPERVISOR)
PEOPLE = [value for value in list(globals().values()) if isinstance(value, Person)]


def term(text: str) -> Term:
    """Return the term that is written so."""
    return Term.parse(text)


LEVELS = (
    Level(term("0wd"), Rank.HOLDER),
    Level(term("1wd"), Rank.SUPERVISOR),
    Level(term("2wd"), Rank.HEAD),
    Level(term("4wd"), Rank.FALLBACK),
    Level(term("5wd"), Rank.OPERATOR),
)
WORK_LADDER = Ladder(LEVELS, term("1wd"))
STATUTE_LADDER = Ladder(LEVELS[1:], term("1wd"))
QUICK_LADDER = Ladder(
    (
        Level(term("0wh"), Rank.SUPERVISOR),
        Level(term("4wh"), Rank.HEAD),
        Level(term("8wh"), Rank.FALLBACK),
        Level(term("12wh"), Rank.OPERATOR),
    ),
    term("4wh"),
)


def schedule(
    budget: str, *warnings: int, ladder: Ladder | None = WORK_LADDER, lapse: str | None = None
) -> Schedule:
    """Return a schedule as the policy would write it."""
    return Schedule(term(budget), warnings, ladder, term(lapse) if lapse else None)


def step_plan(step: Step, group: Group, budget: str, lapse: str | None = None) -> StepPlan:
    """Return the plan of one step: a working day to accept it, a lease of two."""
    work = schedule(budget, 50, 75, lapse=lapse)
    return StepPlan(step, group, work, schedule("1wd", 50, ladder=QUICK_LADDER), term("2wd"))


LIMITS = Limits(
    information_term=term("10wd"),
    information_waits=2,
    hold=term("10wd"),
    extension=term("2mo"),
    extensions=1,
    reopening=term("1mo"),
    reopenings=2,
)
RECEIPT = ReceiptPlan(term("10wd"), schedule("1wd", 50))


def a_plan(
    *, statute: str = "15wd", lapse: str | None = None, receipt: bool = False, limits: Limits = LIMITS
) -> Plan:
    """Return a plan with all four steps; with *lapse*, each step but the last goes on by itself."""
    return Plan(
        policy="test-1",
        statute=schedule(statute, 50, 75, ladder=STATUTE_LADDER),
        steps=(
            step_plan(Step.RECEPTION, AT_RECEPTION, "2wd", lapse),
            step_plan(Step.AGENCY, AT_AGENCY, "5wd", lapse),
            step_plan(Step.SPECIALIST, AT_LAWYERS, "5wd", lapse),
            step_plan(Step.SPONSOR, AT_FUND, "7wd"),
        ),
        side=step_plan(Step.SPECIALIST, AT_LAWYERS, "3wd"),
        specialists=((Specialty.LAWYER, AT_LAWYERS), (Specialty.PSYCHOLOGIST, AT_PSYCHOLOGISTS)),
        fallback=FALLBACK,
        limits=limits,
        receipt=RECEIPT if receipt else None,
    )


PLAN = a_plan()
DEMANDS = tuple(UUID(int=1000 + number) for number in range(3))


def an_intake(plan: Plan = PLAN, calendar: Calendar = OFFICE, received_at: datetime = MONDAY) -> Intake:
    """Return what the reception takes in, as the same appeal each time."""
    return Intake(
        appeal=UUID("01957000-0000-7000-8000-000000000001"),
        number="61-26-000001-5",
        channel="reception",
        language="kk",
        topic="housing-queue",
        region=REGION,
        reception=RECEPTION,
        received_at=received_at,
        plan=plan,
        calendar=calendar,
        demands=DEMANDS,
    )


@dataclass
class Story:
    """One appeal, told in order: people act, time passes, and it remembers what happened."""

    plan: Plan = PLAN
    calendar: Calendar = OFFICE
    now: datetime = MONDAY
    appeal: Appeal = field(init=False)
    facts: list[e.Fact] = field(init=False)

    def __post_init__(self) -> None:
        intake = an_intake(self.plan, self.calendar, self.now)
        self.appeal, facts = record(None, register(intake), self.now)
        self.facts = list(facts)

    @property
    def task(self) -> Task:
        """Return the last task opened: the one the story is about."""
        return self.appeal.tasks[-1]

    @property
    def main(self) -> Task:
        """Return the open task of the main path."""
        main = self.appeal.main_task
        assert main is not None
        return main

    @property
    def happened(self) -> list[e.Event]:
        """Return all events so far."""
        return [fact.event for fact in self.facts]

    def give(self, command: c.Command, at: datetime | None = None) -> list[e.Event]:
        """Give a command, now or *at* a later moment; return what followed."""
        self.now = at or self.now
        self.appeal, facts = obey(self.appeal, command, self.now)
        self.facts += facts
        return [fact.event for fact in facts]

    def wait(self, until: datetime) -> list[e.Event]:
        """Let time pass with nobody acting, each alarm ringing when it should; return what happened."""
        told = len(self.facts)
        while (alarm := next_alarm(self.appeal)) is not None and alarm.at <= until:
            self.give(c.Ring(), max(self.now, alarm.at))
        self.now = until
        return [fact.event for fact in self.facts[told:]]

    def sleep(self, until: datetime) -> list[e.Event]:
        """Let time pass while nothing runs, and wake up *until* then; return what is made up for."""
        return self.give(c.Ring(), until)

    def claim(self, by: Person, task: Task | None = None) -> list[e.Event]:
        """Somebody takes the task."""
        return self.give(c.Claim(by, (task or self.main).id))

    def refer(self, by: Person, step: Step, to: str | None = None) -> list[e.Event]:
        """The holder sends the appeal on."""
        return self.give(c.Refer(by, self.main.id, step, ReferralReason.COMPETENCE, to))

    def complete(
        self, by: Person, outcome: TaskOutcome = TaskOutcome.RESOLVED, ground: Ground | None = None
    ) -> list[e.Event]:
        """The holder decides."""
        return self.give(c.Complete(by, self.task.id, outcome, ground))

    def hold(self, by: Person, until: datetime) -> list[e.Event]:
        """The holder puts the task aside."""
        return self.give(c.Hold(by, self.task.id, until, HoldReason.SCHEDULED_VISIT))

    def give_back(self, by: Person) -> list[e.Event]:
        """The holder returns the task to whoever handed it over."""
        return self.give(c.Return(by, self.task.id, HandBackReason.NOT_COMPETENT))

    def ask_citizen(self, by: Person) -> list[e.Event]:
        """The holder asks the citizen, and the clocks pause."""
        return self.give(c.RequestInformation(by, self.main.id))

    def citizen_answers(self, at: datetime | None = None) -> list[e.Event]:
        """The citizen answers."""
        return self.give(c.ProvideInformation(CITIZEN), at)

    def side_task(self, by: Person, *, mandatory: bool = True) -> list[e.Event]:
        """The holder asks a lawyer for a part of the work."""
        ask = c.OpenSideTask(by, self.main.id, Step.SPECIALIST, mandatory, specialty=Specialty.LAWYER)
        return self.give(ask)

    def due(self, kind: ClockKind, task: Task | None = None) -> datetime:
        """Return when the clock of this kind (and task) ends, pauses that are over included."""
        clock = self.appeal.clock(kind, task.id if task else None)
        assert clock is not None
        return self.appeal.face(clock).due


def at_reception(plan: Plan = PLAN, calendar: Calendar = OFFICE, now: datetime = MONDAY) -> Story:
    """Tell of an appeal that waits at the counter."""
    return Story(plan, calendar, now)


def in_hand(plan: Plan = PLAN, calendar: Calendar = OFFICE, now: datetime = MONDAY) -> Story:
    """Tell of an appeal that the clerk holds."""
    story = at_reception(plan, calendar, now)
    story.claim(CLERK)
    return story


def offered_to_agency(plan: Plan = PLAN, calendar: Calendar = OFFICE, now: datetime = MONDAY) -> Story:
    """Tell of an appeal that the clerk has referred to the agency."""
    story = in_hand(plan, calendar, now)
    story.refer(CLERK, Step.AGENCY)
    return story


def at_agency(plan: Plan = PLAN, calendar: Calendar = OFFICE, now: datetime = MONDAY) -> Story:
    """Tell of an appeal that the officer of the agency has accepted."""
    story = offered_to_agency(plan, calendar, now)
    story.give(c.Accept(OFFICER, story.main.id))
    return story


def at_specialist(plan: Plan = PLAN, calendar: Calendar = OFFICE, now: datetime = MONDAY) -> Story:
    """Tell of an appeal that a lawyer holds."""
    story = at_agency(plan, calendar, now)
    story.refer(OFFICER, Step.SPECIALIST)
    story.claim(LAWYER)
    return story


def at_sponsor(plan: Plan = PLAN, calendar: Calendar = OFFICE, now: datetime = MONDAY) -> Story:
    """Tell of an appeal that a sponsor holds."""
    story = at_specialist(plan, calendar, now)
    story.refer(LAWYER, Step.SPONSOR)
    story.claim(SPONSOR)
    return story


def awaiting_receipt(calendar: Calendar = OFFICE, now: datetime = MONDAY) -> Story:
    """Tell of an appeal whose help is granted and on its way."""
    story = at_agency(a_plan(receipt=True), calendar, now)
    story.complete(OFFICER)
    return story


def closed(plan: Plan = PLAN, calendar: Calendar = OFFICE, now: datetime = MONDAY) -> Story:
    """Tell of an appeal that the agency has resolved."""
    story = at_agency(plan, calendar, now)
    story.complete(OFFICER)
    return story


def the(kind: type[Happened], events: list[e.Event]) -> Happened:
    """Return the only one of *events* that is of this *kind*."""
    found = [event for event in events if isinstance(event, kind)]
    assert len(found) == 1, events
    return found[0]


def names(events: list[e.Event]) -> list[str]:
    """Return what happened, in words."""
    return [type(event).__name__ for event in events]
