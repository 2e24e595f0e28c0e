"""Renders the texts of notices in the applicant's language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from application.i18n import MessageCatalogs, title_in
from application.presenters.decisions import DecisionPresenter
from domain.country.languages import Language
from domain.country.titles import Titles
from domain.errors import UnknownOrganisation
from domain.events import Closed, Fact
from domain.evolve.appeal import evolve, replay
from domain.law.rulebook import Decision, Rulebook, TerminationGround
from domain.law.vocabulary import Defect
from domain.policy.policy import Policy
from domain.projections.next_step import ExpectedStep
from domain.projections.notices import NoticeContent, NoticeParameters, notice_content
from domain.state.appeal import Appeal
from domain.state.standing import current_registration
from domain.worktime.terms import Term
from schemas.http.responses.citizen import CitizenNoticeView


@dataclass(frozen=True, slots=True)
class NoticeTextRenderer:
    """Renders notices with the messages of the catalog and the titles of policy and rulebooks."""

    catalogs: MessageCatalogs
    policy: Policy
    rulebooks: Sequence[Rulebook]
    decision_presenter: DecisionPresenter

    def in_language(self, language: Language) -> "NoticeTextRenderer":
        """Return the renderer for a reader of *language*."""
        return replace(self, decision_presenter=replace(self.decision_presenter, language=language))

    def render(self, appeal: Appeal, notice: NoticeContent) -> str:
        """Return the text of *notice* in the language of *appeal*."""
        language = Language(appeal.origin.language)
        facts = self._localised_facts(language, appeal, {"number": appeal.number, **notice.parameters})
        facts.setdefault("article", "")
        parts = [self.catalogs.message(language, f"notice.{notice.key}", facts)]
        parts += [
            self.catalogs.message(language, f"notice.{each}", facts)
            for each in DECISION_FACTS
            if each in facts
        ]
        own = current_registration(appeal)
        if own is not None and notice.key != "registered_by_body":
            number = {"own_number": own.number, "on": own.registered_on.isoformat()}
            parts.append(self.catalogs.message(language, "notice.own_number", number))
        if notice.complaint_parameters is not None:
            where = self._localised_facts(language, appeal, notice.complaint_parameters)
            way, time = "complaint" if "body" in where else "court", "within" if "term" in where else "until"
            parts.append(self.catalogs.message(language, f"notice.{way}.{time}", where))
        return " ".join(parts).replace(NO_ARTICLE, "")

    def render_next_step(self, appeal: Appeal, expected: ExpectedStep) -> str:
        """Return what happens next in *appeal*, in its language."""
        language, until = Language(appeal.origin.language), expected.until
        facts = {
            "organisation": appeal.considering_body.organisation,
            "until": until.isoformat() if until else "",
        }
        key = f"next.{expected.step}"
        undated = f"{key}.undated"
        return self.catalogs.message(
            language,
            undated if until is None and self.catalogs.has_message(undated) else key,
            self._localised_facts(language, appeal, facts),
        )

    def _localised_facts(self, language: Language, appeal: Appeal, facts: NoticeParameters) -> dict[str, str]:
        return {
            name: self._localised_fact(language, appeal, name, fact) for name, fact in facts.items() if fact
        }

    def _localised_fact(self, language: Language, appeal: Appeal, name: str, fact: str) -> str:
        match name:
            case "organisation" | "body" | "superior":
                return _localised(self._organisation_titles(fact), language, fact)
            case "term" | "objection" | "hearing" | "remarks":
                return self.catalogs.term_text(language, Term.parse(fact))
            case "kind" | "decision" | "ground":
                return _localised(self._legal_titles(appeal, name, fact), language, fact)
            case "defects":
                return ", ".join(title_in(language, Defect(each)) for each in fact.split(", "))
            case _:
                return fact

    def _organisation_titles(self, organisation: str) -> Titles | None:
        try:
            return self.policy.organisation(organisation).titles
        except UnknownOrganisation:
            return None

    def _legal_titles(self, appeal: Appeal, name: str, fact: str) -> Titles | None:
        """Return the rulebook's titles of a kind, or of a decision or ground of the appeal's kind."""
        law = appeal.law
        kinds = (kind for book in self.rulebooks if book.version == law.rulebook for kind in book.kinds)
        if name == "kind":
            return next((kind.titles for kind in kinds if kind.id == fact), None)
        own = next((kind for kind in kinds if kind.id == law.kind), None)
        ends: tuple[Decision | TerminationGround, ...] = (
            (*own.decisions, *own.termination_grounds) if own else ()
        )
        return next((each.titles for each in ends if each.id == fact), None)


NO_ARTICLE = " ()"  # the empty brackets where no rule of the law is cited
DECISION_FACTS = ("decision", "ground")


def _localised(titles: Titles | None, language: Language, otherwise: str) -> str:
    title: str = getattr(titles, language, otherwise)
    return title


@dataclass(frozen=True, slots=True)
class NoticeContext:
    """The notice of a *fact*, with the state of the appeal right after it and now."""

    appeal_then: Appeal
    appeal_now: Appeal
    fact: Fact
    notice: NoticeContent

    @property
    def key(self) -> tuple[UUID, int]:
        """Return the permanent key of the notice: the appeal and the number of the fact."""
        return self.appeal_now.id, self.fact.seq


def notice_contexts(life: Sequence[Fact]) -> Iterator[NoticeContext]:
    """Yield the notices of one appeal, each with the states of the appeal right after its fact and now.

    The registration of an appeal that was resolved at intake has none: its term never ran.
    """
    latest, then = replay(life), None
    first, *later = life
    is_resolved_at_intake = any(isinstance(each.event, Closed) and each.at == first.at for each in later)
    for fact in life:
        then = evolve(then, fact)
        notice = notice_content(then, fact)
        if notice and not (fact is first and is_resolved_at_intake):
            yield NoticeContext(then, latest, fact, notice)


def present_citizen_notices(
    renderer: NoticeTextRenderer, contexts: Iterable[NoticeContext], written: Mapping[UUID, str]
) -> list[CitizenNoticeView]:
    """Return the notices to the applicant, with the texts *written* for them by their ids."""
    return [
        CitizenNoticeView(
            occurred_at=each.fact.at,
            text=renderer.render(each.appeal_then, each.notice),
            officer_text=written.get(each.notice.text) if each.notice.text else None,
        )
        for each in contexts
    ]
