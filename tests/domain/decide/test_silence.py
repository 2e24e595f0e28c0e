"""Acts that were accepted in time count as in time, however late they are heard."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import commands as c
from domain import events as e
from domain.decide.alarms import next_alarm
from domain.decide.handle import handle, handle_after_correction
from domain.decide.silence import correct_silence, precedes_silence
from domain.errors import Refusal
from domain.evolve.appeal import record, replay
from domain.projections.notices import notice_content
from domain.projections.time_ledger.ledger import time_ledger
from domain.state.appeal import Status
from domain.state.clock import ClockKind
from domain.state.task import Duty, TaskOutcome, TaskState
from tests.support.domain.builders import (
    AGENCY_GROUP,
    AGENCY_SUPERVISOR,
    CITIZEN,
    CLERK,
    DAY,
    OFFICER,
    OPERATOR,
    OTHER_CLERK,
    OTHER_OFFICER,
    RECEPTION_SUPERVISOR,
    Scenario,
    awaiting_receipt,
    held_by_agency,
    held_by_clerk,
    make_plan,
)
from tests.support.domain.statutory_plans import statutory_plan
from tests.support.scale import scaled

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def hear(story: Scenario, command: c.PersonCommand, accepted_at: datetime, now: datetime) -> list[e.Event]:
    """Carry out a command that was accepted at one moment and is heard at another."""
    correction = correct_silence(story.facts, accepted_at, now)
    story.now = now
    return story.keep(
        *handle_after_correction(story.appeal, correction, command, now, accepted_at=accepted_at)
    )


def test_act_that_waits_goes_before_clock_that_fell_due_after_it() -> None:
    story = held_by_clerk(make_plan(lapse="0wd"))
    due = story.due_at(ClockKind.STEP, story.main_task)
    done = c.Complete(CLERK, story.main_task.id, TaskOutcome.RESOLVED)
    with pytest.raises(Refusal):
        handle(story.appeal, done, due + HOUR)
    story.keep(*handle(story.appeal, done, due + HOUR, accepted_at=due - SECOND))
    assert story.appeal.status is Status.CLOSED
    assert story.appeal.progress.closed_at == due - SECOND
    assert not [each for each in story.events if isinstance(each, e.Breached | e.StepLapsed)]


def test_lapse_that_was_recorded_in_spite_of_an_act_in_time_is_corrected() -> None:
    story = held_by_clerk(make_plan(lapse="0wd"))
    task, due = story.main_task, story.due_at(ClockKind.STEP, story.main_task)
    story.wait_until(due + DAY)
    moved_to = story.main_task
    assert moved_to.id != task.id
    done = c.Complete(CLERK, task.id, TaskOutcome.RESOLVED)
    correction, *_ = hear(story, done, due - SECOND, due + DAY)
    assert isinstance(correction, e.SilenceCorrected)
    assert (correction.accepted_at, correction.corrected_at) == (due - SECOND, due + DAY)
    assert {type(story.facts[seq - 1].event) for seq in correction.undone} >= {e.Breached, e.StepLapsed}
    assert story.appeal.status is Status.CLOSED
    assert story.appeal.task(task.id).state is TaskState.COMPLETED
    assert story.appeal.task(moved_to.id).state is TaskState.CANCELLED
    assert story.appeal.progress.closed_at == due - SECOND
    assert replay(story.facts) == story.appeal
    assert time_ledger(story.facts, story.now).breaches == ()
    assert not [each for each in time_ledger(story.facts, story.now).owned_times if each.is_late]


def test_a_body_registration_outlasts_the_correction_of_a_silence() -> None:
    story = held_by_clerk(make_plan(lapse="0wd"))
    task, due = story.main_task.id, story.due_at(ClockKind.STEP, story.main_task)
    story.wait_until(due + DAY)
    story.handle(c.RecordBodyRegistration(OPERATOR, "ЖТ-1"))
    own = story.appeal.legal.registrations
    correction, *_ = hear(story, c.Complete(CLERK, task, TaskOutcome.RESOLVED), due - SECOND, due + DAY)
    assert isinstance(correction, e.SilenceCorrected)
    undone = {type(story.facts[seq - 1].event) for seq in correction.undone}
    assert e.BodyRegistrationRecorded not in undone
    assert story.appeal.legal.registrations == own
    assert replay(story.facts) == story.appeal


def test_deemed_refusal_in_spite_of_a_decision_in_time_is_corrected_with_a_notice() -> None:
    story = held_by_agency(statutory_plan())
    due = story.due_at(ClockKind.STATUTE)
    task = story.main_task.id
    story.wait_until(due - HOUR)
    story.handle(c.Reassign(OPERATOR, task, AGENCY_GROUP, OFFICER.id))
    story.wait_until(due)
    duty = next(task for task in story.appeal.open_tasks if task.duty is Duty.NOTICE)
    granted = c.Complete(OFFICER, task, TaskOutcome.RESOLVED)
    correction, *_ = hear(story, granted, due - SECOND, due + HOUR)
    assert isinstance(correction, e.SilenceCorrected)
    assert story.appeal.task(duty.id).state is TaskState.CANCELLED
    assert story.appeal.status is Status.CLOSED
    corrected = next(fact for fact in story.facts if fact.event is correction)
    notice = notice_content(replay(story.facts[: corrected.seq]), corrected)
    assert notice is not None
    assert (notice.key, notice.parameters["accepted_at"]) == (
        "silence_corrected",
        (due - SECOND).isoformat(),
    )
    story.wait_until(due + 30 * DAY)
    assert not [each for each in story.events if isinstance(each, e.DeemedRefused)][1:]


def test_answer_in_time_ends_the_wait_when_it_was_accepted() -> None:
    story = held_by_clerk()
    story.ask_citizen(CLERK)
    asked, due = story.now, story.due_at(ClockKind.INFORMATION)
    story.wait_until(due + DAY)
    hear(story, c.ProvideInformation(CITIZEN), asked + HOUR, due + DAY)
    (pause,) = story.appeal.suspension.pauses
    assert (pause.start, pause.end) == (asked, asked + HOUR)


def test_claim_of_another_person_after_a_silence_yields_to_the_act_in_time() -> None:
    story = held_by_agency()
    task, lapses = story.main_task, story.due_at(ClockKind.LEASE, story.main_task)
    story.wait_until(lapses)
    story.claim(OTHER_OFFICER)
    hear(story, c.Complete(OFFICER, task.id, TaskOutcome.RESOLVED), lapses - SECOND, story.now + SECOND)
    assert story.appeal.status is Status.CLOSED
    notified = [fact for fact in story.facts if isinstance(fact.event, e.SilenceCorrected)]
    assert notice_content(story.appeal, notified[0]) is None  # the applicant knew nothing of the possession


def test_silence_before_which_another_person_decided_is_not_corrected() -> None:
    story = held_by_clerk(make_plan(lapse="0wd"))
    task, due = story.main_task, story.due_at(ClockKind.STEP, story.main_task)
    story.wait_until(due + HOUR)
    story.handle(c.Withdraw(CITIZEN))
    assert correct_silence(story.facts, due - SECOND, story.now) is None
    with pytest.raises(Refusal):
        hear(story, c.Complete(CLERK, task.id, TaskOutcome.RESOLVED), due - SECOND, story.now)


def test_refused_act_corrects_nothing() -> None:
    story = held_by_clerk(make_plan(lapse="0wd"))
    task, due = story.main_task, story.due_at(ClockKind.STEP, story.main_task)
    story.wait_until(due + HOUR)
    before = story.appeal
    with pytest.raises(Refusal):
        hear(story, c.Complete(OTHER_CLERK, task.id, TaskOutcome.RESOLVED), due - SECOND, story.now)
    assert story.appeal == before


def test_act_after_a_silence_leaves_it() -> None:
    story = held_by_clerk()
    due = story.due_at(ClockKind.STEP, story.main_task)
    story.wait_until(due + HOUR)
    assert not precedes_silence(story.appeal, due + SECOND)
    assert not precedes_silence(story.appeal, None)
    assert correct_silence(story.facts, due + SECOND, story.now) is None


def test_refused_signal_between_silence_and_act_stays_recorded() -> None:
    story = held_by_clerk(make_plan(lapse="0wd"))
    task, due = story.main_task, story.due_at(ClockKind.STEP, story.main_task)
    story.wait_until(due + HOUR)
    story.keep(*record(story.appeal, [e.CommandRefused("claim", "malformed")], story.now))
    correction, *_ = hear(story, c.Complete(CLERK, task.id, TaskOutcome.RESOLVED), due - SECOND, story.now)
    assert isinstance(correction, e.SilenceCorrected)
    assert correction.undone[-1] < max(
        fact.seq for fact in story.facts if isinstance(fact.event, e.CommandRefused)
    )


STORIES: dict[str, Callable[[], Scenario]] = {
    "step lapses": lambda: held_by_clerk(make_plan(lapse="0wd")),
    "step ends": held_by_clerk,
    "term of the law ends": lambda: held_by_agency(statutory_plan()),
    "receipt is overdue": awaiting_receipt,
}


def act_of(story: Scenario) -> c.PersonCommand:
    """Return the act for which the story waits."""
    if story.appeal.status is Status.AWAITING_RECEIPT:
        return c.ConfirmReceipt(CITIZEN, received=True)
    chief = AGENCY_SUPERVISOR if story.main_task.group == AGENCY_GROUP else RECEPTION_SUPERVISOR
    return c.Complete(chief, story.main_task.id, TaskOutcome.RESOLVED, override=True)


@settings(max_examples=scaled(8, 300))
@given(
    name=st.sampled_from(sorted(STORIES)),
    before=st.integers(1, 200_000),
    heard=st.lists(st.integers(0, 8 * 86_400), min_size=1, max_size=3).map(sorted),
)
def test_act_accepted_before_a_due_wins_in_any_order_of_arrival(
    name: str, before: int, heard: list[int]
) -> None:
    story = STORIES[name]()
    act, started = act_of(story), story.now
    accepted = max(started, first_silence(story) - timedelta(seconds=before))
    in_time = STORIES[name]()
    in_time.wait_until(accepted)
    in_time.handle(act, accepted)
    for seconds in heard:  # clocks fire, at these moments at the latest, before the act is heard
        story.wait_until(accepted + timedelta(seconds=seconds))
    hear(story, act, accepted, story.now)
    assert story.appeal.status is Status.CLOSED
    assert story.appeal.progress.outcomes == in_time.appeal.progress.outcomes
    assert story.appeal.progress.closed_at == accepted
    assert story.appeal.clocks == in_time.appeal.clocks
    assert time_ledger(story.facts, story.now).breaches == ()
    assert replay(story.facts) == story.appeal


def first_silence(story: Scenario) -> datetime:
    """Return when the first silence of the story comes, if nothing is done."""
    appeal = story.appeal
    while appeal.progress.silent_at is None:
        alarm = next_alarm(appeal)
        assert alarm is not None
        appeal, _ = handle(appeal, c.FireDueClocks(), alarm.at)
    return appeal.progress.silent_at
