"""Appeals are found by phone, by parts of numbers and by words of the text, through indexes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.country.languages import FOLDING
from domain.identity.people import Capacity
from store.appeals import intake
from store.appeals.intake import ApplicantRecord, TextRecord
from store.appeals.personal_data import save_text
from store.queries import AppealFilter, SoughtPerson, appeal_page
from store.queries.appeals import NEWEST_POSITION, page_statement
from tests.store.queries.test_appeals import FILL
from tests.support.plans import explain
from tests.support.store.intakes import idempotency_key, intake_of
from tests.support.store.recorded_appeal import NAURYZ_EVE, RECEPTION_GROUP, RecordedAppeal, uuid_at

IIN, OTHER_IIN = "900514450011", "900101300007"
TEXTS = (
    "Балабақшада орын жоқ, үйімізге көмек керек. Кітабымды қайтармады.",
    "Прошу отремонтировать квартиру: крыша протекает, не помогли из ЖКХ.",
    "The lifts in our building are broken; apartments have no heating.",
)
APPLICANTS = (
    ApplicantRecord(Capacity.APPLICANT, "Әсел Нұрланқызы", IIN, contacts={"phone": "+77010000001"}),
    ApplicantRecord(Capacity.APPLICANT, "Иванов Пётр", contacts={"phone": "+77010000002"}),
    ApplicantRecord(Capacity.APPLICANT, "Петр Иванов", OTHER_IIN, contacts={"phone": "+77010000002"}),
)
FILL_SEARCHED = (
    text("""
    INSERT INTO talons (appeal, tracking_code, channel, language, reception, receiver, text)
    SELECT id, number, 'counter', 'kk', 'reception', gen_random_uuid(), id FROM appeals
    """),
    text("""
    INSERT INTO applicants (appeal, position, capacity, name, search_name, contacts)
    SELECT id, 0, 'applicant', 'Адам', 'adam',
        jsonb_build_object('phone', '+7701' || lpad((hashtext(number)::bigint + 2147483648)::text, 10, '0'))
    FROM appeals
    """),
    text("""
    INSERT INTO texts (id, appeal, at, body, language)
    SELECT id, id, now(), 'мәтін ' || md5(number), 'kk' FROM appeals
    """),
    text("""
    UPDATE applicants SET contacts = '{"phone": "+77479876543"}'
    WHERE appeal = '00000000-0000-0000-0000-000000020000'
    """),
    text("UPDATE texts SET body = 'Прошу квартиру' WHERE id = '00000000-0000-0000-0000-000000020000'"),
    text(
        "UPDATE appeals SET number = 'HK-2026-00000225-8' WHERE id = '00000000-0000-0000-0000-000000020000'"
    ),
)


async def three(connection: AsyncConnection) -> list[RecordedAppeal]:
    """Take in three appeals: in Kazakh, in Russian and in English."""
    lives = [RecordedAppeal(number, NAURYZ_EVE + number * timedelta(minutes=1)) for number in (1, 2, 3)]
    for life, applicant, body, language in zip(lives, APPLICANTS, TEXTS, ("kk", "ru", "en"), strict=True):
        code = f"CODE{lives.index(life):06}"
        taken = replace(
            intake_of(life, code),
            applicants=(applicant,),
            texts=(TextRecord(uuid_at(), body, language=language),),
        )
        await intake.save_intake(connection, idempotency_key(code), taken, {})
    return lives


async def found_by(
    connection: AsyncConnection, asked: AppealFilter, lives: list[RecordedAppeal]
) -> list[int]:
    """Return the places of the appeals that are found, from 1."""
    ids = [life.id for life in lives]
    return sorted(ids.index(each.id) + 1 for each in await appeal_page(connection, asked))


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("+7 701 000 00 02", [2, 3]),
        ("8 (701) 000-00-02", [2, 3]),
        ("7010000001", [1]),
        ("000 0001", [1]),
        ("8701000", [1, 2, 3]),
        ("+7 747", []),
    ],
)
async def test_a_phone_is_found_however_it_is_written(
    connection: AsyncConnection, written: str, found: list[int]
) -> None:
    lives = await three(connection)
    assert await found_by(connection, AppealFilter(phone=written), lives) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("көмек", [1]),
        ("комек", [1]),  # on a Russian keyboard
        ("БАЛАБАҚША", [1]),
        ("үй көмек", [1]),
        ("кітап", [1]),  # кітабымды
        ("үй квартира", []),
        ("квартиры", [2]),
        ("ремонт крыши", []),
        ("отремонтировать крыши", [2]),
        ("не", [2]),  # the commonest words count too
        ("lift apartment", [3]),
        ("heated", [3]),
        ("the", [3]),
        ("%", []),
        ("& | ! ( ) :*", []),
    ],
)
async def test_words_of_the_text_are_found_in_three_languages(
    connection: AsyncConnection, words: str, found: list[int]
) -> None:
    lives = await three(connection)
    assert await found_by(connection, AppealFilter(words=words), lives) == found


async def test_words_of_answers_and_reasons_are_not_searched(connection: AsyncConnection) -> None:
    lives = await three(connection)
    await save_text(connection, lives[0].id, uuid_at(), "Ішкі себеп")
    await save_text(connection, lives[0].id, uuid_at(), "Ішкі жауап", language="kk")
    assert await found_by(connection, AppealFilter(words="ішкі"), lives) == []


async def test_a_part_of_the_number_is_enough(connection: AsyncConnection) -> None:
    lives = await three(connection)
    for life in lives:
        for part in (
            life.appeal.number,
            life.appeal.number.lower(),
            life.appeal.number[-6:],
            life.appeal.number[-6:].replace("-", " "),
        ):
            assert life.id in [each.id for each in await appeal_page(connection, AppealFilter(number=part))]
    assert await found_by(connection, AppealFilter(number="HK999"), lives) == []


@pytest.mark.parametrize(
    ("person", "found"),
    [
        (SoughtPerson(iin=IIN), [1]),
        (SoughtPerson(name="Петр Иванов", phone="8 701 000 00 02"), [2, 3]),
        (SoughtPerson(iin=OTHER_IIN, name="Петр Иванов", phone="8 701 000 00 02"), [2, 3]),
        (SoughtPerson(iin=IIN, name="Петр Иванов", phone="8 701 000 00 02"), [1, 2]),  # not of another IIN
        (SoughtPerson(name="Әсел", phone="8 701 000 00 02"), []),
    ],
)
async def test_a_person_is_known_by_number_or_by_name_and_phone(
    connection: AsyncConnection, person: SoughtPerson, found: list[int]
) -> None:
    lives = await three(connection)
    assert await found_by(connection, AppealFilter(person=person), lives) == found


async def test_what_is_searched_stays_within_what_may_be_seen(connection: AsyncConnection) -> None:
    lives = await three(connection)
    own = AppealFilter(
        words="квартира", phone="0002", visible_to_organisations=(RECEPTION_GROUP.organisation,)
    )
    assert await found_by(connection, own, lives) == [2]
    assert await found_by(connection, replace(own, visible_to_organisations=("elsewhere",)), lives) == []


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (AppealFilter(phone="8 747 987 65 43"), "applicants_by_phone"),
        (AppealFilter(phone="987 6543"), "applicants_by_phone"),
        (AppealFilter(words="квартира"), "texts_by_words"),
        (AppealFilter(number="00000225-8"), "appeals_by_number_part"),
        (AppealFilter(person=SoughtPerson(name="Адам", phone="8 747 987 65 43")), "applicants_by_phone"),
    ],
    ids=["phone", "part of a phone", "words", "part of a number", "person"],
)
async def test_what_is_searched_is_found_through_its_index(
    connection: AsyncConnection, asked: AppealFilter, index: str
) -> None:
    await connection.execute(FILL, {"now": NAURYZ_EVE})
    for statement in FILL_SEARCHED:
        await connection.execute(statement)
    await connection.execute(text("ANALYZE appeals, talons, applicants, texts"))
    nodes = await explain(connection, page_statement(asked, NEWEST_POSITION, 50))
    assert index in {node.get("Index Name") for node in nodes}
    assert len(await appeal_page(connection, asked)) == 1


async def test_the_database_folds_letters_as_the_domain_does(connection: AsyncConnection) -> None:
    letters = "".join(map(chr, FOLDING))
    folded = await connection.scalar(text("SELECT fold_letters(:letters)"), {"letters": letters.upper()})
    assert folded == letters.translate(FOLDING)
