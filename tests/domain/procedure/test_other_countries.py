"""Under the books of other countries, and under none: dangers, redirects and defects."""

from dataclasses import replace

import pytest

from domain import commands as c
from domain import events as e
from domain.decide.allowed import allowed_verbs
from domain.errors import NotProvidedByLaw
from domain.law.applicable_law import NO_LAW
from domain.law.vocabulary import Danger, Defect
from domain.rules.lifecycle import Verb
from domain.state.task import Duty
from tests.support.domain.builders import (
    AGENCY_GROUP,
    CLERK,
    OFFICER,
    OTHER_AGENCY,
    CasePlan,
    event_names,
    held_by_agency,
    held_by_clerk,
    parse_term,
)
from tests.support.domain.complaints import TEXT_ID
from tests.support.domain.statutory_plans import POLICE_GROUP, urgent_plan, with_own_rules

RUSSIA, INDIA = urgent_plan(country="ru"), urgent_plan("grievance", country="in")
NO_BOOK = replace(urgent_plan(), law=NO_LAW)
each_plan = pytest.mark.parametrize("plan", [RUSSIA, INDIA, NO_BOOK], ids=["ru", "in", "none"])


@each_plan
def test_an_appeal_with_a_danger_is_sent_to_the_competent_body(plan: CasePlan) -> None:
    story = held_by_clerk(plan)
    flagged, redirected, *_ = story.handle(c.FlagDanger(CLERK, story.main_task.id, Danger.CRIME))
    assert isinstance(flagged, e.DangerFlagged)
    assert isinstance(redirected, e.Redirected)
    assert (story.main_task.group, story.main_task.urgent) == (POLICE_GROUP, True)


@each_plan
def test_an_appeal_is_redirected_where_the_policy_allows_it(plan: CasePlan) -> None:
    story = held_by_agency(with_own_rules(plan))
    happened = story.handle(c.Redirect(OFFICER, story.main_task.id, OTHER_AGENCY, TEXT_ID))
    assert event_names(happened) == ["Redirected", "TaskOpened", "TaskOpened"]
    assert story.main_task.group.organisation == OTHER_AGENCY
    assert story.appeal.open_tasks[-1].duty is Duty.NOTICE


@each_plan
def test_defects_are_reported_where_the_policy_allows_it(plan: CasePlan) -> None:
    story = held_by_agency(with_own_rules(plan))
    assert Verb.REPORT_DEFECTS in allowed_verbs(story.appeal, story.main_task, OFFICER)
    reported, duty = story.handle(
        c.ReportDefects(OFFICER, story.main_task.id, (Defect.ADDRESS,), parse_term("3wd"), TEXT_ID)
    )
    assert isinstance(reported, e.DefectsReported)
    assert (reported.article, isinstance(duty, e.TaskOpened)) == ("Regulation, 13", True)
    assert event_names(story.handle(c.CorrectDefects(CLERK, TEXT_ID))) == ["DefectsCorrected"]


@pytest.mark.parametrize("plan", [INDIA, NO_BOOK], ids=["in", "none"])
def test_they_are_not_provided_where_neither_law_nor_policy_has_them(plan: CasePlan) -> None:
    story = held_by_agency(plan)
    assert not {Verb.REDIRECT, Verb.REPORT_DEFECTS} & set(
        allowed_verbs(story.appeal, story.main_task, OFFICER)
    )
    with pytest.raises(NotProvidedByLaw):
        story.handle(c.Redirect(OFFICER, story.main_task.id, OTHER_AGENCY, TEXT_ID))
    assert story.main_task.group == AGENCY_GROUP


def test_the_rule_of_the_law_takes_precedence() -> None:
    story = held_by_agency(with_own_rules(RUSSIA))
    redirected, *_ = story.handle(c.Redirect(OFFICER, story.main_task.id, OTHER_AGENCY, TEXT_ID))
    assert isinstance(redirected, e.Redirected)
    assert redirected.article == "59-ФЗ, 8(3)"
