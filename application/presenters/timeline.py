"""Presents the past events of an appeal and its forecast."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.access_scope import EXTERNAL_ROLES
from application.presenters.decisions import DecisionPresenter
from domain import events as e
from domain.decide.forecast import ForecastItem, forecast, groups_concerned
from domain.events import Fact
from domain.evolve.appeal import replay
from domain.identity.people import Person
from domain.state.appeal import Appeal
from schemas.http.responses.timeline import ActorView, TimelineEvent, TimelineView
from schemas.http.responses.views import ForecastEvent
from schemas.wire.stored_names import TYPE_KEY
from schemas.wire.tagged_union import EVENT_UNION
from store.appeals import event_log, personal_data
from store.reference import people as directory

OMITTED_EVENT_FIELDS = frozenset({TYPE_KEY, "text", "plan", "calendar", "restored"})


async def present_timeline(
    connection: AsyncConnection, by: Person, appeal_id: UUID, reader: DecisionPresenter
) -> TimelineView:
    """Return what happened to the appeal, and what will by itself. Names and texts are for colleagues."""
    facts = await event_log.facts_of_appeal(connection, appeal_id)
    names: dict[UUID, str] = {}
    texts: dict[UUID, str] = {}
    if by.role not in EXTERNAL_ROLES:
        names = await directory.names_by_id(connection, {fact.by.id for fact in facts if fact.by})
        texts = await personal_data.texts_of_appeal(
            connection, appeal_id, [each for fact in facts if (each := _text_id_of(fact.event))]
        )
    appeal = replay(facts)
    happened = (_present_fact(fact, names, texts) for fact in facts)
    return TimelineView(
        past=[
            each.model_copy(update={"details": each.details | reader.legal_titles(appeal, fact.event)})
            for fact, each in zip(facts, happened, strict=True)
        ],
        future=[
            ForecastEvent(
                expected_at=each.at,
                event=EVENT_UNION.name(each.event),
                details=_event_details(each.event),
                estimated=each.is_estimated,
            )
            for each in await _present_forecast(connection, appeal)
        ],
    )


async def _present_forecast(connection: AsyncConnection, appeal: Appeal) -> list[ForecastItem]:
    if not appeal.clocks:
        return []
    holders = [task.holder for task in appeal.open_tasks if task.holder]
    return forecast(
        appeal,
        await directory.staffed_posts(connection, groups_concerned(appeal), appeal.origin.region, holders),
    )


def _present_fact(fact: Fact, names: dict[UUID, str], texts: dict[UUID, str]) -> TimelineEvent:
    text = _text_id_of(fact.event)
    return TimelineEvent(
        seq=fact.seq,
        occurred_at=fact.at,
        event=EVENT_UNION.name(fact.event),
        by=ActorView.from_person(fact.by, names),
        details=_event_details(fact.event),
        text=texts.get(text) if text else None,
    )


def _text_id_of(event: e.Event) -> UUID | None:
    text: UUID | None = getattr(event, "text", None)
    return text


def _event_details(event: e.Event) -> dict[str, object]:
    return {
        name: value for name, value in EVENT_UNION.dump(event).items() if name not in OMITTED_EVENT_FIELDS
    }
