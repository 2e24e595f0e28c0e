"""Reading a policy: what is in the file, and every error in it named by its line."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings

from domain.identity.people import Group, Role
from domain.law.rule_ids import RuleId
from domain.policy.plan import Specialty, Step
from domain.policy.policy import Policy
from domain.worktime.terms import Term
from domain.worktime.utc_offsets import UtcOffset
from domain.worktime.working_calendar import Calendar, RegionalDayOff
from loaders.policy.clocks import Shape
from loaders.policy.parse import PolicyErrors, load_policy
from tests.support.loaders.broken_lines import with_broken_lines
from tests.support.loaders.broken_policies import BROKEN_POLICIES
from tests.support.pages import PROJECT_ROOT
from tests.support.scale import scaled

HERE = PROJECT_ROOT / "tests" / "loaders" / "policy"
TRIAL = (HERE / "trial.toml").read_text("utf-8")
OFFICES = Calendar(
    version="offices",
    timezone="Asia/Almaty",
    offsets=(UtcOffset(datetime(2024, 2, 29, 19, tzinfo=UTC), 300),),
    opening_time=time(9),
    closing_time=time(18, 30),
    days_off=(),
    extra_working_days=(),
    estimated_days_off=(),
    first_day=date(2026, 1, 1),
    last_day=date(2027, 12, 31),
)
CALENDARS = {
    "offices": OFFICES,
    "always": replace(OFFICES, version="always", always_open=True),
    "regional": replace(
        OFFICES,
        version="regional",
        regional_days_off=tuple(RegionalDayOff(region, date(2026, 4, 8)) for region in ("61", "99")),
    ),
}


def read(text: str) -> Policy:
    return load_policy(text, "trial.toml", CALENDARS.get)


def errors(text: str) -> list[str]:
    with pytest.raises(PolicyErrors) as refused:
        read(text)
    return refused.value.errors


def changed(old: str, new: str) -> str:
    assert TRIAL.count(old) == 1, f"{old!r} stands {TRIAL.count(old)} times in the trial policy"
    return TRIAL.replace(old, new)


def line_of(text: str, what: str) -> int:
    return text[: text.index(what)].count("\n") + 1


def test_a_sound_file_becomes_a_policy() -> None:
    policy = read(TRIAL)

    assert policy.versioned_name == "trial-2026.1"
    assert policy.steps[Step.RECEPTION].work.lapse_after == Term.parse("1wd")
    assert policy.steps[Step.SPECIALIST].acceptance.budget == Term.parse("7wh")
    assert policy.limits.max_hold == Term.parse("11wd")
    assert policy.limits.max_reopenings == 4
    assert policy.fallback == Group("desk", Role.OFFICER)
    assert policy.topic("queue").steps == (Step.RECEPTION, Step.AGENCY)
    assert policy.topic("queue").specialists == tuple(Specialty)
    assert policy.topic("repair").budgets == {Step.AGENCY: Term.parse("20wd")}


def test_an_organisation_of_each_region_is_named_after_it() -> None:
    policy = read(TRIAL)

    assert list(policy.organisations)[:2] == ["reception-61", "reception-71"]
    assert policy.organisation("housing-71").titles.en == "Housing, Astana"
    assert policy.organisation("housing-71").region == "71"


@pytest.mark.parametrize(("old", "new", "where", "says"), BROKEN_POLICIES)
def test_an_error_is_named_with_its_line(old: str, new: str, where: str, says: str) -> None:
    text = changed(old, new)

    found = errors(text)

    expected = f"trial.toml:{line_of(text, where)}: {says}"
    assert any(each.startswith(expected) for each in found), "\n".join([expected, *found])


TITLED = 'titles = { kk = "Ә", ru = "А", en = "A" }'
VALUE = f'{{ id = "x", {TITLED} }}'


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (f'{{ id = "a", type = "colour", {TITLED} }}', "[a].type: must be 'text', 'number', 'date'"),
        (f'{{ id = "A", type = "text", {TITLED} }}', "[A].id: is not accepted; write small Latin letters"),
        (f'{{ id = "a", type = "choice", {TITLED} }}', "[a].choices: a choice, and no field of another type"),
        (f'{{ id = "a", type = "text", {TITLED}, choices = [{VALUE}] }}', "[a].choices: a choice, and no"),
        (
            f'{{ id = "a", type = "choice", {TITLED}, choices = [{VALUE}, {VALUE}] }}',
            "[a].choices[x].id: x is",
        ),
        (", ".join([f'{{ id = "a", type = "text", {TITLED} }}'] * 2), "[a].id: a is there already"),
    ],
)
def test_a_field_of_a_topic_that_cannot_be_filled_in_is_named(fields: str, says: str) -> None:
    found = errors(changed('competent = "housing"\n\n', f'competent = "housing"\nfields = [{fields}]\n\n'))
    assert any(f"topics[queue].fields{says}" in each for each in found), found


def test_waiting_for_help_needs_its_section() -> None:
    start, end = TRIAL.index("[receipt]"), TRIAL.index("[limits]")
    text = TRIAL[:start] + TRIAL[end:]

    line = line_of(text, "receipt = true")
    says = "to wait for the help the policy needs a section [receipt]"
    assert errors(text) == [f"trial.toml:{line}: topics[repair].receipt: {says}"]


def test_all_errors_are_reported_in_the_order_of_the_file() -> None:
    text = TRIAL
    for old, new, _, _ in (BROKEN_POLICIES[0], BROKEN_POLICIES[11], BROKEN_POLICIES[16]):
        text = text.replace(old, new)
    text = text.replace("receipt = true", "receipt = 1").replace('"Queue" }', '"Queue" }\nsponsor = "nobody"')

    found = errors(text)

    assert [error.split(":")[2].strip() for error in found] == [
        "name",
        "statute.budget",
        "ladders.usual.levels[2].after",
        "topics[queue].sponsor",
        "topics[repair].receipt",
    ]
    assert [int(error.split(":")[1]) for error in found] == sorted(
        int(error.split(":")[1]) for error in found
    )


def test_what_is_broken_is_not_complained_of_twice() -> None:
    assert len(errors(changed('id = "legal-aid-kz"', 'id = "Legal aid"'))) == 1
    assert len(errors(changed('id = "homes"', 'id = "Homes!"'))) == 1
    assert len(errors(changed('[receipt]\nterm = "10wd"', '[receipt]\nterm = "long"'))) == 1
    assert len(errors(changed("[ladders.usual]", "[[ladders]]"))) == 1


def test_seconds_are_for_calendars_that_never_close() -> None:
    text = changed('budget = "15wd"', 'budget = "15s"').replace('"offices"', '"always"')

    assert read(text).statute.budget == Term.parse("15s")


def test_a_region_whose_days_off_the_calendar_names_is_there() -> None:
    (error,) = errors(changed('"offices"', '"regional"'))
    assert error.endswith("calendar: it has days off of region 99, which is none; there are 61, 71")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('name = "trial\n', 1),
        ("a = 1\na = 2\n", 2),
        ("a = 1\nb = [1,\n\n", 4),
        ("\n\n= 3\n", 3),
    ],
)
def test_broken_toml_is_reported_with_its_line(text: str, line: int) -> None:
    (error,) = errors(text)

    assert error.startswith(f"trial.toml:{line}: this is not TOML: ")
    assert "(at" not in error


def test_an_empty_file_lacks_everything() -> None:
    assert len(errors("")) == 15


@settings(max_examples=scaled(50, 500), deadline=None)
@given(with_broken_lines(TRIAL))
def test_broken_input_is_reported_and_never_crashes(text: str) -> None:
    with suppress(PolicyErrors):
        read(text)


def test_errors_are_readable_as_one_text() -> None:
    assert str(PolicyErrors(["one", "two"])) == "one\ntwo"


def test_every_key_of_a_policy_is_explained() -> None:
    page = (PROJECT_ROOT / "docs" / "policy.md").read_text("utf-8")
    keys = {key for shape in Shape.__subclasses__() for key in shape.model_fields}

    assert {key for key in keys if f"`{key}`" not in page} == set()


URGENT = """
[urgent]
competent = { crime = "%s", public_safety = "desk" }
budget = "%s"
ladder = "usual"
lease = "1wh"
acceptance = { budget = "15wm", ladder = "usual" }
"""


@pytest.mark.parametrize(
    ("body", "budget", "fragment"),
    [
        ("desk", "1wd", "urgent.budget: 1wd: terms of the urgent lane are in wm or wh"),
        ("fund", "4wh", "urgent.competent.crime: fund lacks the role: add officer"),
    ],
)
def test_urgent_topics_need_hours_and_a_competent_body(body: str, budget: str, fragment: str) -> None:
    found = errors(TRIAL.replace("\n[[regions]]", URGENT % (body, budget) + "\n[[regions]]", 1))
    assert any(fragment in each for each in found)
    assert any("ladders.usual.repeat: 1wd: terms of the urgent lane" in each for each in found)


def test_an_urgent_lane_is_read() -> None:
    minutes = TRIAL.replace('repeat = "1wd"', 'repeat = "30wm"')
    lane = read(minutes.replace("\n[[regions]]", URGENT % ("desk", "4wh") + "\n[[regions]]", 1)).urgent
    assert lane
    assert lane.rule.acceptance.budget == Term.parse("15wm")
    assert set(lane.competent.values()) == {"desk"}


PROCEDURES = '[procedures]\narticle = "Regulation, 12"\n'


@pytest.mark.parametrize(
    ("lines", "own"),
    [
        ('redirect = "3wd"', [(RuleId.REDIRECT, Term.parse("3wd"))]),
        ("defect_correction = true", [(RuleId.DEFECT_CORRECTION, None)]),
        ("defect_correction = false", []),
    ],
)
def test_a_policy_may_provide_procedures_of_its_own(
    lines: str, own: list[tuple[RuleId, Term | None]]
) -> None:
    rules = read(TRIAL + PROCEDURES + lines).own_rules
    assert [(each.rule_id, each.term) for each in rules] == own
    assert {each.article for each in rules} <= {"Regulation, 12"}


def test_procedures_of_its_own_cite_a_regulation() -> None:
    with pytest.raises(PolicyErrors, match=r"procedures\.article"):
        read(TRIAL + "[procedures]\ndefect_correction = true\n")
