"""Search by what a clerk knows of an appeal: the applicant, words of the text, a part of the number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal_column, or_
from sqlalchemy.types import String
from sqlmodel import col, select

from domain.country.name_matching import skeleton
from domain.identity.identifiers import number_fragment
from schemas.http.requests.phones import phone_fragments
from store.database.tables import AppealRow, ApplicantRow, TalonRow, TextRow

WORD = re.compile(r"[^\W_]+")
MAX_WORDS = 20
MIN_PREFIX_LENGTH = 2  # letters from which a word also finds longer ones that begin with it
VOICED_ENDINGS = str.maketrans("кқпКҚП", "гғбГҒБ")  # in Kazakh before a suffix that begins with a vowel
_PHONE: ColumnElement[str] = literal_column("applicants.contacts ->> 'phone'", String)
_NUMBER: ColumnElement[str] = literal_column("replace(appeals.number, '-', '')", String)
_WORDS: ColumnElement[Any] = literal_column("search_words(texts.body)")
_EXACT: ColumnElement[Any] = literal_column("'pg_catalog.simple'::regconfig")
_RUSSIAN: ColumnElement[Any] = literal_column("'pg_catalog.russian'::regconfig")


@dataclass(frozen=True, slots=True)
class SoughtPerson:
    """What is known of a person: numbers, a name or parts of it, a phone or a part of it."""

    iin: str | None = None
    bin: str | None = None
    name: str | None = None
    phone: str | None = None


def appeals_of_applicant(person: SoughtPerson) -> Iterator[ColumnElement[bool]]:
    """Yield the condition that one applicant has all that is known of *person*, if anything is."""
    wanted = [*_has_numbers(person), *_is_named(person.name), *_has_phone(person.phone)]
    if wanted:
        yield _made_by(and_(*wanted))


def appeals_of_person(person: SoughtPerson) -> ColumnElement[bool]:
    """Return the condition that *person* is an applicant: by a number, or by name and phone.

    Name and phone count only where the applicant has none of the numbers that *person* has.
    """
    matches = _has_numbers(person)
    if person.name and person.phone:
        stated = {ApplicantRow.iin: person.iin, ApplicantRow.bin: person.bin}
        unknown = [col(column).is_(None) for column, value in stated.items() if value is not None]
        matches.append(and_(*_has_phone(person.phone), *_is_named(person.name), *unknown))
    return or_(*(_made_by(each) for each in matches))


def appeals_with_words(written: str) -> ColumnElement[bool]:
    """Return the condition that the applicant's text has the first 20 words of *written*, in any form.

    Russian and English words are found in all forms, Kazakh ones with any suffix.
    """
    own = and_(col(TextRow.id) == TalonRow.text, col(TextRow.language).is_not(None))
    found = select(TextRow.appeal).join_from(TextRow, TalonRow, own)
    return col(AppealRow.id).in_(found.where(_WORDS.op("@@", is_comparison=True)(_words_query(written))))


def has_number_like(part: str) -> ColumnElement[bool]:
    """Return the condition that the appeal's number contains *part*, with or without its dashes."""
    return _NUMBER.like(f"%{number_fragment(part)}%")


def _made_by(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return col(AppealRow.id).in_(select(ApplicantRow.appeal).where(condition))


def _has_numbers(person: SoughtPerson) -> list[ColumnElement[bool]]:
    stated = {ApplicantRow.iin: person.iin, ApplicantRow.bin: person.bin}
    return [col(column) == value for column, value in stated.items() if value is not None]


def _is_named(name: str | None) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that a name has all words of *name*; of none where it has no letters."""
    for word in (skeleton(name).split() or [""]) if name else []:
        yield col(ApplicantRow.search_name).like(f"%{word}%" if word else "")


def _has_phone(written: str | None) -> Iterator[ColumnElement[bool]]:
    if written:
        yield or_(*(_PHONE.like(f"%{each}%") for each in phone_fragments(written)))


def _words_query(written: str) -> ColumnElement[Any]:
    """Return the query for all of the first words of *written*."""
    words = WORD.findall(written)[:MAX_WORDS] or [""]
    query = _word_query(words[0])
    for each in words[1:]:
        query = query.op("&&")(_word_query(each))
    return query


def _word_query(word: str) -> ColumnElement[Any]:
    """Return the query for one word: its stem, and the words that begin with it."""
    query: ColumnElement[Any] = func.plainto_tsquery(_RUSSIAN, func.fold_letters(word))
    for each in dict.fromkeys((word, word[:-1] + word[-1:].translate(VOICED_ENDINGS))):
        begins = ":*" if len(word) >= MIN_PREFIX_LENGTH else ""
        query = query.op("||")(func.to_tsquery(_EXACT, func.fold_letters(each) + begins))
    return func.coalesce(query)
