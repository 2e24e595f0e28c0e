"""tests.support.domain.complaints."""

from dataclasses import replace
from uuid import UUID

from domain import commands as c
from domain import events as e
from domain.commands import ForwardComplaint
from domain.identity.people import Person, Role
from domain.law.vocabulary import DecisionDetails, HearingException
from domain.policy.plan import Step
from domain.state.task import Ground, TaskOutcome
from tests.support.domain.builders import OTHER_OFFICER, Scenario, make_intake, person
from tests.support.domain.statutory_plans import statutory_plan

MINISTRY_OFFICER = person(30, "ministry", Role.OFFICER)


TEXT_ID = UUID(int=5)


REFUSAL_WITHOUT_HEARING = DecisionDetails(hearing_exception=HearingException.APPLICANT_REQUEST)


def complaint_at_body(*barred: Person, kind: str = "complaint") -> Scenario:
    """Return a complaint that waits at the body complained of."""
    plan = statutory_plan(kind)
    agency = plan.find_step(Step.AGENCY)
    assert agency is not None
    there = replace(plan, steps=(agency,))
    intake = make_intake(
        there,
        complaint_against=agency.group.organisation,
        complaint_about=UUID(int=9),
        barred=tuple(each.id for each in barred),
    )
    return Scenario(there, intake=intake)


def forward_complaint(story: Scenario, by: Person = OTHER_OFFICER) -> list[e.Event]:
    return story.handle(ForwardComplaint(by, story.main_task.id, TEXT_ID))


def complaint_at_superior() -> Scenario:
    """Return a complaint that a member of the superior body holds."""
    story = complaint_at_body()
    story.claim(OTHER_OFFICER)
    forward_complaint(story)
    story.claim(MINISTRY_OFFICER)
    return story


def refuse(story: Scenario, by: Person) -> None:
    """Refuse what the story asks for, lawfully."""
    command = c.Complete(
        by,
        story.main_task.id,
        TaskOutcome.REFUSED,
        Ground.NO_RIGHT,
        TEXT_ID,
        decision_details=REFUSAL_WITHOUT_HEARING,
    )
    story.handle(command)
