"""tests.support.domain.superiors."""

from dataclasses import replace

from domain import events as e
from domain.commands import Redirect
from domain.identity.people import Group, Role
from domain.policy.plan import Step
from domain.state.appeal import Appeal
from tests.support.domain.builders import (
    AGENCY,
    FALLBACK_ORGANISATION,
    OTHER_AGENCY,
    OTHER_OFFICER,
    CasePlan,
    Scenario,
    make_intake,
    person,
)
from tests.support.domain.complaints import TEXT_ID
from tests.support.domain.statutory_plans import SUPERIOR_GROUP, statutory_plan

AKIMAT, MINISTRY_OF_LABOUR = Group("akimat", Role.OFFICER), Group("labour", Role.OFFICER)


MINISTER = person(30, SUPERIOR_GROUP.organisation, Role.OFFICER)


FALLBACK_OFFICER = person(41, FALLBACK_ORGANISATION, Role.OFFICER)


def plan_with_known_superiors(plan: CasePlan, **superiors: Group) -> CasePlan:
    """Return *plan* with known superiors: of the agency, the ministry."""
    above = {AGENCY: SUPERIOR_GROUP} | superiors
    return replace(plan, superiors=tuple(above.items()))


def complain_about_current_body(*, alone: bool = False) -> Scenario:
    """Return a complaint that waits at the agency, with the ministry as superior or none."""
    plan = plan_with_known_superiors(statutory_plan("complaint"))
    if alone:
        plan = replace(plan, superiors=())
    agency = plan.find_step(Step.AGENCY)
    assert agency is not None
    there = replace(plan, steps=(agency,))
    return Scenario(there, intake=make_intake(there, complaint_against=AGENCY))


def redirect_to(story: Scenario, above: Group | None = MINISTRY_OF_LABOUR) -> list[e.Event]:
    return story.handle(Redirect(OTHER_OFFICER, story.main_task.id, OTHER_AGENCY, TEXT_ID, superior=above))


def above(appeal: Appeal) -> Group | None:
    return appeal.legal.competence.superior
