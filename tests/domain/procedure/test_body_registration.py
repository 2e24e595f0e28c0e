"""The body's own registration: its number and day, on acceptance or later."""

from datetime import date

import pytest

from domain.commands import Accept, Complete, RecordBodyRegistration
from domain.errors import Forbidden, NothingToCorrect, NotYourGroup, RegistrationDayOutOfRange
from domain.events import BodyRegistrationRecorded, TaskClaimed
from domain.identity.people import Person
from domain.policy.plan import Step
from domain.projections.notices import notice_content
from domain.projections.summaries import summarise_appeal
from domain.state.task import TaskOutcome
from tests.support.domain.builders import (
    AGENCY_GROUP,
    CITIZEN,
    CLERK,
    DAY,
    OFFICER,
    OPERATOR,
    RECEPTION_GROUP,
    UNRELATED_CLERK,
    Scenario,
    awaiting_agency_acceptance,
    held_by_agency,
    held_by_clerk,
    only_event,
)


def recorded(story: Scenario, by: Person = OFFICER, number: str = "ЖТ-1") -> BodyRegistrationRecorded:
    return only_event(BodyRegistrationRecorded, story.handle(RecordBodyRegistration(by, number)))


def today(story: Scenario) -> date:
    return story.appeal.calendar.local_date(story.now)


def test_a_body_states_its_number_when_it_accepts() -> None:
    story = awaiting_agency_acceptance()
    events = story.handle(Accept(OFFICER, story.main_task.id, "ЖТ-1", today(story)))
    assert [type(each) for each in events] == [TaskClaimed, BodyRegistrationRecorded]
    row = summarise_appeal(story.appeal)
    assert (row.body_number, row.body_registered_on) == ("ЖТ-1", today(story))


def test_an_acceptance_without_a_number_records_none() -> None:
    story = awaiting_agency_acceptance()
    events = story.handle(Accept(OFFICER, story.main_task.id))
    assert [type(each) for each in events] == [TaskClaimed]
    assert summarise_appeal(story.appeal).body_number is None


def test_a_body_that_gets_the_appeal_back_need_not_be_registered_again() -> None:
    story = awaiting_agency_acceptance()
    recorded(story)
    events = story.handle(Accept(OFFICER, story.main_task.id, "ЖТ-1"))
    assert [type(each) for each in events] == [TaskClaimed]


def test_a_later_number_replaces_the_former_one_of_the_same_body() -> None:
    story = held_by_agency()
    recorded(story)
    assert recorded(story, number="ЖТ-2").organisation == AGENCY_GROUP.organisation
    assert summarise_appeal(story.appeal).body_number == "ЖТ-2"
    assert len(story.appeal.legal.registrations) == 1


def test_the_number_that_is_known_is_no_news() -> None:
    story = held_by_agency()
    recorded(story)
    with pytest.raises(NothingToCorrect):
        recorded(story)


def test_the_appeal_shows_the_number_of_the_considering_body() -> None:
    story = held_by_clerk()
    assert recorded(story, CLERK, "Қ-7").organisation == RECEPTION_GROUP.organisation
    story.refer(CLERK, Step.AGENCY)
    assert summarise_appeal(story.appeal).body_number is None
    recorded(story)
    row = summarise_appeal(story.appeal)
    assert (row.body_number, row.body_numbers) == ("ЖТ-1", ("Қ-7", "ЖТ-1"))


@pytest.mark.parametrize(
    ("day", "refused"),
    [(-2, True), (-1, False), (0, False), (1, True)],
    ids=["before", "received", "now", "to come"],
)
def test_a_body_registers_between_the_receipt_and_today(day: int, *, refused: bool) -> None:
    story = held_by_agency()
    story.wait_until(story.now + DAY)
    wanted = date.fromordinal(today(story).toordinal() + day)
    command = RecordBodyRegistration(OFFICER, "ЖТ-1", wanted)
    if refused:
        with pytest.raises(RegistrationDayOutOfRange):
            story.handle(command)
    else:
        assert only_event(BodyRegistrationRecorded, story.handle(command)).registered_on == wanted


@pytest.mark.parametrize(("by", "refusal"), [(UNRELATED_CLERK, NotYourGroup), (CITIZEN, Forbidden)])
def test_another_body_states_no_number(by: Person, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        recorded(held_by_agency(), by)


def test_an_overseer_states_the_number_of_the_body() -> None:
    assert recorded(held_by_agency(), OPERATOR).organisation == AGENCY_GROUP.organisation


def test_a_number_is_recorded_after_the_end() -> None:
    story = held_by_agency()
    story.handle(Complete(OFFICER, story.main_task.id, TaskOutcome.RESOLVED))
    assert recorded(story).number == "ЖТ-1"


def test_the_applicant_is_notified_of_the_number_of_the_considering_body_alone() -> None:
    story = held_by_clerk()
    recorded(story, CLERK, "Қ-7")
    fact = story.facts[-1]
    notice = notice_content(story.appeal, fact)
    assert notice is not None
    assert notice.key == "registered_by_body"
    assert notice.parameters["own_number"] == "Қ-7"
    story.refer(CLERK, Step.AGENCY)
    assert notice_content(story.appeal, fact) is None
