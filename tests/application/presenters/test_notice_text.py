"""Notices read well: each has a text in three languages and names things by their titles."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from application.i18n import MISSING_PLACEHOLDER, load_catalogs
from application.presenters.decisions import DecisionPresenter
from application.presenters.notice_text import NoticeTextRenderer
from domain.country.languages import Language
from domain.law.vocabulary import ReturnGround
from domain.projections.next_step import ExpectedStep, NextStep
from domain.projections.notices import OUTCOMES_WITHOUT_OWN_NOTICE, NoticeContent
from domain.state.task import Outcome
from domain.worktime.terms import Term, Unit
from loaders.policy import policy_files
from loaders.rulebook import rulebook_files
from runtime.settings import Settings
from tests.support.domain.builders import altered, unclaimed_at_reception
from tests.support.domain.statutory_plans import statutory_plan

WORDS = load_catalogs(ZoneInfo("Asia/Almaty"))
KEYS = {
    *(
        "defects_reported.within",
        "defects_reported",
        "danger_flagged",
        "redirected",
        "demands_split_off",
        "competence_disputed",
    ),
    *(
        "registered",
        "information_requested",
        "extended",
        "help_granted",
        "reopened",
        "preliminary_decision_announced",
    ),
    *(
        "hearing_protocol_signed",
        "complaint_forwarded",
        "recusal_upheld",
        "recusal_dismissed",
        "kind_changed",
    ),
    *(
        "representative_removed",
        "registered_by_body",
        "own_number",
        "deemed_refused",
        "silence_corrected",
        "due_moved",
        "decision",
        "ground",
        "merged",
    ),
    *(f"{way}.{time}" for way in ("complaint", "court") for time in ("until", "within")),
    *(f"closed.{outcome}" for outcome in Outcome if outcome not in OUTCOMES_WITHOUT_OWN_NOTICE),
    "closed.remitted",
    *(f"returned.{ground}" for ground in ReturnGround),
}

NEVER_UNDATED = {
    NextStep.ANSWER_QUESTION,
    NextStep.CORRECT_DEFECTS,
    NextStep.CONFIRM_RECEIPT,
    NextStep.COMPLAIN,
}
NEVER_DATED = {NextStep.AWAIT_NOTICE, NextStep.NOTHING}


@pytest.fixture(scope="module")
def renderer() -> NoticeTextRenderer:
    policy, _ = policy_files.load_policy_with_calendar(Settings().policies, "kazakhstan")
    books = rulebook_files.load_rulebooks(Settings().policies, policy.law)
    return NoticeTextRenderer(WORDS, policy, books, DecisionPresenter(books, Language.ENGLISH))


def test_every_notice_has_its_words_and_there_are_no_others() -> None:
    known = {
        key.removeprefix("notice.") for key in WORDS.catalogs[Language.ENGLISH] if key.startswith("notice.")
    }
    assert known == KEYS


def render_notice(renderer: NoticeTextRenderer, language: Language, content: NoticeContent) -> str:
    appeal = altered(unclaimed_at_reception(statutory_plan()).appeal, "origin", language=language)
    return " ".join(renderer.render(appeal, content).split())  # its dates have spaces that do not break


def test_notice_is_short_and_states_number_time_and_article(renderer: NoticeTextRenderer) -> None:
    facts = {"defects": "name, signature", "until": "2026-03-19T13:30:00+00:00", "article": "АППК 64(6)"}
    assert render_notice(renderer, Language.RUSSIAN, NoticeContent("defects_reported", facts)) == (
        "В обращении 61-26-000001-5 не хватает: имя заявителя, подпись. Устраните это до "
        "19 мар. 2026 г., 18:30:00, иначе обращение может быть возвращено (АППК 64(6))."
    )


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("until", [None, datetime(2026, 3, 19, 13, 30, tzinfo=UTC)])
@pytest.mark.parametrize("step", NextStep)
def test_the_next_step_is_worded_in_every_language_with_its_time(
    renderer: NoticeTextRenderer, language: Language, until: datetime | None, step: NextStep
) -> None:
    appeal = altered(unclaimed_at_reception(statutory_plan()).appeal, "origin", language=language)
    text = renderer.render_next_step(appeal, ExpectedStep(step, until))
    assert (MISSING_PLACEHOLDER in text) == (until is None and step in NEVER_UNDATED)
    assert ("2026" in text) == (until is not None and step not in NEVER_DATED)


@pytest.mark.law("АППК 70(3)")
@pytest.mark.parametrize("language", Language)
def test_merge_notice_names_the_appeal_by_its_number(
    renderer: NoticeTextRenderer, language: Language
) -> None:
    rendered = render_notice(
        renderer, language, NoticeContent("merged", {"into": "61-26-000007-1", "article": "АППК 70(3)"})
    )
    assert "61-26-000001-5" in rendered
    assert "61-26-000007-1" in rendered
    assert rendered.endswith("(АППК 70(3)).")


@pytest.mark.law("АППК 80(5)")
def test_a_decision_is_called_as_the_law_calls_it_and_says_where_to_complain(
    renderer: NoticeTextRenderer,
) -> None:
    complaint = {
        "body": "housing-61",
        "superior": "akimat-61",
        "until": "2026-06-16T13:30:00+00:00",
        "article": "АППК 92(1)",
    }
    facts = {"decision": "burdensome_act", "article": "АППК 77(1)1"}
    rendered = render_notice(
        renderer, Language.KAZAKH, NoticeContent("closed.refused", facts, complaint_parameters=complaint)
    )
    body, above = (renderer.policy.organisation(each).titles.kk for each in ("housing-61", "akimat-61"))
    assert "Шешім: Ауыртпалық салатын әкімшілік акт (АППК 77(1)1)." in rendered
    assert "2026 ж. 16 мау., 18:30:00 дейін шағымдануға құқығыңыз бар." in rendered
    assert f"Шағым өтінішті қараған органға беріледі: {body}." in rendered
    assert rendered.endswith(f"Ол шағымды жоғары тұрған органға жібереді: {above} (АППК 92(1)).")


@pytest.mark.law("АППК 92(1)")
@pytest.mark.law("АППК 92(1-1)")
@pytest.mark.law("АППК 136(6)")
@pytest.mark.parametrize(
    ("language", "term", "words"),
    [
        (Language.KAZAKH, "3mo", "осы хабарламаны алғаннан кейін 3 ай ішінде"),
        (Language.KAZAKH, "1mo", "осы хабарламаны алғаннан кейін 1 ай ішінде"),
        (Language.RUSSIAN, "1mo", "в течение 1 месяца со дня получения этого уведомления"),
        (Language.RUSSIAN, "3mo", "в течение 3 месяцев со дня получения этого уведомления"),
        (Language.RUSSIAN, "6mo", "в течение 6 месяцев со дня получения этого уведомления"),
        (Language.ENGLISH, "1mo", "within 1 month of receiving this notice"),
        (Language.ENGLISH, "6mo", "within 6 months of receiving this notice"),
    ],
)
def test_term_that_begins_with_the_notice_has_no_date(
    renderer: NoticeTextRenderer, language: Language, term: str, words: str
) -> None:
    where: dict[str, str] = {"term": term, "article": "АППК 92(1)"}
    for complaint in (where, {"body": "housing-61", "superior": "akimat-61", **where}):
        rendered = render_notice(
            renderer, language, NoticeContent("closed.refused", complaint_parameters=complaint)
        )
        assert words in rendered
        assert "202" not in rendered


@pytest.mark.law("АППК 73(3)")
@pytest.mark.parametrize(
    ("language", "objection", "act"),
    [
        (Language.KAZAKH, "алғаннан кейін 2 жұмыс күні ішінде", "алғаннан кейін 3 жұмыс күні өтпейінше"),
        (Language.RUSSIAN, "В течение 2 рабочих дней со дня", "не ранее истечения 3 рабочих дней со дня"),
        (Language.ENGLISH, "within 2 working days of receiving", "no sooner than 3 working days after that"),
    ],
)
def test_preliminary_decision_names_terms_from_its_notice(
    renderer: NoticeTextRenderer, language: Language, objection: str, act: str
) -> None:
    facts = {"objection": "2wd", "hearing": "3wd", "article": "АППК 73(1)"}
    rendered = render_notice(renderer, language, NoticeContent("preliminary_decision_announced", facts))
    assert objection in rendered
    assert act in rendered


@pytest.mark.law("АППК 74(6)")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.KAZAKH, "Онымен танысқаннан кейін 3 жұмыс күні ішінде"),
        (Language.RUSSIAN, "в течение 3 рабочих дней со дня ознакомления с ним"),
        (Language.ENGLISH, "within 3 working days of seeing it"),
    ],
)
def test_protocol_names_the_term_for_remarks(
    renderer: NoticeTextRenderer, language: Language, words: str
) -> None:
    assert words in render_notice(
        renderer, language, NoticeContent("hearing_protocol_signed", {"remarks": "3wd"})
    )


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("unit", Unit)
def test_every_term_has_its_words(language: Language, unit: Unit) -> None:
    one, many = (WORDS.term_text(language, Term(amount, unit)) for amount in (1, 12))
    assert one.startswith("1 ")
    assert many.startswith("12 ")
    assert language is Language.KAZAKH or one.removeprefix("1") != many.removeprefix("12")


def test_after_a_complaint_no_body_is_named_but_the_court(renderer: NoticeTextRenderer) -> None:
    facts = {"until": "2026-06-16T13:30:00+00:00", "article": "АППК 136(6)"}
    rendered = render_notice(
        renderer, Language.RUSSIAN, NoticeContent("closed.refused", complaint_parameters=facts)
    )
    assert rendered.endswith("Вы вправе обратиться в суд до 16 июн. 2026 г., 18:30:00 (АППК 136(6)).")


def test_an_end_without_a_decision_says_on_which_ground(renderer: NoticeTextRenderer) -> None:
    facts = {"ground": "court_act", "article": "АППК 70(1)2"}
    rendered = render_notice(renderer, Language.RUSSIAN, NoticeContent("closed.terminated", facts))
    assert rendered.endswith("Основание: Есть вступивший в силу судебный акт (АППК 70(1)2).")


def test_a_body_is_named_by_its_title_and_an_unknown_one_by_its_id(renderer: NoticeTextRenderer) -> None:
    known = renderer.policy.organisations["housing-61"].titles.en
    for organisation, title in (("housing-61", known), ("gone", "gone")):
        facts = {"organisation": organisation, "part": "HK-1/1", "article": "АППК 65(2)"}
        assert f"competent body: {title}." in render_notice(
            renderer, Language.ENGLISH, NoticeContent("demands_split_off", facts)
        )


def test_a_kind_is_named_by_its_title(renderer: NoticeTextRenderer) -> None:
    facts = {"kind": "complaint", "due_at": "2026-06-16T13:30:00+00:00"}
    assert "рассматривается как: Жалоба." in render_notice(
        renderer, Language.RUSSIAN, NoticeContent("kind_changed", facts)
    )


@pytest.mark.parametrize("language", Language)
def test_what_is_not_known_is_left_open(renderer: NoticeTextRenderer, language: Language) -> None:
    assert "…" in render_notice(renderer, language, NoticeContent("reopened", {"due_at": ""}))
