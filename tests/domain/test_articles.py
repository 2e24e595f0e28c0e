"""Every due date that the law sets has its address: rule, article, and what it counts from."""

from uuid import UUID

import pytest

from domain import commands as c
from domain.law.applicable_law import Start
from domain.law.vocabulary import Defect, HearingException, Verdict
from domain.rules.citations import rule_of
from domain.state.clock import ClockKind
from domain.state.task import Ground, Purpose, TaskOutcome
from tests.domain.builders import CLERK, OFFICER, Story, almaty, at_agency, in_hand, term
from tests.domain.lawful import lawful, tell


def address(story: Story, kind: ClockKind) -> str | None:
    """Return the article of the rule that the running clock of this kind keeps."""
    clock = next(each for each in story.appeal.clocks if each.kind is kind)
    rule = rule_of(story.appeal, clock)
    return rule.article if rule else None


@pytest.mark.law("АППК 76(1)")
def test_the_statute_clock_of_an_application() -> None:
    story = in_hand(lawful())
    rule = rule_of(story.appeal, story.appeal.clocks[0])
    assert rule is not None
    assert (rule.rule, rule.article, rule.start) == ("base", "АППК 76(1)", Start.REGISTERED)


def test_the_statute_clock_of_a_complaint() -> None:
    assert address(in_hand(lawful("complaint")), ClockKind.STATUTE) == "АППК 99"


def test_what_the_policy_sets_has_no_article() -> None:
    assert address(in_hand(lawful()), ClockKind.STEP) is None
    assert address(in_hand(), ClockKind.STATUTE) is None
    assert address(in_hand(lawful()), ClockKind.LEASE) is None


def test_the_term_to_mend_and_the_notice_of_it() -> None:
    story = in_hand(lawful())
    story.give(c.NameDefects(CLERK, story.main.id, (Defect.SIGNATURE,), term("5wd")))
    assert address(story, ClockKind.MENDING) == "АППК 64(6)"
    notice = next(each for each in story.appeal.open_tasks if each.purpose is Purpose.DUTY)
    clock = story.appeal.clock(ClockKind.STEP, notice.id)
    assert clock is not None
    rule = rule_of(story.appeal, clock)
    assert rule is not None
    assert rule.article == "АППК 64(6)"


def test_a_notice_of_silence() -> None:
    story = in_hand(lawful())
    story.wait(almaty(4, 20))
    duties = [each for each in story.appeal.open_tasks if each.duty]
    rules = [rule_of(story.appeal, clock) for clock in story.appeal.clocks if clock.task == duties[0].id]
    assert "АППК 91(2)" in [rule.article for rule in rules if rule]


@pytest.mark.parametrize(("remedies", "article"), [(True, "АППК 92(1)"), (False, "АППК 92(1-1)")])
def test_the_time_to_complain(remedies: bool, article: str) -> None:  # noqa: FBT001 - a case
    story = at_agency(lawful())
    said = Verdict(remedies=remedies, exception=HearingException.APPLICANT_ASKS)
    no = TaskOutcome.REFUSED
    story.give(c.Complete(OFFICER, story.main.id, no, Ground.NO_RIGHT, UUID(int=9), verdict=said))
    assert address(story, ClockKind.STEP) == "АППК 77(2)"
    tell(story)
    assert address(story, ClockKind.WINDOW) == article
