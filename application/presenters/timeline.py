"""application.presenters.timeline."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.access_scope import OUTSIDERS
from application.presenters.decisions import Reader
from domain import events as e
from domain.decide.forecast import Foreseen, concerned, foresee
from domain.events import Fact
from domain.evolve.appeal import replay
from domain.identity.people import Person
from domain.state.appeal import Appeal
from schemas.http.responses.timeline import Actor, Happened, Timeline, ToCome
from schemas.wire.tagged_union import EVENTS, TYPE
from store.appeals import event_log, personal_data
from store.reference import people as directory

SAID_ELSEWHERE = frozenset({TYPE, "text", "plan", "calendar"})


async def timeline(connection: AsyncConnection, by: Person, appeal_id: UUID, reader: Reader) -> Timeline:
    """Return what happened to the appeal, and what will by itself. Names and texts are for colleagues."""
    facts = await event_log.facts(connection, appeal_id)
    names: dict[UUID, str] = {}
    texts: dict[UUID, str] = {}
    if by.role not in OUTSIDERS:
        names = await directory.names(connection, {fact.by.id for fact in facts if fact.by})
        texts = await personal_data.texts(
            connection, [each for fact in facts if (each := _text_of(fact.event))]
        )
    appeal = replay(facts)
    happened = (_happened(fact, names, texts) for fact in facts)
    return Timeline(
        past=[
            each.model_copy(update={"details": each.details | reader.titles(appeal, fact.event)})
            for fact, each in zip(facts, happened, strict=True)
        ],
        future=[
            ToCome(
                at=each.at,
                event=EVENTS.name(each.event),
                details=_details(each.event),
                estimated=each.estimated,
            )
            for each in await _to_come(connection, appeal)
        ],
    )


async def _to_come(connection: AsyncConnection, appeal: Appeal) -> list[Foreseen]:
    if not appeal.clocks:
        return []
    holders = [task.holder for task in appeal.open_tasks if task.holder]
    return foresee(appeal, await directory.posts(connection, concerned(appeal), appeal.region, holders))


def _happened(fact: Fact, names: dict[UUID, str], texts: dict[UUID, str]) -> Happened:
    text = _text_of(fact.event)
    return Happened(
        seq=fact.seq,
        at=fact.at,
        event=EVENTS.name(fact.event),
        by=Actor.of(fact.by, names),
        details=_details(fact.event),
        text=texts.get(text) if text else None,
    )


def _text_of(event: e.Event) -> UUID | None:
    text: UUID | None = getattr(event, "text", None)
    return text


def _details(event: e.Event) -> dict[str, object]:
    return {name: value for name, value in EVENTS.dump(event).items() if name not in SAID_ELSEWHERE}
