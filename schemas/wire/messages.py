"""What travels through Temporal: the start of an appeal, a command, its answer, a batch of facts.

Ids and codes only: no personal data and no free text. Every message has a version and one argument.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from domain.events import Fact
from domain.evolve.appeal import replay
from domain.identity.people import Person
from domain.projections.summaries import AppealSummary, TaskSummary, changed_tasks, summarise_appeal
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Outcome
from schemas.base import WireMessage
from schemas.wire.documents import ByReference
from schemas.wire.nullable import NullsLeftOut
from schemas.wire.tagged_union import AnyCommand, AnyEvent
from schemas.wire.task_status import TaskStatus

AppealRow = Annotated[AppealSummary, NullsLeftOut()]
TaskRow = Annotated[TaskSummary, NullsLeftOut()]


class AppealStart(WireMessage):
    """A run begins: with the whole appeal, and the ids of the latest commands that earlier runs handled."""

    appeal: Annotated[Appeal, ByReference()]
    handled_commands: tuple[UUID, ...] = ()

    @classmethod
    def from_facts(cls, facts: Sequence[Fact]) -> "AppealStart":
        """Return a run that continues after *facts* and repeats none of their commands."""
        commands = dict.fromkeys(fact.command for fact in facts if fact.command)
        return cls(appeal=replay(facts), handled_commands=tuple(commands))


class CommandMessage(WireMessage):
    """A command under the id by which it is done once; *task_version* is that of the task its sender saw.

    ``accepted_at`` is when the API accepted it, and from when it counts; other senders cannot state it.
    With *appeal*, only the workflow of that appeal carries it out: after the restore of an older database the
    number may name the workflow of another one.
    """

    command_id: UUID
    command: AnyCommand
    task_version: int | None = None
    appeal: UUID | None = None
    accepted_at: datetime | None = None


class CommandResult(WireMessage):
    """A command was carried out: the event number after it, and the status of its task, if it has one.

    A *duplicate* was carried out before; the status is the present one.
    """

    seq: int
    status: TaskStatus | None = None
    duplicate: bool = False


class FactMessage(WireMessage):
    """A fact as it is sent and stored."""

    seq: int
    at: datetime
    event: AnyEvent
    by: Person | None = None
    command: UUID | None = None

    @classmethod
    def from_fact(cls, fact: Fact) -> "FactMessage":
        """Return *fact* ready to travel."""
        return cls(seq=fact.seq, at=fact.at, event=fact.event, by=fact.by, command=fact.command)

    def to_fact(self) -> Fact:
        """Return the fact that travelled."""
        return Fact(self.seq, self.at, self.event, self.by, self.command)


class CommandBatch(WireMessage):
    """What to record in one transaction: facts in order, and the rows as they are after them.

    ``children`` are the parts that became appeals of their own with these facts, each from its beginning.
    """

    appeal: UUID
    facts: tuple[FactMessage, ...]
    summary: AppealRow
    tasks: tuple[TaskRow, ...]
    children: tuple["CommandBatch", ...] = ()

    @classmethod
    def from_facts(
        cls,
        appeal: Appeal,
        facts: Sequence[Fact],
        since: int = 0,
        children: Iterable[tuple[Appeal, Sequence[Fact]]] = (),
    ) -> "CommandBatch":
        """Return what to record of *appeal*, to which *facts* happened after event number *since*.

        *children* are the appeals that these facts split off, each with its own facts.
        """
        return cls(
            appeal=appeal.id,
            facts=tuple(map(FactMessage.from_fact, facts)),
            summary=summarise_appeal(appeal),
            tasks=changed_tasks(appeal, since),
            children=tuple(cls.from_facts(child, begun) for child, begun in children),
        )


class VacantLevel(WireMessage):
    """A vacant level of the ladder."""

    clock: ClockKind
    task: UUID | None
    level: int


class WriteResult(WireMessage):
    """The batch is written; these levels of the ladder, called in it, turned out to be empty."""

    vacant_levels: tuple[VacantLevel, ...] = ()


class AppealEnd(WireMessage):
    """A run is over because the appeal is closed."""

    seq: int
    outcome: Outcome


class AppealState(WireMessage):
    """The answer of the query ``state``."""

    summary: AppealRow
    tasks: tuple[TaskRow, ...]


class SilenceQuestion(WireMessage):
    """Whether a silence of *appeal* is to be corrected ``now``, for an act accepted at ``accepted_at``."""

    appeal: UUID
    accepted_at: datetime
    now: datetime


class SilenceAnswer(WireMessage):
    """The correction of the silence; None where there is nothing to correct."""

    correction: AnyEvent | None = None
