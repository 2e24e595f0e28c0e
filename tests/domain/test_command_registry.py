"""A command is one row: what the guards, the dispatch, the routes and the pages know of it stands there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import cast
from uuid import UUID

import pytest
from fastapi import FastAPI

from api.routes.command_routes import appeal_command_router, task_command_router
from domain import commands as c
from domain import events as e
from domain.decide.allowed import allowed_verbs
from domain.decide.handle import handle
from domain.errors import (
    AppealClosed,
    Forbidden,
    NotAllowedInTaskState,
    NotASupervisor,
    NotProvidedByLaw,
    TaskHeldByAnother,
)
from domain.identity.people import Person, Role
from domain.law.rule_ids import RuleId
from domain.procedure.registry import COMMANDS
from domain.rules.command_spec import (
    MAIN_PATH,
    AppealAccess,
    AppealCommandSpec,
    TaskAccess,
    TaskCommandSpec,
)
from domain.rules.lifecycle import IN_WORK, UNFINISHED, Verb
from domain.state.appeal import Appeal, Status
from domain.state.task import OPEN, WITH_HOLDER, Duty, Purpose, Task, TaskState
from schemas.http.requests.command_body import AppealCommandBody, TaskCommandBodyWithText
from schemas.http.requests.registry import APPEAL_BODIES, TASK_BODIES
from tests.support.domain.builders import (
    AGENCY_SUPERVISOR,
    CLERK,
    OFFICER,
    OPERATOR,
    Scenario,
    held_by_agency,
    held_by_clerk,
    resolved_by_agency,
)
from tools.lifecycle_page import render_page

NOT_OVER_HTTP = {Verb.RESOLVE_AT_INTAKE, Verb.CHANGE_CALENDAR}


class NewVerb(StrEnum):
    """Verbs that no release has."""

    PAUSE = "pause"
    PRAISE = "praise"


PAUSE, PRAISE = (cast("Verb", each) for each in NewVerb)


@dataclass(frozen=True, slots=True)
class Pause:
    """A command on a task that no release has."""

    by: Person
    task: UUID
    text: UUID | None = None
    override: bool = False


@dataclass(frozen=True, slots=True)
class Praise:
    """A command on an appeal that no release has."""

    by: Person
    text: UUID | None = None


def pause(_appeal: Appeal, task: Task, command: Pause, _now: datetime) -> Sequence[e.Event]:
    return [e.TaskReleased(task.id, overridden=command.override)]


def praise(_appeal: Appeal, command: Praise, _now: datetime) -> Sequence[e.Event]:
    return [e.InformationProvided(command.text)]


class PauseBody(TaskCommandBodyWithText):
    """Why the task is paused."""

    command_class = Pause
    override: bool = False


class PraiseBody(AppealCommandBody):
    """What is praised."""

    command_class = Praise


PAUSE_ROW = TaskCommandSpec(
    PAUSE,
    Pause,
    pause,
    "Pause a task.",
    statuses=UNFINISHED,
    states=WITH_HOLDER,
    access=TaskAccess.HOLDER,
    overridable=True,
    purposes=MAIN_PATH,
    leads_to=frozenset({TaskState.READY}),
)
PRAISE_ROW = AppealCommandSpec(
    PRAISE,
    Praise,
    praise,
    "Praise those who work on the appeal.",
    statuses=IN_WORK,
    roles=frozenset({Role.CITIZEN, Role.OPERATOR}),
    access=AppealAccess.APPLICANT_CHANNEL,
    status_moves=((Status.CLOSED, Status.IN_PROGRESS),),
)
EXTENDED = COMMANDS.extended_with(PAUSE_ROW, PRAISE_ROW)


def test_each_verb_has_one_row_and_each_row_one_command() -> None:
    assert Counter(spec.verb for spec in COMMANDS) == Counter(Verb)
    assert all(verb.value in COMMANDS for verb in Verb)
    assert "no-such-verb" not in COMMANDS
    assert set(Counter(spec.command for spec in COMMANDS).values()) == {1}


def test_a_row_is_for_tasks_exactly_where_its_command_names_one() -> None:
    for spec in COMMANDS:
        names = {each.name for each in fields(spec.command)}  # type: ignore[arg-type]
        assert ("task" in names) is isinstance(spec, TaskCommandSpec), spec.verb
        assert ("override" in names) is (isinstance(spec, TaskCommandSpec) and spec.overridable), spec.verb


def test_no_command_touches_a_task_that_has_ended() -> None:
    assert all(spec.states <= OPEN for spec in COMMANDS)


def test_a_duty_is_named_exactly_where_duties_are_done() -> None:
    own = {spec.duty for spec in COMMANDS.task_commands if spec.purposes == {Purpose.DUTY}}
    assert own == set(Duty) - {Duty.CASE_FILE}
    complete = COMMANDS[Verb.COMPLETE]
    assert isinstance(complete, TaskCommandSpec)
    assert complete.duty is Duty.CASE_FILE


def test_every_command_but_those_of_intake_and_calendar_has_a_body() -> None:
    bodies = [*TASK_BODIES, *APPEAL_BODIES]
    assert {COMMANDS.spec_of_class(body.command_class).verb for body in bodies} == set(Verb) - NOT_OVER_HTTP
    assert len(bodies) == len(Verb) - len(NOT_OVER_HTTP)


def test_a_row_refuses_the_command_of_another() -> None:
    with pytest.raises(TypeError):
        COMMANDS[Verb.CLAIM].narrow(c.Withdraw(CLERK))
    with pytest.raises(TypeError):
        COMMANDS[Verb.WITHDRAW].narrow(c.Reopen(CLERK))


class TestANewRow:
    """A row that is added is all that a new command needs."""

    def test_task_offers_command_to_permitted_people(self) -> None:
        story = held_by_agency()
        assert PAUSE in allowed_verbs(story.appeal, story.task, OFFICER, EXTENDED)
        assert PAUSE in allowed_verbs(story.appeal, story.task, AGENCY_SUPERVISOR, EXTENDED)
        assert PAUSE not in allowed_verbs(story.appeal, story.task, CLERK, EXTENDED)
        assert PAUSE not in allowed_verbs(story.appeal, story.task, OFFICER)

    def test_it_is_dispatched_to_its_own_function(self) -> None:
        story = held_by_clerk()
        after, facts = handle(story.appeal, Pause(CLERK, story.task.id), story.now, commands=EXTENDED)
        assert [fact.event for fact in facts] == [e.TaskReleased(story.task.id)]
        assert after.task(story.task.id).state is TaskState.READY

    def test_appeal_command_is_dispatched_to_its_own_function(self) -> None:
        story = held_by_clerk()
        _, facts = handle(story.appeal, Praise(OPERATOR), story.now, commands=EXTENDED)
        assert [fact.event for fact in facts] == [e.InformationProvided(None)]

    @pytest.mark.parametrize(
        ("story", "by", "override", "refusal"),
        [
            (held_by_agency(), AGENCY_SUPERVISOR, False, TaskHeldByAnother),
            (held_by_agency(), CLERK, True, NotASupervisor),
            (resolved_by_agency(), OFFICER, False, AppealClosed),
        ],
    )
    def test_the_guards_read_it(
        self,
        story: Scenario,
        by: Person,
        override: bool,  # noqa: FBT001 - a parameter of the test
        refusal: type[Exception],
    ) -> None:
        with pytest.raises(refusal):
            handle(story.appeal, Pause(by, story.task.id, override=override), story.now, commands=EXTENDED)

    def test_a_role_that_it_does_not_name_is_refused(self) -> None:
        story = held_by_clerk()
        with pytest.raises(Forbidden):
            handle(story.appeal, Praise(CLERK), story.now, commands=EXTENDED)

    def test_the_rule_that_it_needs_is_asked_of_the_law(self) -> None:
        story = held_by_clerk()
        lawful = COMMANDS.extended_with(replace(PAUSE_ROW, rule_id=RuleId.HEARING))
        assert PAUSE not in allowed_verbs(story.appeal, story.task, CLERK, lawful)
        with pytest.raises(NotProvidedByLaw):
            handle(story.appeal, Pause(CLERK, story.task.id), story.now, commands=lawful)

    def test_a_state_that_it_does_not_name_is_refused(self) -> None:
        story = held_by_clerk()
        story.handle(c.Release(CLERK, story.task.id))
        with pytest.raises(NotAllowedInTaskState):
            handle(story.appeal, Pause(CLERK, story.task.id), story.now, commands=EXTENDED)

    def test_it_has_a_route_and_a_description(self) -> None:
        app = FastAPI(generate_unique_id_function=lambda route: route.name)
        app.include_router(task_command_router((*TASK_BODIES, PauseBody), EXTENDED))
        app.include_router(appeal_command_router((*APPEAL_BODIES, PraiseBody), EXTENDED))
        paths = app.openapi()["paths"]
        paused = paths["/v1/tasks/{task}/pause"]["post"]
        assert paused["operationId"] == "pause"
        assert paused["description"] == "Pause a task.\n\nFor the holder; an overseer by a recorded override."
        praised = paths["/v1/appeals/{appeal}/praise"]["post"]
        assert "operator, citizen" in praised["description"]

    def test_its_body_makes_the_command(self) -> None:
        text, task = UUID(int=1), UUID(int=2)
        assert PauseBody(override=True).to_command(CLERK, task, text) == Pause(
            CLERK, task, text, override=True
        )
        assert PraiseBody().to_command(OPERATOR, None) == Praise(OPERATOR)

    def test_the_lifecycle_page_shows_it(self) -> None:
        page = render_page(EXTENDED)
        assert "| pause | the holder; an overseer by a recorded override | `work` |" in page
        assert "| praise | ✓ | | | |" in page
        assert "claimed --> ready: release, reassign, pause" in page
        assert "closed --> in_progress: reopen, praise" in page
        assert "praise" not in render_page()
