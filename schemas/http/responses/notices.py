"""The feed of notices for those who deliver them: recipients, texts and languages."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from domain.country.languages import Language
from domain.identity.people import Capacity
from schemas.base import RequestBody
from schemas.http.requests.filters import CURSOR_PATTERN
from schemas.http.responses.views import View
from schemas.vocabulary.events import EventType


class NoticeFeedParams(RequestBody):
    """From where on notices are read."""

    cursor: str | None = Field(
        None,
        max_length=200,
        description="`next_cursor` of the page before. Left out: from the beginning; "
        "`now`: only notices of later events.",
        json_schema_extra=CURSOR_PATTERN,
    )
    limit: int = Field(50, ge=1, le=200)


class NoticeRecipientView(View):
    """A recipient of a notice."""

    capacity: Capacity
    name: str
    contacts: dict[str, Any]


class NoticeView(View):
    """One notice to the applicant; ``appeal`` and ``seq`` are its permanent key."""

    appeal: UUID
    seq: int
    number: str
    occurred_at: datetime
    event: EventType
    language: Language
    text: str = Field(description="Ready to be sent.")
    officer_text: str | None = Field(
        description="A text written for the applicant besides, to be sent in full."
    )
    article: str | None
    recipients: list[NoticeRecipientView]
    task: UUID | None = Field(description="The duty to record the notification, while it is open.")


class NoticePage(View):
    """Some notices, in the order in which they came to be."""

    items: list[NoticeView]
    next_cursor: str = Field(description="Send it as `cursor`; it stays the same while there is nothing new.")
