"""Merging: only where all applicants get an answer; they are notified of the target and may complain."""

from dataclasses import replace
from uuid import UUID

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import RecordNotification
from domain.errors import MergedIntoItself, MergeNotAllowed
from domain.law.vocabulary import NotificationMeans
from domain.procedure.competence.forward_complaint import complaint_deadline
from domain.projections.notices import notice_content
from domain.state.clock import ClockKind
from domain.state.task import Duty, Outcome
from tests.support.domain.builders import (
    AGENCY_GROUP,
    AGENCY_SUPERVISOR,
    OFFICER,
    OPERATOR,
    PLAN,
    CasePlan,
    Scenario,
    almaty,
    end_of_day,
    event_names,
    held_by_agency,
    only_event,
)
from tests.support.domain.complaints import complaint_at_superior
from tests.support.domain.statutory_plans import statutory_plan

INTO, NUMBER = UUID(int=77), "61-26-000007-1"
MERGER = c.Merge(AGENCY_SUPERVISOR, INTO, covers_all_applicants=True, target_number=NUMBER)


def merged(plan: CasePlan | None = None) -> Scenario:
    """Return an appeal of the agency that was merged into another one."""
    story = held_by_agency(plan or statutory_plan())
    story.handle(MERGER)
    return story


@pytest.mark.law("АППК 64(1)")
def test_appeal_of_another_applicant_is_not_merged() -> None:
    story = held_by_agency(statutory_plan())
    with pytest.raises(MergeNotAllowed) as caught:
        story.handle(c.Merge(AGENCY_SUPERVISOR, INTO))
    assert caught.value.details == {"article": "АППК 64(1)"}


@pytest.mark.law("АППК 70(3)")
def test_applicants_are_notified_of_merge_and_its_target() -> None:
    story = merged()
    assert event_names(story.events)[-3:] == ["TaskCancelled", "Closed", "TaskOpened"]
    closed = only_event(e.Closed, story.events)
    assert (closed.outcome, closed.merged_into, closed.merged_into_number) == (Outcome.MERGED, INTO, NUMBER)
    (owed,) = story.appeal.open_tasks
    assert (owed.duty, owed.rule_id, owed.group) == (Duty.NOTICE, "termination_notice", AGENCY_GROUP)
    assert story.appeal.task_due(owed) == almaty(3, 19, 18, 30)
    fact = next(each for each in story.facts if each.event == closed)
    notice = notice_content(story.appeal, fact)
    assert notice is not None
    assert (notice.key, notice.parameters) == ("merged", {"into": NUMBER, "article": "АППК 70(3)"})


@pytest.mark.law("АППК 70(4)")
def test_of_that_end_one_may_complain_as_of_a_termination() -> None:
    story = merged()
    assert complaint_deadline(story.appeal) is None
    (owed,) = story.appeal.open_tasks
    story.handle(RecordNotification(OFFICER, owed.id, NotificationMeans.SMS), almaty(3, 17))
    assert complaint_deadline(story.appeal) == end_of_day(6, 17)


@pytest.mark.law("АППК 95(2)")
def test_forwarded_complaint_is_merged_and_notified() -> None:
    story = complaint_at_superior()
    story.handle(replace(MERGER, by=OPERATOR))
    assert [each.rule_id for each in story.appeal.open_tasks] == ["unconsidered_notice"]


def test_appeal_cannot_be_merged_into_itself() -> None:
    story = held_by_agency(statutory_plan())
    with pytest.raises(MergedIntoItself):
        story.handle(replace(MERGER, target_appeal=story.appeal.id))


def test_without_a_law_nothing_is_asked_and_nothing_owed() -> None:
    for plan in (PLAN, statutory_plan("grievance", country="in")):
        story = held_by_agency(plan)
        story.handle(c.Merge(AGENCY_SUPERVISOR, INTO))
        assert (story.appeal.open_tasks, story.appeal.clock(ClockKind.COMPLAINT_WINDOW)) == ((), None)
        assert only_event(e.Closed, story.events) == e.Closed(Outcome.MERGED, merged_into=INTO)
