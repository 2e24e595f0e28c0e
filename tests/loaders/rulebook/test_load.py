"""The shipped rulebooks load and stay as released, and errors in a file are reported by line."""

import json
import tomllib
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from domain.country.offices import Office
from domain.errors import NoRulebook, UnknownKind
from domain.law.rulebook import Bound, Kind, Provenance, applicable_law_of, rulebook_in_force
from domain.law.vocabulary import TermStart
from loaders.rulebook.parse import RulebookErrors
from loaders.rulebook.rulebook_files import load_rulebooks
from runtime.settings import PROJECT_ROOT

FOLDER = PROJECT_ROOT / "policies"
LAWS = {country: load_rulebooks(FOLDER, country) for country in ("kz", "ru", "in")}
BOOKS = {each.version: each for law in LAWS.values() for each in law}
KZ_2021, KZ_2026 = LAWS["kz"]

# A used version never changes: a change of the law is a new file, and a line here.
RELEASED = {
    "kz-2021-07": "fb70a2c395965cce",
    "kz-2026-01": "c40ee41bca5fcc02",
    "ru-59fz": "e9cf0644e93c12b8",
    "in-cpgrams": "be7909e9b52a06b7",
}

Write = Callable[[str, str], None]


@pytest.mark.parametrize("version", BOOKS)
def test_a_used_rulebook_never_changes(version: str) -> None:
    content = tomllib.loads((FOLDER / "rulebooks" / f"{version}.toml").read_text("utf-8"))

    digest = sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()[:16]

    assert digest == RELEASED.get(version), f"{version} has changed: a change of the law is a new file"


def test_the_last_days_of_december_2025_had_the_old_law() -> None:
    assert rulebook_in_force(LAWS["kz"], date(2025, 12, 28)) is KZ_2021
    assert rulebook_in_force(LAWS["kz"], date(2025, 12, 29)) is KZ_2026
    with pytest.raises(NoRulebook) as refused:
        rulebook_in_force(LAWS["kz"], date(2021, 6, 30))
    assert refused.value.details["since"] == "2021-07-01"


def kind(name: str, on: date = date(2026, 6, 1)) -> Kind:
    return rulebook_in_force(LAWS["kz"], on).kind(name, on)


def extenders(name: str, on: date) -> set[Office]:
    extension = kind(name, on).extension
    return set(extension.offices) if extension else set()


@pytest.mark.law("АППК 99")
def test_a_complaint_is_never_extended() -> None:
    assert kind("complaint").extension is None
    assert applicable_law_of(KZ_2026, kind("complaint")).extension_bar_article == "АППК 99"


def test_before_2026_it_could_be() -> None:
    assert extenders("complaint", date(2025, 12, 28))


@pytest.mark.law("АППК 76(3)")
def test_an_extension_is_for_the_head_the_deputy_or_the_head_of_apparatus() -> None:
    assert extenders("application", date(2026, 6, 1)) == set(Office) - {Office.AUTHORISED}
    assert extenders("application", date(2025, 6, 1)) == {Office.HEAD, Office.DEPUTY}


@pytest.mark.parametrize("name", ["message", "proposal", "response", "inquiry"])
def test_the_simplified_procedure_has_decisions_of_its_own(name: str) -> None:
    assert [each.id for each in kind(name).decisions] == ["answer", "noted", "termination"]
    assert [each.id for each in kind(name).termination_grounds] == [
        "repeated",
        "anonymous",
        "no_substance",
        "withdrawn",
    ]


def test_what_is_anonymous_is_terminated_by_the_head_or_the_deputy_what_is_repeated_by_others_too() -> None:
    offices = {each.id: set(each.offices) for each in kind("message").termination_grounds}
    assert offices["anonymous"] == {Office.HEAD, Office.DEPUTY}
    assert offices["repeated"] == {Office.HEAD, Office.DEPUTY, Office.AUTHORISED}


def test_a_complaint_ends_in_one_of_seven_decisions() -> None:
    assert len(kind("complaint").decisions) == 7


def test_petitions_exist_since_2024() -> None:
    assert str(kind("petition", date(2024, 4, 4)).term.term) == "40wd"
    assert str(kind("local_petition").term.term) == "20wd"
    with pytest.raises(UnknownKind):
        kind("petition", date(2024, 4, 3))


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("state_service_complaint", "5wd"),
        ("media_inquiry", "5wd"),
        ("advocate_inquiry", "10wd"),
        ("bailiff_inquiry", "3wd"),
        ("notary_inquiry", "10cd"),
        ("information_inquiry", "15cd"),
        ("declassification", "30cd"),
        ("rehabilitation", "90cd"),
        ("taxpayer_complaint", "30wd"),
        ("monitored_taxpayer_complaint", "45wd"),
    ],
)
def test_terms_of_other_laws_are_marked_as_such(name: str, term: str) -> None:
    sort = kind(name)
    assert str(sort.term.term) == term
    assert sort.term.citation.provenance is Provenance.SECONDARY
    assert kind(sort.parent_kind).procedure is sort.procedure


def test_silence_is_a_refusal_by_an_article_of_its_own_for_complaints() -> None:
    articles = {
        name: kind(name).deemed_refusal for name in ("application", "message", "complaint", "petition")
    }
    cited = {name: rule and rule.citation.article for name, rule in articles.items()}
    assert cited == {
        "application": "АППК 91(2)",
        "message": "АППК 91(2)",
        "complaint": "АППК 100(5)",
        "petition": None,
    }


@pytest.mark.law("Закон № 93-VIII, 36(1)")
def test_an_inquiry_of_the_media_had_seven_days_and_no_extension() -> None:
    inquiry = kind("media_inquiry")
    assert inquiry.extension is not None
    assert (str(inquiry.term.term), str(inquiry.extension.limit.term)) == ("5wd", "15cd")
    assert (inquiry.extension.limit.start, str(inquiry.extension.notice.term)) == (TermStart.DUE, "2wd")


@pytest.mark.law("АППК 65(1)")
@pytest.mark.law("АППК 65(2)")
@pytest.mark.parametrize("name", ["redirect", "split_off"])
def test_the_first_day_of_a_redirect_counted_in_one_text_only(name: str) -> None:
    rules = [book.rule(name) for book in LAWS["kz"]]
    assert [rule and (str(rule.term), rule.start_day_counts) for rule in rules] == [("3wd", False)] * 2


def test_the_six_months_of_an_act_without_remedies_are_new() -> None:
    assert KZ_2021.rule("complaint_window_without_remedies") is None
    longer = KZ_2026.rule("complaint_window_without_remedies")
    assert longer is not None
    assert str(longer.term) == "6mo"


def test_only_the_hearing_makes_an_act_wait() -> None:
    waits = {each.id for book in BOOKS.values() for each in book.rules if each.bound is Bound.EARLIEST}
    assert waits == {"hearing"}


@pytest.mark.parametrize("version", BOOKS)
def test_provenance_matches_the_source_of_the_2021_text(version: str) -> None:
    for rule in BOOKS[version].rules:
        source, mark = rule.citation.source, rule.citation.provenance
        assert (mark is Provenance.VERIFIED) <= source.startswith("adilet.zan.kz"), rule.id
        assert ("memory" in source) <= (mark is Provenance.UNVERIFIED), rule.id


@pytest.fixture
def write(tmp_path: Path) -> Write:
    (tmp_path / "rulebooks").mkdir()

    def copy(name: str, changes: str) -> None:
        text = (FOLDER / "rulebooks" / "ru-59fz.toml").read_text("utf-8")
        for change in filter(None, changes.split("; ")):
            old, new = change.split(" -> ")
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "rulebooks" / f"{name}.toml").write_text(text, "utf-8")

    return copy


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ("", "version: must be ru-1, as the file is called"),
        ('"ru-59fz" -> "ru-1"; "ru" -> "xx"', "country: must be ru, as the file's name begins"),
        ('"ru-59fz" -> "ru 1"', "version: is not accepted; write small Latin letters"),
    ],
)
def test_file_that_contradicts_its_name_is_reported(
    write: Write, tmp_path: Path, changes: str, says: str
) -> None:
    write("ru-1", changes)
    with pytest.raises(RulebookErrors, match=rf"ru-1\.toml:\d+: {says}"):
        load_rulebooks(tmp_path, "ru")


def test_errors_of_all_files_are_reported_and_laws_do_not_overlap(write: Write, tmp_path: Path) -> None:
    write("ru-1", '"ru-59fz" -> "ru-1"')
    write("ru-2", '"ru-59fz" -> "ru-2"')
    (tmp_path / "rulebooks" / "ru-3.toml").write_bytes(b"\xff")
    with pytest.raises(RulebookErrors) as refused:
        load_rulebooks(tmp_path, "ru")
    assert "ru-3.toml: cannot be read" in refused.value.errors[0]
    assert refused.value.errors[1].endswith(": effective: 2006-11-02 is the day of ru-1 already")


def test_country_without_rulebook_is_reported(tmp_path: Path) -> None:
    with pytest.raises(RulebookErrors, match="there are no rulebooks of xx"):
        load_rulebooks(tmp_path, "xx")
