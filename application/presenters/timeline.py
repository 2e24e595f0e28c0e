"""Presents the past events of an appeal and its forecast."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.access_scope import EXTERNAL_ROLES
from application.i18n import title_in
from application.presenters.decisions import DecisionPresenter
from application.presenters.events import present_forecast_event, type_of
from domain import events as e
from domain.decide.forecast import ForecastItem, forecast, groups_concerned
from domain.events import Fact
from domain.identity.people import Person
from domain.state.appeal import Appeal
from schemas.http.event_details import event_details
from schemas.http.responses.timeline import ActorView, TimelineEvent, TimelineView
from store.appeals import event_log, personal_data
from store.database.errors import UnreadableHistory
from store.reference import people as directory


async def present_timeline(
    connection: AsyncConnection, by: Person, appeal_id: UUID, reader: DecisionPresenter
) -> TimelineView:
    """Return what happened to the appeal, and what will by itself. Names and texts are for colleagues.

    Raises UnreadableHistory.
    """
    facts, appeal = await event_log.load_history(connection, appeal_id)
    if appeal is None:
        raise UnreadableHistory(appeal_id)
    names: dict[UUID, str] = {}
    texts: dict[UUID, str] = {}
    if by.role not in EXTERNAL_ROLES:
        names = await directory.names_by_id(connection, {fact.by.id for fact in facts if fact.by})
        texts = await personal_data.texts_of_appeal(
            connection, appeal_id, [each for fact in facts if (each := _text_id_of(fact.event))]
        )
    return TimelineView(
        past=[_present_fact(fact, names, texts, reader, appeal) for fact in facts],
        future=[
            present_forecast_event(each.at, each.event, reader.language, is_estimated=each.is_estimated)
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


def _present_fact(
    fact: Fact, names: dict[UUID, str], texts: dict[UUID, str], reader: DecisionPresenter, appeal: Appeal
) -> TimelineEvent:
    kind, text = type_of(fact.event), _text_id_of(fact.event)
    return TimelineEvent(
        seq=fact.seq,
        occurred_at=fact.at,
        event=kind,
        title=title_in(reader.language, kind),
        by=ActorView.from_person(fact.by, names),
        details=event_details(kind, fact.event, **reader.legal_titles(appeal, fact.event)),
        text=texts.get(text) if text else None,
    )


def _text_id_of(event: e.Event) -> UUID | None:
    text: UUID | None = getattr(event, "text", None)
    return text
