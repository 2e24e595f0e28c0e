"""Appeals that run by the law of Kazakhstan, for the tests of its acts, and people with an office."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from domain.commands import Notify
from domain.identity.people import Group, Office, Person, Role
from domain.law.applicable_law import Law
from domain.law.rule_ids import NO_SUPERIOR, WRITTEN
from domain.law.rulebook import law_on
from domain.law.vocabulary import Danger, Means
from domain.policy.escalation import Ladder, Level, Rank
from domain.policy.plan import Plan, Schedule, Step, StepPlan
from domain.state.task import Duty
from loaders.rulebook.rulebook_files import load
from tests.domain.builders import (
    DAY,
    DESK,
    FALLBACK,
    HEAD,
    INTEGRATOR,
    OFFICERS_BOSS,
    Story,
    a_plan,
    term,
)

FOLDER = Path(__file__).parents[2] / "policies"
BOOKS = {country: load(FOLDER, country) for country in ("kz", "ru", "in")}
OF_2026, OF_2021 = date(2026, 3, 16), date(2025, 3, 17)

BODYS_HEAD = replace(OFFICERS_BOSS, office=Office.HEAD)
BODYS_DEPUTY = replace(OFFICERS_BOSS, office=Office.DEPUTY)
REGIONS_HEAD = replace(HEAD, office=Office.HEAD)
SUPERIOR = Group("ministry", Role.OFFICER)
POLICE, EMERGENCY = Group("police", Role.OFFICER), Group("emergency", Role.OFFICER)
IN_MINUTES = Ladder((Level(term("0wm"), Rank.SUPERVISOR), Level(term("10wm"), Rank.OPERATOR)), term("15wm"))
LANE = StepPlan(
    Step.AGENCY,
    FALLBACK,
    Schedule(term("4wh"), (50,), IN_MINUTES),
    Schedule(term("15wm"), (), IN_MINUTES),
    term("1wh"),
)


def the_law(kind: str = "application", day: date = OF_2026, country: str = "kz") -> Law:
    """Return the law of an appeal of this *kind* that was registered on that *day*."""
    law = law_on(BOOKS[country], day, kind)
    assert law is not None
    return law


def lawful(
    kind: str = "application", day: date = OF_2026, country: str = "kz", *, receipt: bool = False
) -> Plan:
    """Return a plan whose statute clock is that of the law; ministry stands above the agency."""
    plan, law = a_plan(receipt=receipt), the_law(kind, day, country)
    statute = replace(plan.statute, budget=law.term.term or plan.statute.budget)
    return replace(plan, law=law, statute=statute, superior=SUPERIOR, fallback=Group(DESK, Role.OFFICER))


def stays(story: Story, by: Person, until: datetime) -> None:
    """Let time pass in which *by* keeps the task of the main path, and shows it every day."""
    while story.now < until:
        story.wait(min(story.now + DAY, until))
        story.claim(by)


def tell(story: Story, at: datetime | None = None) -> None:
    """Have the applicant told all that is owed, now or *at* a later moment."""
    for task in story.appeal.open_tasks:
        if task.duty is Duty.NOTICE:
            story.give(Notify(INTEGRATOR, task.id, Means.SMS), at)


def before_notices(plan: Plan) -> Plan:
    """Return *plan* as an appeal carries it that began when no decision owed a notice yet."""
    law = plan.law
    assert law is not None
    rules = tuple(each for each in law.rules if each.rule not in {WRITTEN, NO_SUPERIOR})
    return replace(plan, law=replace(law, rules=rules))


def urgent(kind: str = "application", country: str = "kz") -> Plan:
    """Return a lawful plan with an urgent lane of minutes."""
    bodies = ((Danger.CRIME, POLICE), (Danger.SAFETY, EMERGENCY))
    return replace(lawful(kind, country=country), urgent=LANE, urgent_bodies=bodies)
