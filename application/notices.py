"""Notices: what has happened, in words for the applicant; for those who deliver them, and for the citizen."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application import pagination
from application.access_scope import may_deliver_all_notices
from application.presenters.notice_text import NoticeContext, NoticeTextRenderer, notice_contexts
from domain.errors import Forbidden
from domain.identity.people import Person, Role
from domain.projections.notices import open_notice_task
from domain.text.languages import Language
from schemas.http.responses.notices import NoticeFeedParams, NoticePage, NoticeRecipientView, NoticeView
from schemas.wire.tagged_union import EVENT_UNION
from store.appeals import event_log, personal_data
from store.queries import notice_feed
from store.queries.notice_feed import FEED_START, FeedPosition

NOTICE_READERS = frozenset({Role.INTEGRATOR, Role.OPERATOR})
FROM_NOW = "now"
MAX_XID, MAX_SEQ = 2**63, 2**31  # as far as Postgres counts transactions, and facts of one appeal
CURSOR_SCOPE = {"of": "notices"}


async def list_notices(
    connection: AsyncConnection, teller: NoticeTextRenderer, by: Person, asked: NoticeFeedParams
) -> NoticePage:
    """Return the next notices that *by* may deliver: all, or those of the appeals that they took in."""
    if by.role not in NOTICE_READERS:
        raise Forbidden(role=by.role)
    if asked.cursor == FROM_NOW:
        return NoticePage(items=[], next_cursor=_cursor(await notice_feed.current_position(connection)))
    after = _position_of(asked.cursor) if asked.cursor else FEED_START
    receiver = None if may_deliver_all_notices(by, teller.policy.fallback) else by.id
    places = await notice_feed.notice_positions(connection, after, asked.limit, receiver)
    lives = await event_log.facts_of_appeals(connection, {place.appeal for place in places})
    known = {said.key: said for life in lives for said in notice_contexts(life)}
    wanted = [known[place[1:]] for place in places if place[1:] in known]
    items = await _present_notices(
        connection, teller, [said for said in wanted if not said.appeal_now.legal.anonymous]
    )
    return NoticePage(items=items, next_cursor=_cursor(places[-1]) if places else asked.cursor)


async def _present_notices(
    connection: AsyncConnection, teller: NoticeTextRenderer, wanted: Sequence[NoticeContext]
) -> list[NoticeView]:
    texts = await personal_data.texts_by_id(
        connection, [said.notice.text for said in wanted if said.notice.text]
    )
    people = await notice_feed.recipients_of(connection, {said.appeal_now.id for said in wanted})
    return [
        NoticeView(
            appeal=said.appeal_now.id,
            seq=said.fact.seq,
            number=said.appeal_now.number,
            occurred_at=said.fact.at,
            event=EVENT_UNION.name(said.fact.event),
            language=Language(said.appeal_now.language),
            text=teller.render(said.appeal_then, said.notice),
            officer_text=texts.get(said.notice.text) if said.notice.text else None,
            article=said.notice.parameters.get("article") or None,
            recipients=[
                NoticeRecipientView.model_validate(one) for one in people if one.appeal == said.appeal_now.id
            ],
            task=open_notice_task(said.appeal_now, said.fact),
        )
        for said in wanted
    ]


def _cursor(place: FeedPosition) -> str:
    return pagination.encode_cursor(CURSOR_SCOPE, *map(str, place))


def _position_of(cursor: str) -> FeedPosition:
    try:
        written, appeal, seq = pagination.decode_cursor(CURSOR_SCOPE, cursor)
        place = FeedPosition(int(written), UUID(appeal), int(seq))
    except ValueError as error:
        raise pagination.invalid_cursor() from error
    if not (0 <= place.written < MAX_XID and 0 <= place.seq < MAX_SEQ):
        raise pagination.invalid_cursor()
    return place
