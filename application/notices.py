"""Notices: what has happened, in words for the applicant; for those who deliver them, and for the citizen."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application import pagination
from application.access_scope import may_tell_all
from application.presenters.notice_text import Said, Teller, _told
from domain.errors import Forbidden
from domain.identity.people import Person, Role
from domain.projections.notices import duty
from domain.text.languages import Language
from schemas.http.responses.notices import Notice, NoticePage, NoticeQuestion, RecipientView
from schemas.wire.tagged_union import EVENTS
from store.appeals import event_log, personal_data
from store.queries import notice_feed
from store.queries.notice_feed import BEGINNING, Place

READERS = frozenset({Role.INTEGRATOR, Role.OPERATOR})
FROM_NOW = "now"
MANY, MOST = 2**63, 2**31  # as far as Postgres counts transactions, and facts of one appeal
OF_NOTICES = {"of": "notices"}


async def page(connection: AsyncConnection, teller: Teller, by: Person, asked: NoticeQuestion) -> NoticePage:
    """Return the next notices that *by* may deliver: all, or those of the appeals that they took in."""
    if by.role not in READERS:
        raise Forbidden(role=by.role)
    if asked.after == FROM_NOW:
        return NoticePage(items=[], next=_cursor(await notice_feed.now(connection)))
    after = _place(asked.after) if asked.after else BEGINNING
    receiver = None if may_tell_all(by, teller.policy.fallback) else by.id
    places = await notice_feed.news(connection, after, asked.limit, receiver)
    lives = await event_log.lives(connection, {place.appeal for place in places})
    known = {said.place: said for life in lives for said in _told(life)}
    wanted = [known[place[1:]] for place in places if place[1:] in known]
    items = await _items(connection, teller, [said for said in wanted if not said.latest.legal.anonymous])
    return NoticePage(items=items, next=_cursor(places[-1]) if places else asked.after)


async def _items(connection: AsyncConnection, teller: Teller, wanted: Sequence[Said]) -> list[Notice]:
    texts = await personal_data.texts(connection, [said.telling.text for said in wanted if said.telling.text])
    people = await notice_feed.recipients(connection, {said.latest.id for said in wanted})
    return [
        Notice(
            appeal=said.latest.id,
            seq=said.fact.seq,
            number=said.latest.number,
            at=said.fact.at,
            event=EVENTS.name(said.fact.event),
            language=Language(said.latest.language),
            text=teller.say(said.then, said.telling),
            words=texts.get(said.telling.text) if said.telling.text else None,
            article=said.telling.facts.get("article") or None,
            recipients=[RecipientView.model_validate(one) for one in people if one.appeal == said.latest.id],
            task=duty(said.latest, said.fact),
        )
        for said in wanted
    ]


def _cursor(place: Place) -> str:
    return pagination.write(OF_NOTICES, *map(str, place))


def _place(cursor: str) -> Place:
    try:
        written, appeal, seq = pagination.read(OF_NOTICES, cursor, "after")
        place = Place(int(written), UUID(appeal), int(seq))
    except ValueError as error:
        raise pagination.wrong("after") from error
    if not (0 <= place.written < MANY and 0 <= place.seq < MOST):
        raise pagination.wrong("after")
    return place
