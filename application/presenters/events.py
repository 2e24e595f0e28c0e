"""Presents events: their type, title and details."""

from datetime import datetime

from application.i18n import title_in
from domain.country.languages import Language
from domain.events import Event
from schemas.http.event_details import event_details
from schemas.http.responses.views import ForecastEvent
from schemas.vocabulary.events import EventType
from schemas.wire.tagged_union import EVENT_UNION


def type_of(event: Event) -> EventType:
    """Return the type of *event*."""
    return EventType(EVENT_UNION.name(event))


def present_forecast_event(
    at: datetime, event: Event, language: Language, *, is_estimated: bool
) -> ForecastEvent:
    """Return *event* as it is expected at a moment."""
    kind = type_of(event)
    return ForecastEvent(
        expected_at=at,
        event=kind,
        title=title_in(language, kind),
        details=event_details(kind, event),
        estimated=is_estimated,
    )
