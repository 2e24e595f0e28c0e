"""The feed of notices to applicants, for those who deliver them."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from application import pagination
from application.access_scope import may_deliver_all_notices
from application.dependencies import Dependencies
from application.presenters.notice_text import NoticeContext, NoticeTextRenderer, notice_contexts
from domain.country.languages import Language
from domain.errors import Forbidden
from domain.events import Fact
from domain.identity.people import Person, Role
from domain.projections.notices import carried_over_until, open_notice_task
from schemas.http.responses.notices import NoticeFeedParams, NoticePage, NoticeRecipientView, NoticeView
from schemas.wire.tagged_union import EVENT_UNION
from store.appeals import event_log, personal_data
from store.database.engine import autocommit
from store.feeds import Feed, open_feed
from store.queries import notice_feed

log = structlog.get_logger()

NOTICE_READERS = frozenset({Role.INTEGRATOR, Role.OPERATOR})


async def list_notices(
    dependencies: Dependencies, by: Person, language: Language, asked: NoticeFeedParams
) -> NoticePage:
    """Return the next notices that *by* may deliver: all, or those of the appeals that *by* received."""
    if by.role not in NOTICE_READERS:
        raise Forbidden(role=by.role)
    async with autocommit(dependencies.engine).connect() as connection:
        renderer = await dependencies.notice_text_renderer(connection, language)
        return await _notice_page(connection, renderer, by, asked)


async def _notice_page(
    connection: AsyncConnection, renderer: NoticeTextRenderer, by: Person, asked: NoticeFeedParams
) -> NoticePage:
    section = await open_feed(connection, pagination.feed_position(Feed.NOTICES, asked.cursor))
    receiver = None if may_deliver_all_notices(by, renderer.policy.fallback) else by.id
    places = await notice_feed.notices_after(connection, section, asked.limit, receiver)
    lives = await event_log.facts_of_appeals(connection, {place.appeal for place in places})
    known = {context.key: context for life in lives for context in _readable_contexts(life)}
    wanted = [known[place[1:]] for place in places if place[1:] in known]
    items = await _present_notices(
        connection, renderer, [context for context in wanted if not context.appeal_now.origin.anonymous]
    )
    return NoticePage(
        items=items,
        next_cursor=pagination.next_feed_cursor(
            Feed.NOTICES, asked.cursor, section, [place.position for place in places]
        ),
    )


def _readable_contexts(life: Sequence[Fact]) -> list[NoticeContext]:
    """Return the notices of an appeal since it is here; none, which is logged, if they cannot be derived."""
    try:
        past = carried_over_until(life)
        return [each for each in notice_contexts(life) if each.fact.seq > past]
    except Exception as error:  # noqa: BLE001 - one damaged appeal does not stop the feed
        log.error("notices_unreadable", reason=type(error).__name__)  # noqa: TRY400
        return []


async def _present_notices(
    connection: AsyncConnection, renderer: NoticeTextRenderer, wanted: Sequence[NoticeContext]
) -> list[NoticeView]:
    texts = await personal_data.texts_of_appeals(
        connection,
        [(context.appeal_now.id, context.notice.text) for context in wanted if context.notice.text],
    )
    people: defaultdict[UUID, list[NoticeRecipientView]] = defaultdict(list)
    for one in await notice_feed.recipients_of(connection, {context.appeal_now.id for context in wanted}):
        people[one.appeal].append(NoticeRecipientView.model_validate(one))
    return [
        NoticeView(
            appeal=context.appeal_now.id,
            seq=context.fact.seq,
            number=context.appeal_now.number,
            occurred_at=context.fact.at,
            event=EVENT_UNION.name(context.fact.event),
            language=Language(context.appeal_now.origin.language),
            text=renderer.render(context.appeal_then, context.notice),
            officer_text=texts.get((context.appeal_now.id, context.notice.text))
            if context.notice.text
            else None,
            article=context.notice.parameters.get("article") or None,
            recipients=people[context.appeal_now.id],
            task=open_notice_task(context.appeal_now, context.fact),
        )
        for context in wanted
    ]
