"""Notices: what has happened, in words for the applicant; for those who deliver them, and for the citizen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncConnection

from api import paging
from api.language import Words
from api.needs import Needs
from api.rules import rules_of
from api.scope import may_tell_all
from api.verdicts import Reader, reader_of
from domain.appeal import Appeal
from domain.errors import Forbidden, UnknownOrganisation
from domain.events import Fact
from domain.evolve import evolve, replay
from domain.language import Language
from domain.people import Person, Role
from domain.policy import Policy, Titles
from domain.rulebook import Decision, Rulebook, Termination
from domain.telling import Facts, Telling, duty, told
from domain.terms import Term
from schemas.citizen_views import CitizenNotice
from schemas.notices import Notice, NoticePage, NoticeQuestion, RecipientView
from schemas.tagged import EVENTS
from store import history, notices, papers
from store.notices import BEGINNING, Place

READERS = frozenset({Role.INTEGRATOR, Role.OPERATOR})
FROM_NOW = "now"
WHY = ("decision", "ground")
MANY, MOST = 2**63, 2**31  # as far as Postgres counts transactions, and facts of one appeal
OF_NOTICES = {"of": "notices"}


@dataclass(frozen=True, slots=True)
class Said:
    """What is told of a *fact*, with the appeal as it was *then* and as it is now."""

    then: Appeal
    latest: Appeal
    fact: Fact
    telling: Telling

    @property
    def place(self) -> tuple[UUID, int]:
        """Return what names it for good."""
        return self.latest.id, self.fact.seq


@dataclass(frozen=True, slots=True)
class Teller:
    """Puts what is told into words: those of the catalog, and the titles of policy and rulebooks."""

    words: Words
    policy: Policy
    rulebooks: Sequence[Rulebook]
    reader: Reader

    def say(self, appeal: Appeal, telling: Telling) -> str:
        """Return the notice in the language of *appeal*."""
        language = Language(appeal.language)
        facts = self._named(language, appeal, {"number": appeal.number, **telling.facts})
        parts = [self.words.say(language, f"notice.{telling.key}", facts)]
        parts += [self.words.say(language, f"notice.{each}", facts) for each in WHY if each in facts]
        if telling.complaint is not None:
            where = self._named(language, appeal, telling.complaint)
            way, time = "complaint" if "body" in where else "court", "within" if "term" in where else "until"
            parts.append(self.words.say(language, f"notice.{way}.{time}", where))
        return " ".join(parts)

    def _named(self, language: Language, appeal: Appeal, facts: Facts) -> dict[str, str]:
        return {name: self._title(language, appeal, name, fact) for name, fact in facts.items() if fact}

    def _title(self, language: Language, appeal: Appeal, name: str, fact: str) -> str:
        match name:
            case "organisation" | "body" | "superior":
                return _in(self._organisation(fact), language, fact)
            case "term" | "objection" | "hearing" | "remarks":
                return self.words.term(language, Term.parse(fact))
            case "kind" | "decision" | "ground":
                return _in(self._legal(appeal, name, fact), language, fact)
            case "missing":
                return ", ".join(self.words.say(language, f"defect.{each}") for each in fact.split(", "))
            case _:
                return fact

    def _organisation(self, organisation: str) -> Titles | None:
        try:
            return self.policy.organisation(organisation).titles
        except UnknownOrganisation:
            return None

    def _legal(self, appeal: Appeal, name: str, fact: str) -> Titles | None:
        """Return what the appeal's rulebook calls a kind, or a decision or ground of its own kind."""
        law = appeal.plan.law
        kinds = (
            kind for book in self.rulebooks if law and book.version == law.rulebook for kind in book.kinds
        )
        if name == "kind":
            return next((kind.titles for kind in kinds if kind.id == fact), None)
        own = next((kind for kind in kinds if law and kind.id == law.kind), None)
        ends: tuple[Decision | Termination, ...] = (*own.decisions, *own.terminations) if own else ()
        return next((each.titles for each in ends if each.id == fact), None)


async def teller_of(request: Request, connection: AsyncConnection) -> Teller:
    """Return who puts it into words for *request*."""
    policy = await rules_of(request).policy(connection)
    needs: Needs = request.app.state.needs
    return Teller(request.app.state.words, policy, needs.rulebooks, reader_of(request))


async def page(connection: AsyncConnection, teller: Teller, by: Person, asked: NoticeQuestion) -> NoticePage:
    """Return the next notices that *by* may deliver: all, or those of the appeals that they took in."""
    if by.role not in READERS:
        raise Forbidden(role=by.role)
    if asked.after == FROM_NOW:
        return NoticePage(items=[], next=_cursor(await notices.now(connection)))
    after = _place(asked.after) if asked.after else BEGINNING
    receiver = None if may_tell_all(by, teller.policy.fallback) else by.id
    places = await notices.news(connection, after, asked.limit, receiver)
    lives = await history.lives(connection, {place.appeal for place in places})
    known = {said.place: said for life in lives for said in _told(life)}
    wanted = [known[place[1:]] for place in places if place[1:] in known]
    items = await _items(connection, teller, [said for said in wanted if not said.latest.legal.anonymous])
    return NoticePage(items=items, next=_cursor(places[-1]) if places else asked.after)


def told_to_citizen(teller: Teller, life: Sequence[Fact]) -> list[CitizenNotice]:
    """Return all that the applicant was to be told in the *life* of one appeal."""
    return [CitizenNotice(at=said.fact.at, text=teller.say(said.then, said.telling)) for said in _told(life)]


def _told(life: Sequence[Fact]) -> Iterator[Said]:
    """Yield what is told of one appeal, with what it was at that moment and what it is now."""
    latest, then = replay(life), None
    for fact in life:
        then = evolve(then, fact)
        telling = told(then, fact)
        if telling:
            yield Said(then, latest, fact, telling)


async def _items(connection: AsyncConnection, teller: Teller, wanted: Sequence[Said]) -> list[Notice]:
    texts = await papers.texts(connection, [said.telling.text for said in wanted if said.telling.text])
    people = await notices.recipients(connection, {said.latest.id for said in wanted})
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
    return paging.write(OF_NOTICES, *map(str, place))


def _place(cursor: str) -> Place:
    try:
        written, appeal, seq = paging.read(OF_NOTICES, cursor, "after")
        place = Place(int(written), UUID(appeal), int(seq))
    except ValueError as error:
        raise paging.wrong("after") from error
    if not (0 <= place.written < MANY and 0 <= place.seq < MOST):
        raise paging.wrong("after")
    return place


def _in(titles: Titles | None, language: Language, otherwise: str) -> str:
    title: str = getattr(titles, language, otherwise)
    return title
