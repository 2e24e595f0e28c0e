"""The counter: an appeal in, a talon out; once per key; and nothing that is wrong gets through."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from api.openapi.request_examples import REQUEST_EXAMPLES
from domain.identity.identifiers import TalonNumber, parse_tracking_code
from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem

APPEAL = REQUEST_EXAMPLES["register_appeal"]
ELSEWHERE = {"reception": "reception-71"}


async def count(harness: ApiHarness, table: str) -> int:
    async with harness.engine.connect() as connection:
        found: int = await connection.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608 - ours
        return found


@pytest.mark.law("АППК 64(2)")
async def test_the_talon_says_all_that_the_citizen_needs(harness: ApiHarness) -> None:
    answer = await harness.post("clerk", "/v1/appeals", APPEAL)
    talon = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/appeals/{talon['id']}"
    assert str(TalonNumber.parse(talon["number"])) == talon["number"]
    assert parse_tracking_code(talon["tracking_code"]) == talon["tracking_code"]
    assert talon["received_by"] == {
        "id": str(harness.people["clerk"].id),
        "name": "Айгүл Серікова",
        "organisation": "reception-61",
        "role": "clerk",
        "post": "қабылдау бөлмесінің қызметкері",
    }
    assert talon["registered_at"] < talon["statutory_due_at"]


@pytest.mark.law("АППК 64(2)")
@pytest.mark.parametrize(
    ("who", "language", "post"),
    [
        ("clerk", "ru", "сотрудник приёмной"),
        ("supervisor", "kk", "басшының орынбасары"),
        ("operator", "ru", "оператор"),
        ("integrator", "kk", "ақпараттық жүйе"),
    ],
)
async def test_the_talon_names_the_receivers_post_in_the_language_of_the_appeal(
    harness: ApiHarness, who: str, language: str, post: str
) -> None:
    talon = await harness.register(who, language=language)
    assert talon["received_by"]["post"] == post
    seen = (await harness.get("operator", f"/v1/appeals/{talon['id']}")).json()
    assert seen["received_by"] == {
        name: value for name, value in talon["received_by"].items() if name != "post"
    }


async def test_registration_around_new_year_in_other_time_zones(harness: ApiHarness) -> None:
    received = "2026-01-01T00:30:00+14:00"  # while it is still the old year in Almaty
    answer = await harness.post("clerk", "/v1/appeals", APPEAL | {"received_at": received})
    assert answer.status_code == 201, answer.text


async def test_same_key_and_body_return_one_talon_and_one_appeal(harness: ApiHarness) -> None:
    before, key = await count(harness, "appeals"), str(uuid4())
    answers = await asyncio.gather(*(harness.post("clerk", "/v1/appeals", APPEAL, key) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert await count(harness, "appeals") == before + 1


async def test_the_order_of_fields_does_not_make_another_body(harness: ApiHarness) -> None:
    key = str(uuid4())
    first = await harness.post("clerk", "/v1/appeals", APPEAL, key)
    again = await harness.post("clerk", "/v1/appeals", dict(reversed(APPEAL.items())), key)
    assert again.text == first.text


async def test_the_same_key_for_another_body_is_refused(harness: ApiHarness) -> None:
    key = str(uuid4())
    await harness.post("clerk", "/v1/appeals", APPEAL, key)
    assert_problem(
        await harness.post("clerk", "/v1/appeals", APPEAL | {"language": "ru"}, key),
        422,
        "idempotency_key_reused",
    )


async def test_a_key_is_each_persons_own(harness: ApiHarness) -> None:
    key = str(uuid4())
    mine = await harness.post("clerk", "/v1/appeals", APPEAL, key)
    yours = await harness.post("rival", "/v1/appeals", APPEAL, key)
    assert mine.json()["id"] != yours.json()["id"]


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (None, "idempotency_key_missing"),
        ("short", "idempotency_key_malformed"),
        ("a b c d e f", "idempotency_key_malformed"),
    ],
)
async def test_a_key_is_needed(harness: ApiHarness, key: str | None, code: str) -> None:
    headers = harness.auth_headers("clerk") | ({"Idempotency-Key": key} if key else {})
    assert_problem(await harness.http.post("/v1/appeals", json=APPEAL, headers=headers), 400, code)


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"topic": "flying-carpets"}, 422, "unknown_topic"),
        ({"region": "99"}, 422, "unknown_region"),
        ({"reception": "reception-99"}, 403, "forbidden"),
        ({"agency": "agency-99"}, 422, "unknown_organisation"),
        ({"received_at": "2099-01-01T00:00:00+05:00"}, 422, "validation_failed"),
        ({"received_at": "2001-01-01T00:00:00+05:00"}, 422, "calendar_exhausted"),
    ],
)
async def test_what_the_rules_do_not_know_is_refused_and_nothing_is_kept(
    harness: ApiHarness, changes: dict[str, Any], status: int, code: str
) -> None:
    before = await count(harness, "appeals"), await count(harness, "texts")
    assert_problem(await harness.post("clerk", "/v1/appeals", APPEAL | changes), status, code)
    assert (await count(harness, "appeals"), await count(harness, "texts")) == before


async def test_an_agency_that_is_none_is_named_as_the_body_names_it(harness: ApiHarness) -> None:
    for agency in ("agency-99", "reception-71"):
        refused = await harness.post("clerk", "/v1/appeals", APPEAL | {"agency": agency})
        problem = assert_problem(refused, 422, "unknown_organisation")
        assert [each["field"] for each in problem["errors"]] == ["agency"]


@pytest.mark.parametrize("who", ["officer", "head", "stranger"])
async def test_only_those_who_work_at_the_counter_take_in(harness: ApiHarness, who: str) -> None:
    assert_problem(await harness.post(who, "/v1/appeals", APPEAL), 403, "forbidden")


async def test_an_unknown_reception_is_named_to_those_who_serve_any(harness: ApiHarness) -> None:
    body = APPEAL | {"reception": "reception-99"}
    problem = assert_problem(await harness.post("integrator", "/v1/appeals", body), 422, "unknown_reception")
    assert problem["errors"][0]["field"] == "reception"


async def test_settled_here_and_now_leaves_no_clock_and_no_workflow(harness: ApiHarness) -> None:
    settled = {"outcome": "explained", "text": "Кезекке тұру тәртібі түсіндірілді."}
    talon = await harness.register(intake_resolution=settled)
    assert (talon["status"], talon["statutory_due_at"]) == ("closed", None)
    appeal = (await harness.get("clerk", f"/v1/appeals/{talon['id']}")).json()
    assert (appeal["outcome"], appeal["status"]) == ("explained", "closed")
    async with harness.engine.connect() as connection:
        waiting = await connection.scalar(
            text("SELECT count(*) FROM outbox WHERE appeal = :id"), {"id": talon["id"]}
        )
    assert waiting == 0


async def test_refusing_here_and_now_needs_a_ground(harness: ApiHarness) -> None:
    body = APPEAL | {"intake_resolution": {"outcome": "refused", "text": "Жоқ."}}
    problem = assert_problem(await harness.post("clerk", "/v1/appeals", body), 422, "ground_required")
    assert problem["errors"][0]["field"] == "ground"


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("611010000", "61"),
        ("Нур-Султан", "71"),
        ("Nur-Sultan", "71"),
        ("түркістан облысы", "61"),
        ("ВКО", "63"),
        ("51", "61"),  # the reception's own part of what was South Kazakhstan
        ("ЮКО", "61"),
    ],
)
async def test_a_region_is_known_by_its_codes_and_names_of_any_time(
    harness: ApiHarness, typed: str, region: str
) -> None:
    talon = await harness.register(region=typed)
    assert (await harness.get("operator", f"/v1/appeals/{talon['id']}")).json()["region"] == region


async def test_unknown_region_suggests_similar_regions(harness: ApiHarness) -> None:
    for typed, near in (("Южно-Казахстанская", "город Шымкент (79)"), ("Астаны", "Астана")):
        answer = await harness.post("integrator", "/v1/appeals", APPEAL | ELSEWHERE | {"region": typed})
        problem = assert_problem(answer, 422, "unknown_region")
        assert problem["errors"][0]["field"] == "region"
        assert near in problem["parameters"]["near"]
        assert near in problem["detail"]


@pytest.mark.law("АППК 63(2)")
async def test_an_appeal_needs_no_iin_and_an_organisation_has_its_bin(harness: ApiHarness) -> None:
    for applicant in ({"name": "Шетел азаматы"}, {"name": "«Дала» ЖШС", "bin": "240140000001"}):
        talon = await harness.register(applicant=applicant)
        appeal = (await harness.get("clerk", f"/v1/appeals/{talon['id']}")).json()
        kept = appeal["applicants"][0]
        assert (kept["name"], kept["iin"], kept["bin"]) == (applicant["name"], None, applicant.get("bin"))


@pytest.mark.parametrize("written", ["8 701 000 00 00", "+7 (701) 000-00-00", "77010000000"])
async def test_a_phone_is_kept_as_machines_compare_it(harness: ApiHarness, written: str) -> None:
    contacts = {"phone": written, "other": "көршісі: 74-11-78"}
    talon = await harness.register(applicant={"name": "Гүлнұр Әбенова", "contacts": contacts})
    appeal = (await harness.get("clerk", f"/v1/appeals/{talon['id']}")).json()
    assert appeal["applicants"][0]["contacts"] == contacts | {"phone": "+77010000000"}


@pytest.mark.parametrize(
    ("changes", "remarks"),
    [
        ({}, []),
        ({"language": "ru"}, ["language_unlikely"]),
        ({"language": "ru", "text": "8 701 000 00 00"}, []),
        ({"applicant": {"name": "А", "contacts": {"phone": "unknown"}}}, ["phone_unreadable"]),
        ({"applicant": {"name": "А", "iin": "990101100000"}}, ["iin_birth_date_unlikely"]),
        (
            {"co_applicants": [{"name": "А", "iin": "900101300007", "birth_date": "1991-01-01"}]},
            ["iin_birth_date_unlikely"],
        ),
    ],
)
async def test_what_looks_odd_is_remarked_on_and_taken_in(
    harness: ApiHarness, changes: dict[str, Any], remarks: list[str]
) -> None:
    assert (await harness.register(**changes))["warnings"] == remarks


async def test_representative_and_co_applicants_are_stored(harness: ApiHarness) -> None:
    talon = await harness.register(
        representative={"name": "Адвокат Нұрлан Бекетов"},
        co_applicants=[{"name": "Көрші Сәуле"}, {"name": "Көрші Мақсат"}],
        attachments=[{"name": "Анықтама", "reference": "https://files.example/1.pdf", "size": 10}],
    )
    appeal = (await harness.get("clerk", f"/v1/appeals/{talon['id']}")).json()
    assert [each["capacity"] for each in appeal["applicants"]] == [
        "applicant",
        "representative",
        "member",
        "member",
    ]
    assert appeal["attachments"][0]["name"] == "Анықтама"
    assert appeal["text"] == APPEAL["text"]


async def test_a_record_of_another_system_is_registered_once_whatever_the_key(harness: ApiHarness) -> None:
    source = {"system": "district-letters", "id": str(uuid4()), "digest": "0" * 40}
    body = APPEAL | {"source": source}
    key = str(uuid4())
    first = await harness.post("clerk", "/v1/appeals", body, key)
    assert first.status_code == 201
    assert (await harness.post("clerk", "/v1/appeals", body, key)).json() == first.json()
    for who in ("clerk", "operator"):
        assert_problem(await harness.post(who, "/v1/appeals", body), 409, "source_registered")
    other = body | {"source": source | {"digest": "1" * 40}}
    assert_problem(await harness.post("clerk", "/v1/appeals", other), 409, "source_changed")
    another = body | {"source": source | {"system": "other-letters"}}
    assert (await harness.post("clerk", "/v1/appeals", another)).status_code == 201
    found = await harness.get("clerk", f"/v1/appeals?source=district-letters&source_id={source['id']}")
    assert [each["id"] for each in found.json()["items"]] == [first.json()["id"]]
    alone = await harness.get("clerk", f"/v1/appeals?source_id={source['id']}")
    problem = assert_problem(alone, 422, "validation_failed")
    assert [(each["field"], each["code"]) for each in problem["errors"]] == [("source_id", "missing_source")]


async def test_two_imports_at_once_register_a_record_once(harness: ApiHarness) -> None:
    body = APPEAL | {"source": {"system": "district-letters", "id": str(uuid4())}}
    answers = await asyncio.gather(*(harness.post("clerk", "/v1/appeals", body) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 5]


async def test_a_body_of_unknown_fields_gets_a_short_answer(harness: ApiHarness) -> None:
    body = {str(number): 0 for number in range(8_000)}
    answer = await harness.post("clerk", "/v1/appeals", body)
    assert_problem(answer, 422, "validation_failed")
    assert len(answer.content) < 10_000
    many = APPEAL | {"co_applicants": [{"name": ""}] * 500}
    problem = assert_problem(await harness.post("clerk", "/v1/appeals", many), 422, "validation_failed")
    assert len(problem["errors"]) == 50


async def test_a_query_of_unknown_parameters_gets_a_short_answer(harness: ApiHarness) -> None:
    query = "&".join(map(str, range(8_000)))
    answer = await harness.get("clerk", f"/v1/receptions/schedule?organisation=akimat-61&{query}")
    assert_problem(answer, 422, "validation_failed")
    assert len(answer.content) < 10_000
