"""Stored names outlive the names in Python: a rename there changes nothing that is stored."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

import pytest
from pydantic import TypeAdapter
from sqlmodel import Field, SQLModel

from domain import commands as c
from domain import events as e
from domain.identity.people import Group, Person, Role
from domain.policy.plan import Step
from domain.state.task import Purpose, TaskState
from schemas.wire.json_keys import JSON_KEYS, keys_of, use_json_keys
from schemas.wire.stored_names import COMMAND_NAMES, EVENT_NAMES, Document, renamed_key
from schemas.wire.tagged_union import COMMAND_UNION, EVENT_UNION, TaggedUnion
from store.database.tables.derived import column_names, table_of
from tests.schemas.stored_names import SNAPSHOT, missing_rows, snapshot, stored_classes

TASK, PERSON = UUID(int=1), UUID(int=2)
GROUP = Group("agency", Role.OFFICER)
CLAIMED = {"type": "task_claimed", "task": str(TASK), "holder": str(PERSON)}


class Post(StrEnum):
    """Role, and its member OFFICER, under other names in Python."""

    CIVIL_SERVANT = "officer"


@dataclass(frozen=True, slots=True)
class Team:
    """Group and its fields under other names in Python."""

    body: str
    post: Post


@dataclass(frozen=True, slots=True)
class TaskTaken:
    """TaskClaimed and its field `holder` under other names in Python."""

    task: UUID
    person: UUID


@dataclass(frozen=True, slots=True)
class TaskMoved:
    """TaskReassigned under another name in Python, with a renamed class and enum inside it."""

    task: UUID
    team: Team
    holder: UUID | None
    text: UUID | None = None
    superior: Team | None = None
    responsible: Team | None = None
    above_responsible: Team | None = None


@dataclass(frozen=True, slots=True)
class TakeTask:
    """Claim and its field `task` under other names in Python."""

    by: Person
    work: UUID


RENAMED = {
    Team: "body=organisation post=role",
    TaskTaken: "task person=holder",
    TaskMoved: (
        "task team=group holder text superior responsible=considering_body "
        "above_responsible=considering_superior"
    ),
    TakeTask: "by work=task",
}


@pytest.fixture(scope="module", autouse=True)
def _renamed_classes_keep_their_keys() -> None:
    use_json_keys(RENAMED)


def test_the_snapshot_holds_every_stored_name() -> None:
    assert snapshot() == SNAPSHOT.read_text("utf-8"), "python -m tests.schemas.stored_names writes it"


def test_every_field_of_a_stored_class_has_a_key() -> None:
    assert missing_rows() == []
    assert set(JSON_KEYS) == set(stored_classes())


def test_every_event_has_one_stored_name() -> None:
    assert set(EVENT_NAMES.values()) == set(cast("Any", e.Event).__args__)
    assert len(EVENT_NAMES) == len(set(EVENT_NAMES.values()))


@pytest.mark.parametrize(
    ("event", "name", "copy"),
    [
        (e.TaskClaimed(TASK, PERSON), "task_claimed", TaskTaken(TASK, PERSON)),
        (
            e.TaskReassigned(TASK, GROUP, None),
            "task_reassigned",
            TaskMoved(TASK, Team("agency", Post.CIVIL_SERVANT), None),
        ),
    ],
)
def test_a_renamed_event_with_renamed_fields_is_stored_as_before(
    event: e.Event, name: str, copy: object
) -> None:
    union = TaggedUnion({**EVENT_NAMES, name: type(copy)})
    stored = EVENT_UNION.dump(event)
    assert union.dump(copy) == stored
    assert union.load(stored) == copy


def test_a_renamed_command_is_sent_as_before() -> None:
    by = Person(PERSON, "agency", Role.OFFICER)
    union = TaggedUnion({**COMMAND_NAMES, "claim": TakeTask})
    sent = COMMAND_UNION.dump(c.Claim(by, TASK))
    assert union.dump(TakeTask(by, TASK)) == sent
    assert union.load(sent) == TakeTask(by, TASK)


def test_a_class_inside_another_is_stored_as_before_when_renamed() -> None:
    kept = TypeAdapter(tuple[Group, ...]).dump_json((GROUP,))
    assert TypeAdapter(tuple[Team, ...]).dump_json((Team("agency", Post.CIVIL_SERVANT),)) == kept


def test_a_renamed_field_of_a_summary_keeps_its_column_in_every_class_that_inherits_it() -> None:
    @dataclass(frozen=True)
    class Line:
        id: UUID
        whereabouts: TaskState

    @dataclass(frozen=True)
    class LineWithTable(Line):
        open: bool

    table: dict[type, str] = {Line: "id whereabouts=state"}
    assert list(keys_of(LineWithTable, table).values()) == ["id", "state", "open"]
    row: Any = table_of(LineWithTable, "renamed_tasks", table, id=Field(primary_key=True))
    assert row.__table__.columns.keys() == ["id", "state", "open"]
    assert str(row.whereabouts == "ready").startswith("renamed_tasks.state =")
    SQLModel.metadata.remove(row.__table__)


def test_columns_are_named_by_keys() -> None:
    assert column_names(Team, RENAMED) == ["organisation", "role"]


def test_a_field_of_the_next_release_is_ignored() -> None:
    assert EVENT_UNION.load({**CLAIMED, "urgency": "high"}) == e.TaskClaimed(TASK, PERSON)


def test_a_field_that_the_last_release_did_not_have_gets_its_default() -> None:
    stored = EVENT_UNION.dump(e.TaskOpened(TASK, Purpose.WORK, Step.RECEPTION, GROUP, is_offered=True))
    del stored["urgent"]
    opened = EVENT_UNION.load(stored)
    assert isinstance(opened, e.TaskOpened)
    assert opened.urgent is False


def test_an_event_of_the_next_release_is_refused_by_this_one() -> None:
    with pytest.raises(ValueError, match="task_cloned is not known here"):
        TypeAdapter(Any | None).validate_python(EVENT_UNION.load({"type": "task_cloned"}))


def test_a_key_that_the_next_release_renames_is_read_under_its_old_name() -> None:
    next_release = TaggedUnion(EVENT_NAMES, {"task_claimed": renamed_key("claimant", "holder")})
    old = {"type": "task_claimed", "task": str(TASK), "claimant": str(PERSON)}
    assert next_release.load(old) == next_release.load(CLAIMED) == e.TaskClaimed(TASK, PERSON)


def test_an_event_that_the_next_release_renames_is_read_under_its_old_name() -> None:
    def taken(document: Document) -> Document:
        return {**document, "type": "task_claimed"}

    next_release = TaggedUnion(EVENT_NAMES, {"task_taken": taken})
    assert next_release.load({**CLAIMED, "type": "task_taken"}) == e.TaskClaimed(TASK, PERSON)
