"""Random scenarios: after any sequence of commands and alarms an open appeal has a task and a clock."""

from datetime import datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain import commands as c
from domain import events as e
from domain.decide.alarms import fire_due, next_alarm
from domain.decide.handle import handle
from domain.decide.registration import register
from domain.errors import REFUSALS, Refusal
from domain.evolve.appeal import evolve, record, replay
from domain.identity.people import Person, works_in
from domain.procedure.registry import COMMANDS
from domain.projections.summaries import changed_tasks, summarise_appeal
from domain.rules.lifecycle import AUTOMATIC_STATUS_MOVES, AUTOMATIC_TASK_MOVES, Verb
from domain.state.appeal import Appeal, Status
from domain.state.clock import ClockKind
from domain.state.task import WITH_HOLDER, Purpose, TaskState
from domain.worktime.working_calendar import Calendar
from tests.support.domain.builders import (
    OFFICE_CALENDAR,
    PEOPLE,
    ROUND_THE_CLOCK_CALENDAR,
    CasePlan,
    make_intake,
)
from tests.support.domain.strategies import (
    LONG_WAITS,
    PLANS,
    SHORT_WAITS,
    START_TIMES,
    commands_of,
    people,
    permitted_verbs,
    unreachable_reports,
)
from tests.support.scale import scaled

MOVES_BY_ITSELF = {
    (source, target) for sources, target in AUTOMATIC_TASK_MOVES.values() for source in sources
}


class Life(RuleBasedStateMachine):
    """One appeal, and all that people and time may do to it."""

    appeal: Appeal
    facts: tuple[e.Fact, ...]
    now: datetime

    @initialize(
        plan=st.sampled_from(PLANS),
        calendar=st.sampled_from([OFFICE_CALENDAR, ROUND_THE_CLOCK_CALENDAR]),
        start=st.sampled_from(START_TIMES),
    )
    def begins(self, plan: CasePlan, calendar: Calendar, start: datetime) -> None:
        self.now = start
        self.appeal, self.facts = record(None, register(make_intake(plan, calendar, start)), start)

    @rule(jump=st.sampled_from(SHORT_WAITS))
    def time_passes(self, jump: timedelta) -> None:
        until = self.now + jump
        while (alarm := next_alarm(self.appeal)) is not None and alarm.at <= until:
            self.now = max(self.now, alarm.at)
            self.happens(c.FireDueClocks())
        self.now = until

    @rule(jump=st.sampled_from(LONG_WAITS))
    def nothing_runs_for_a_while(self, jump: timedelta) -> None:
        self.now += jump
        self.happens(c.FireDueClocks())
        assert fire_due(self.appeal, self.now) == []

    @precondition(lambda self: self.appeal.open_tasks)
    @rule(data=st.data(), boss=people)
    def execute_allowed_command(self, data: st.DataObject, boss: Person) -> None:
        workers = [
            each for each in PEOPLE if any(works_in(each, task.group) for task in self.appeal.open_tasks)
        ]
        verb, person, task = data.draw(permitted_verbs(self.appeal, [*workers, boss]))
        self.happens(data.draw(commands_of(verb, person, task, self.now)))

    @precondition(lambda self: any(task.holder for task in self.appeal.open_tasks))
    @rule(data=st.data())
    def a_holder_goes_on(self, data: st.DataObject) -> None:
        holders = [each for each in PEOPLE if any(task.holder == each.id for task in self.appeal.open_tasks)]
        verb, person, task = data.draw(permitted_verbs(self.appeal, holders))
        self.happens(data.draw(commands_of(verb, person, task, self.now)))

    @rule(data=st.data(), by=people, verb=st.sampled_from([each.verb for each in COMMANDS.appeal_commands]))
    def execute_appeal_command(self, data: st.DataObject, by: Person, verb: Verb) -> None:
        self.happens(data.draw(commands_of(verb, by, self.appeal.tasks[-1], self.now)))

    @rule(data=st.data(), by=people, verb=st.sampled_from(Verb))
    def try_any_command(self, data: st.DataObject, by: Person, verb: Verb) -> None:
        task = data.draw(st.sampled_from(self.appeal.tasks))
        self.happens(data.draw(commands_of(verb, by, task, self.now)))

    @rule(data=st.data())
    def a_level_is_reported_empty(self, data: st.DataObject) -> None:
        self.happens(data.draw(unreachable_reports(self.appeal)))

    @invariant()
    def it_is_never_forgotten(self) -> None:
        alarm, main = next_alarm(self.appeal), self.appeal.main_task
        kinds = {clock.kind for clock in self.appeal.clocks}
        assert (alarm is None) is (not self.appeal.clocks)
        assert self.appeal.clocks or self.appeal.is_closed
        match self.appeal.status:
            case Status.IN_PROGRESS:
                assert main is not None
                assert ClockKind.STATUTE in kinds
            case Status.AWAITING_INFORMATION:
                assert main is not None
                assert {ClockKind.STATUTE, ClockKind.INFORMATION} <= kinds
            case Status.AWAITING_RECEIPT:
                calling = any(task.purpose is Purpose.CALL_BACK for task in self.appeal.open_tasks)
                assert calling is not (ClockKind.RECEIPT in kinds)
                assert main is None
            case Status.CLOSED:
                assert all(task.duty for task in self.appeal.open_tasks)
                assert {clock.kind for clock in self.appeal.clocks if clock.task is None} <= {
                    ClockKind.COMPLAINT_WINDOW
                }
                assert self.appeal.progress.outcomes

    @invariant()
    def a_task_has_one_holder_or_waits(self) -> None:
        for task in self.appeal.open_tasks:
            assert (task.holder is not None) is (task.state in WITH_HOLDER)
            assert (task.held_until is not None) is (task.state is TaskState.HELD)
        assert sum(task.purpose is Purpose.WORK for task in self.appeal.open_tasks) <= 1

    @invariant()
    def every_open_task_has_its_clocks_and_no_other_has_any(self) -> None:
        timed = {clock.task for clock in self.appeal.clocks if clock.kind is ClockKind.STEP}
        assert timed == {task.id for task in self.appeal.open_tasks}
        assert {clock.task for clock in self.appeal.clocks} <= {None, *timed}
        pairs = [(clock.kind, clock.task) for clock in self.appeal.clocks]
        assert len(pairs) == len(set(pairs))

    @invariant()
    def its_history_has_no_gap(self) -> None:
        assert [fact.seq for fact in self.facts] == list(range(1, self.appeal.seq + 1))

    @invariant()
    def it_can_be_shown(self) -> None:
        row = summarise_appeal(self.appeal)
        assert (row.next_alarm_at is None) is (row.closed_at is not None and not self.appeal.clocks)
        assert {each.id for each in changed_tasks(self.appeal, 0)} == {task.id for task in self.appeal.tasks}

    def teardown(self) -> None:
        if hasattr(self, "parameters"):
            assert replay(list(self.facts)) == self.appeal

    def happens(self, command: c.Command) -> None:
        """Execute the command and check each event, or check that a refusal changes nothing."""
        before = self.appeal
        try:
            after, facts = handle(before, command, self.now)
        except Refusal as refused:
            with pytest.raises(REFUSALS[refused.code]):
                handle(before, command, self.now)
            return
        grown = before
        for fact in facts:
            last, grown = grown, evolve(grown, fact)
            due_moves_on(last, grown)
            if fact.by is None:
                moves_are_drawn(last, grown, None)
        assert grown == after
        overdue = replay([fact for fact in facts if fact.by is None], before)
        moves_are_drawn(overdue, after, None if after is overdue else verb_of(command))
        self.appeal, self.facts = after, self.facts + facts


def verb_of(command: c.Command) -> Verb | None:
    """Return the verb of a person's command; time has none."""
    return None if isinstance(command, c.SystemCommand) else COMMANDS.verb_of(command)


def moves_are_drawn(last: Appeal, grown: Appeal, verb: Verb | None) -> None:
    """See that tasks and appeal moved as the tables of the lifecycle say, and terminal is terminal."""
    for old, new in zip(last.tasks, grown.tasks, strict=False):
        assert old.is_open or new == old
        by_verb = verb is not None and new.state in COMMANDS[verb].leads_to
        assert new.state is old.state or by_verb or (old.state, new.state) in MOVES_BY_ITSELF
    if grown.status is not last.status:
        drawn = COMMANDS[verb].status_moves if verb else tuple(AUTOMATIC_STATUS_MOVES.values())
        assert (last.status, grown.status) in drawn


def due_moves_on(last: Appeal, grown: Appeal) -> None:
    """Check that a statute clock never ends sooner for its owner under the same law and calendar."""
    if last.legal.competence.previous_bodies != grown.legal.competence.previous_bodies:
        return
    if (last.law, last.calendar) != (grown.law, grown.calendar):
        return
    old, new = statute_due(last), statute_due(grown)
    if old is not None and new is not None:
        assert new >= old


def statute_due(appeal: Appeal) -> datetime | None:
    """Return when the statute clock ends, pauses that are over included."""
    clock = appeal.clock(ClockKind.STATUTE)
    return appeal.reading(clock).due if clock else None


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=scaled(60, 1000), stateful_step_count=40)
