"""Notices read well: every one has its words in three languages, and names what it tells of by its title."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from api.language import load
from api.notifying import Teller
from api.verdicts import Reader
from domain.language import Language
from domain.legal import Defect, ReturnGround
from domain.tasks import Outcome
from domain.telling import TOLD_BEFORE, Telling
from runtime import policies, rulebooks
from runtime.settings import Settings
from tests.domain.builders import at_reception
from tests.domain.lawful import lawful

WORDS = load(ZoneInfo("Asia/Almaty"))
KEYS = {
    *("defects_named", "danger_flagged", "redirected", "part_redirected"),
    *("registered", "information_requested", "extended", "help_granted", "reopened", "preliminary_told"),
    *("protocol_signed", "complaint_forwarded", "recusal_upheld", "recusal_dismissed", "kind_changed"),
    *("deemed_refused", "due_moved", "decision", "ground", "complaint", "court"),
    *(f"closed.{outcome}" for outcome in Outcome if outcome not in TOLD_BEFORE),
    *(f"returned.{ground}" for ground in ReturnGround),
}


@pytest.fixture(scope="module")
def teller() -> Teller:
    policy, _ = policies.load(Settings().policies, "kazakhstan")
    books = rulebooks.load(Settings().policies, policy.law)
    return Teller(WORDS, policy, books, Reader(books, Language.ENGLISH))


def test_every_notice_has_its_words_and_there_are_no_others() -> None:
    known = {
        key.removeprefix("notice.") for key in WORDS.catalogs[Language.ENGLISH] if key.startswith("notice.")
    }
    assert known == KEYS
    assert [each for each in Defect if not WORDS.knows(f"defect.{each}")] == []


def say(teller: Teller, language: Language, telling: Telling) -> str:
    appeal = replace(at_reception(lawful()).appeal, language=language)
    return " ".join(teller.say(appeal, telling).split())  # its dates have spaces that do not break


def test_a_notice_is_short_and_tells_number_time_and_article(teller: Teller) -> None:
    facts = {"missing": "name, signature", "until": "2026-03-19T13:30:00+00:00", "article": "АППК 64(6)"}
    assert say(teller, Language.RUSSIAN, Telling("defects_named", facts)) == (
        "В обращении 61-26-000001-5 не хватает: имя заявителя, подпись. Устраните это до "
        "19 мар. 2026 г., 18:30:00, иначе обращение может быть возвращено (АППК 64(6))."
    )


@pytest.mark.law("АППК 80(5)")
def test_a_decision_is_called_as_the_law_calls_it_and_says_where_to_complain(teller: Teller) -> None:
    complaint = {
        "body": "housing-61",
        "until": "2026-06-16T13:30:00+00:00",
        "article": "АППК 92(1)",
    }
    facts = {"decision": "burdensome_act", "article": "АППК 77(1)1"}
    said = say(teller, Language.KAZAKH, Telling("closed.refused", facts, complaint=complaint))
    above = teller.policy.organisation("akimat-61").titles.kk
    assert "Шешім: Ауыртпалық салатын әкімшілік акт (АППК 77(1)1)." in said
    assert f"жоғары тұрған орган — {above} (АППК 92(1))." in said


def test_after_a_complaint_no_body_is_named_but_the_court(teller: Teller) -> None:
    facts = {"until": "2026-06-16T13:30:00+00:00", "article": "АППК 136(6)"}
    said = say(teller, Language.RUSSIAN, Telling("closed.refused", complaint=facts))
    assert said.endswith("Вы вправе обратиться в суд до 16 июн. 2026 г., 18:30:00 (АППК 136(6)).")


def test_an_end_without_a_decision_says_on_which_ground(teller: Teller) -> None:
    facts = {"ground": "court_act", "article": "АППК 70(1)2"}
    said = say(teller, Language.RUSSIAN, Telling("closed.terminated", facts))
    assert said.endswith("Основание: Есть вступивший в силу судебный акт (АППК 70(1)2).")


def test_a_body_is_named_by_its_title_and_an_unknown_one_by_its_id(teller: Teller) -> None:
    known = teller.policy.organisations["housing-61"].titles.en
    for organisation, title in (("housing-61", known), ("gone", "gone")):
        facts = {"organisation": organisation, "part": "HK-1/1", "article": "АППК 65(2)"}
        assert f"competent body: {title}." in say(teller, Language.ENGLISH, Telling("part_redirected", facts))


def test_a_kind_is_named_by_its_title(teller: Teller) -> None:
    facts = {"kind": "complaint", "due": "2026-06-16T13:30:00+00:00"}
    assert "рассматривается как: Жалоба." in say(teller, Language.RUSSIAN, Telling("kind_changed", facts))


@pytest.mark.parametrize("language", Language)
def test_what_is_not_known_is_left_open(teller: Teller, language: Language) -> None:
    assert "…" in say(teller, language, Telling("reopened", {"due": ""}))
