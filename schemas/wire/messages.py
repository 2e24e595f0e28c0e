"""What travels through Temporal: the start of an appeal, a command, its answer, a batch of facts.

Ids and codes only: no personal data and no free text. Every message has a version and one argument.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from domain.events import Fact, PartRedirected
from domain.evolve.appeal import record, replay
from domain.identity.people import Person
from domain.procedure.competence.split_off import child
from domain.projections.summaries import AppealSummary, TaskSummary, changed_tasks, summarise
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Outcome
from schemas.base import Wire
from schemas.wire.interning import interned
from schemas.wire.tagged_union import AnyCommand, AnyEvent

VERSION = 1


class AppealStart(Wire):
    """A run begins: with the appeal whole, and the commands that earlier runs have answered."""

    v: int = VERSION
    appeal: Annotated[Appeal, AfterValidator(interned)]
    answers: dict[UUID, int] = Field(default_factory=dict)

    @classmethod
    def after(cls, facts: Sequence[Fact]) -> "AppealStart":
        """Return a run that goes on from *facts*: what was obeyed before is not obeyed again."""
        return cls(appeal=replay(facts), answers={fact.command: fact.seq for fact in facts if fact.command})


class Given(Wire):
    """A command, under the id by which it is done once; *version* is that of the task its giver saw."""

    v: int = VERSION
    id: UUID
    command: AnyCommand
    version: int | None = None


class Answer(Wire):
    """A command was obeyed: the appeal's event number after it, and the events' names."""

    v: int = VERSION
    seq: int
    events: tuple[str, ...] = ()
    again: bool = False


class FactWire(Wire):
    """A fact as it is sent and stored."""

    seq: int
    at: datetime
    event: AnyEvent
    by: Person | None = None
    command: UUID | None = None

    @classmethod
    def of(cls, fact: Fact) -> "FactWire":
        """Return *fact* ready to travel."""
        return cls(seq=fact.seq, at=fact.at, event=fact.event, by=fact.by, command=fact.command)

    def fact(self) -> Fact:
        """Return the fact that travelled."""
        return Fact(self.seq, self.at, self.event, self.by, self.command)


class Batch(Wire):
    """What to record in one transaction: facts in order, and the rows as they are after them.

    ``children`` are the parts that became appeals of their own with these facts, each from its beginning.
    """

    v: int = VERSION
    appeal: UUID
    facts: tuple[FactWire, ...]
    summary: AppealSummary
    tasks: tuple[TaskSummary, ...]
    children: tuple["Batch", ...] = ()

    @classmethod
    def of(cls, appeal: Appeal, facts: Sequence[Fact], since: int = 0) -> "Batch":
        """Return what to record of *appeal*, to which *facts* happened after event number *since*."""
        return cls(
            appeal=appeal.id,
            facts=tuple(map(FactWire.of, facts)),
            summary=summarise(appeal),
            tasks=changed_tasks(appeal, since),
            children=tuple(
                cls.of(*record(None, child(appeal, fact.event, fact.at), fact.at, fact.by))
                for fact in facts
                if isinstance(fact.event, PartRedirected)
            ),
        )


class Unreachable(Wire):
    """A level of the ladder on which nobody stands."""

    clock: ClockKind
    task: UUID | None
    level: int


class Recorded(Wire):
    """The batch is written; these levels of the ladder, called in it, turned out to be empty."""

    v: int = VERSION
    unreachable: tuple[Unreachable, ...] = ()


class Ended(Wire):
    """A run is over because the appeal is closed."""

    v: int = VERSION
    seq: int
    outcome: Outcome


class AppealState(Wire):
    """The answer of the query ``state``."""

    v: int = VERSION
    summary: AppealSummary
    tasks: tuple[TaskSummary, ...]


class Coming(Wire):
    """One line of the query ``timeline``: what will happen by itself, and when."""

    at: datetime
    event: AnyEvent
