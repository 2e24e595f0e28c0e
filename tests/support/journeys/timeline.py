"""The timeline as journeys read it: the details of an event by their names."""

from typing import Any

from schemas.http.responses.timeline import TimelineEvent, TimelineView
from schemas.http.responses.views import ForecastEvent


class PastEvent(TimelineEvent):
    """An event that happened."""

    details: dict[str, Any]  # type: ignore[assignment]


class ExpectedEvent(ForecastEvent):
    """An event that is expected."""

    details: dict[str, Any]  # type: ignore[assignment]


class Timeline(TimelineView):
    """The whole story."""

    past: list[PastEvent]  # type: ignore[assignment]
    future: list[ExpectedEvent]  # type: ignore[assignment]


def read_timeline(answer: object) -> Timeline:
    """Return the timeline in *answer*, whose events have the shapes of their types."""
    TimelineView.model_validate(answer)
    return Timeline.model_validate(answer)
