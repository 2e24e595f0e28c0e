"""Appeals that run by the law of Kazakhstan, for the tests of its acts, and people with an office."""

from dataclasses import replace
from datetime import date, datetime

from domain.commands import RecordNotification
from domain.country.offices import Office
from domain.identity.people import Group, Person, Role
from domain.law.applicable_law import Law, LegalTerm
from domain.law.rule_ids import RuleId
from domain.law.rulebook import applicable_law_on
from domain.law.vocabulary import Danger, NotificationMeans, TermStart
from domain.policy.escalation import Escalation, EscalationLevel, EscalationTarget
from domain.policy.plan import Schedule, Step, StepPlan
from domain.state.task import Duty
from loaders.rulebook.rulebook_files import load_rulebooks
from tests.support.domain.builders import (
    AGENCY_SUPERVISOR,
    DAY,
    FALLBACK_GROUP,
    FALLBACK_ORGANISATION,
    INTEGRATOR,
    REGION_HEAD,
    CasePlan,
    Scenario,
    all_below,
    make_plan,
    parse_term,
)
from tests.support.pages import PROJECT_ROOT

POLICIES_FOLDER = PROJECT_ROOT / "policies"
RULEBOOKS = {country: load_rulebooks(POLICIES_FOLDER, country) for country in ("kz", "ru", "in")}
REGISTERED_2026, REGISTERED_2025 = date(2026, 3, 16), date(2025, 3, 17)

AGENCY_HEAD = replace(AGENCY_SUPERVISOR, office=Office.HEAD)
AGENCY_DEPUTY = replace(AGENCY_SUPERVISOR, office=Office.DEPUTY)
REGION_BODY_HEAD = replace(REGION_HEAD, office=Office.HEAD)
SUPERIOR_GROUP = Group("ministry", Role.OFFICER)
POLICE_GROUP, EMERGENCY_GROUP = Group("police", Role.OFFICER), Group("emergency", Role.OFFICER)
MINUTE_ESCALATION = Escalation(
    (
        EscalationLevel(parse_term("0wm"), EscalationTarget.SUPERVISOR),
        EscalationLevel(parse_term("10wm"), EscalationTarget.OPERATOR),
    ),
    parse_term("15wm"),
)
URGENT_STEP_PLAN = StepPlan(
    Step.AGENCY,
    FALLBACK_GROUP,
    Schedule(parse_term("4wh"), (50,), MINUTE_ESCALATION),
    Schedule(parse_term("15wm"), (), MINUTE_ESCALATION),
    parse_term("1wh"),
)


OWN_RULES = (
    LegalTerm(RuleId.REDIRECT, "Regulation, 12", parse_term("3wd"), TermStart.RECEIVED),
    LegalTerm(RuleId.DEFECT_CORRECTION, "Regulation, 13"),
)


def law_for(kind: str = "application", day: date = REGISTERED_2026, country: str = "kz") -> Law:
    """Return the law of an appeal of this *kind* that was registered on that *day*."""
    return applicable_law_on(RULEBOOKS[country], day, kind)


def statutory_plan(
    kind: str = "application", day: date = REGISTERED_2026, country: str = "kz", *, receipt: bool = False
) -> CasePlan:
    """Return a plan whose statute clock is that of the law, with the ministry as superior of the agency."""
    plan, law = make_plan(receipt=receipt), law_for(kind, day, country)
    return replace(
        plan,
        law=law,
        superiors=all_below(SUPERIOR_GROUP),
        fallback=Group(FALLBACK_ORGANISATION, Role.OFFICER),
    )


def seven_day_plan() -> CasePlan:
    """Return a plan by a law that leaves seven working days for an inquiry, as the policy does."""
    plan, term = statutory_plan("media_inquiry"), parse_term("7wd")
    law = replace(plan.law, term=replace(plan.law.term, term=term))
    return replace(plan, law=law, statute=replace(plan.statute, budget=term))


def with_own_rules(plan: CasePlan) -> CasePlan:
    """Return *plan* under a policy that provides redirects and the correction of defects by itself."""
    return replace(plan, law=plan.law.completed_by(OWN_RULES))


def keep_claimed_until(story: Scenario, by: Person, until: datetime) -> None:
    """Let time pass in which *by* keeps the task of the main path, and shows it every day."""
    while story.now < until:
        story.wait_until(min(story.now + DAY, until))
        story.claim(by)


def complete_due_notices(story: Scenario, at: datetime | None = None) -> None:
    """Serve all owed notices to the applicant, now or *at* a later moment."""
    for task in story.appeal.open_tasks:
        if task.duty is Duty.NOTICE:
            story.handle(RecordNotification(INTEGRATOR, task.id, NotificationMeans.SMS), at)


def urgent_plan(kind: str = "application", country: str = "kz") -> CasePlan:
    """Return a lawful plan with an urgent lane of minutes."""
    bodies = ((Danger.CRIME, POLICE_GROUP), (Danger.PUBLIC_SAFETY, EMERGENCY_GROUP))
    return replace(statutory_plan(kind, country=country), urgent_step=URGENT_STEP_PLAN, danger_groups=bodies)
