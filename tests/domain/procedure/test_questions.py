"""Questions to the applicant: each answer belongs to one question, and only the open one's ends the wait."""

import pytest

from domain import commands as c
from domain import events as e
from domain.errors import QuestionRequired, UnknownQuestion
from domain.state.appeal import Status
from tests.support.domain.builders import CITIZEN, OFFICER, WEEK, Scenario, awaiting_receipt, held_by_agency
from tests.support.domain.complaints import TEXT_ID


def asked_twice() -> Scenario:
    """Return an appeal whose first question was never answered, and whose second one is open."""
    story = held_by_agency()
    story.ask_citizen(OFFICER)
    story.wait_until(story.now + 3 * WEEK)
    story.claim(OFFICER)
    story.ask_citizen(OFFICER)
    return story


def answer(story: Scenario, question: int | None = None) -> e.Event:
    provided, *_ = story.handle(c.ProvideInformation(CITIZEN, TEXT_ID, question))
    return provided


def test_the_only_question_is_answered_without_its_number() -> None:
    story = held_by_agency()
    story.ask_citizen(OFFICER)
    assert answer(story) == e.InformationProvided(TEXT_ID, 1, ends_wait=True)
    assert story.appeal.status is Status.IN_PROGRESS


def test_a_late_answer_is_kept_and_ends_no_other_wait() -> None:
    story = asked_twice()
    assert answer(story, 1) == e.InformationProvided(TEXT_ID, 1, ends_wait=False)
    assert story.appeal.suspension.paused_at == story.now
    assert answer(story, 2) == e.InformationProvided(TEXT_ID, 2, ends_wait=True)
    assert story.appeal.suspension.paused_at is None


def test_of_several_questions_the_answer_names_its_own() -> None:
    story = asked_twice()
    with pytest.raises(QuestionRequired) as caught:
        answer(story)
    assert caught.value.details == {"last": "2"}


@pytest.mark.parametrize("question", [0, 3])
def test_a_question_that_was_not_asked_is_not_answered(question: int) -> None:
    with pytest.raises(UnknownQuestion):
        answer(asked_twice(), question)


def test_unrequested_information_moves_no_clock() -> None:
    story = held_by_agency()
    before = story.appeal.clocks
    assert answer(story) == e.InformationProvided(TEXT_ID, 0, ends_wait=False)
    assert story.appeal.clocks == before


def test_an_answer_without_a_number_after_the_waits_belongs_to_no_question() -> None:
    story = asked_twice()
    story.wait_until(story.now + 3 * WEEK)
    assert answer(story) == e.InformationProvided(TEXT_ID, 0, ends_wait=False)


def test_questions_are_numbered_on_after_a_reopening() -> None:
    story = asked_twice()
    answer(story, 2)
    story.complete(OFFICER)
    story.handle(c.Reopen(CITIZEN, TEXT_ID))
    story.claim(OFFICER)
    (asked,) = story.ask_citizen(OFFICER)
    assert isinstance(asked, e.InformationRequested)
    assert asked.question == 3


def test_help_that_does_not_arrive_uses_up_no_reopening() -> None:
    story = awaiting_receipt()
    for _ in range(5):
        story.handle(c.ConfirmReceipt(CITIZEN, received=False))
        assert story.appeal.progress.reopenings == 0
        story.claim(OFFICER)
        story.complete(OFFICER)
    story.handle(c.ConfirmReceipt(CITIZEN, received=True))
    assert story.appeal.status is Status.CLOSED
    story.handle(c.Reopen(CITIZEN, TEXT_ID))
    assert story.appeal.progress.reopenings == 1
