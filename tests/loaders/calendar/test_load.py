"""The committed calendars give the law's dates, and a broken file is refused line by line."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.worktime.calendar_amendment import DayAmendment, DayAmendmentKind, amend
from domain.worktime.terms import Term
from domain.worktime.working_calendar import Calendar
from loaders.calendar.calendar_files import CalendarErrors, load
from loaders.calendar.seed import seed
from tests.support.pages import PROJECT_ROOT

FOLDER = PROJECT_ROOT / "policies" / "calendars"
KAZAKHSTAN = load(FOLDER / "kz-2026.1.toml")
ALMATY = ZoneInfo("Asia/Almaty")
CLOSING = time(18, 30)

GOOD = """\
version = "test-1"
timezone = "Asia/Almaty"
first = 2026-01-01
last = 2026-12-31
opens = 09:00:00
closes = 18:30:00
[[offsets]]
since = 2025-12-31T19:00:00Z
minutes = 300
[days_off]
2026-03-09 = "Moved"
[days_on]
2026-03-14 = "Worked instead"
"""

REGIONAL = """\
[regional.61]
2026-04-08 = "Түркістан күні"
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to_file(text: str) -> Path:
        path = tmp_path / "test-1.toml"
        path.write_text(text, "utf-8")
        return path

    return to_file


def almaty(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ALMATY)


def closing(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), CLOSING, ALMATY)


@pytest.mark.parametrize(
    ("received", "registered", "three", "fifteen", "twenty"),
    [
        ("2026-02-02 10:00", "2026-02-02", "2026-02-05", "2026-02-23", "2026-03-02"),
        ("2026-03-06 18:31", "2026-03-10", "2026-03-13", "2026-04-03", "2026-04-10"),
        ("2026-03-18 09:00", "2026-03-18", "2026-03-26", "2026-04-13", "2026-04-20"),
        ("2026-04-30 17:00", "2026-04-30", "2026-05-06", "2026-05-26", "2026-06-03"),
        ("2026-05-05 12:00", "2026-05-05", "2026-05-12", "2026-05-29", "2026-06-05"),
        ("2026-08-28 19:00", "2026-08-31", "2026-09-03", "2026-09-21", "2026-09-28"),
        ("2026-10-23 11:00", "2026-10-23", "2026-10-29", "2026-11-16", "2026-11-23"),
        ("2026-12-11 16:00", "2026-12-11", "2026-12-17", "2027-01-06", "2027-01-14"),
    ],
)
def test_the_terms_of_the_law(received: str, registered: str, three: str, fifteen: str, twenty: str) -> None:
    start = KAZAKHSTAN.registered_at(almaty(received))
    assert start.astimezone(ALMATY).date() == date.fromisoformat(registered)
    for term, due in (("3wd", three), ("15wd", fifteen), ("20wd", twenty)):
        assert KAZAKHSTAN.add_term(start, Term.parse(term)) == closing(due)


def test_an_extension_of_two_months_rolls_on_to_a_working_day() -> None:
    decided = almaty("2026-03-18 11:00")
    assert KAZAKHSTAN.add_term(decided, Term.parse("2mo")) == closing("2026-05-18")


@pytest.mark.parametrize(
    ("received", "registered"),
    [
        ("2026-02-02 18:29:59", "2026-02-02 18:29:59"),
        ("2026-02-02 18:30:00", "2026-02-03 09:00"),
        ("2026-02-07 12:00", "2026-02-09 09:00"),  # Saturday
        ("2026-12-30 18:29:59", "2026-12-30 18:29:59"),
        ("2026-12-31 18:30:00", "2027-01-05 09:00"),  # 1 and 2 January, the weekend, 4 January instead
        ("2026-03-20 18:30:00", "2026-03-26 09:00"),  # Nauryz
        ("2026-03-09 10:00", "2026-03-10 09:00"),  # 8 March was a Sunday
        ("2024-05-04 10:00", "2024-05-04 10:00"),  # a Saturday worked for 8 May
        ("2024-05-07 19:00", "2024-05-10 09:00"),
        ("2024-02-29 18:30", "2024-03-01 09:00"),  # the night the clocks went back
        ("2024-02-29 18:29:59", "2024-02-29 18:29:59"),
    ],
)
def test_the_edges_of_registration(received: str, registered: str) -> None:
    assert KAZAKHSTAN.registered_at(almaty(received)) == almaty(registered)


def test_a_term_over_new_year_begun_on_30_december() -> None:
    assert KAZAKHSTAN.add_term(almaty("2026-12-30 12:00"), Term.parse("3wd")) == closing("2027-01-06")


@pytest.mark.parametrize(("year", "days"), [(2024, 249), (2025, 246), (2026, 247), (2027, 247)])
def test_the_working_days_of_a_year(year: int, days: int) -> None:
    new_year = date(year, 1, 1)
    year_long = (date(year + 1, 1, 1) - new_year).days
    assert sum(KAZAKHSTAN.is_working_day(new_year + timedelta(n)) for n in range(year_long)) == days


def test_every_opening_is_at_nine_by_the_time_zone_database() -> None:
    for day, opens, closes in KAZAKHSTAN.open_spans():
        assert opens == datetime.combine(day, time(9), ALMATY)
        assert closes == datetime.combine(day, CLOSING, ALMATY)


def test_days_that_are_only_expected_are_marked() -> None:
    assert KAZAKHSTAN.estimated_days_off[:3] == (date(2026, 5, 27), date(2027, 5, 16), date(2028, 5, 5))


def test_the_rehearsal_never_closes() -> None:
    rehearsal = load(FOLDER / "always-open-1.toml")
    at = datetime(2026, 3, 22, 3, tzinfo=UTC)
    assert rehearsal.registered_at(at) == at
    assert rehearsal.add_term(at, Term.parse("20s")) == at + timedelta(seconds=20)
    assert rehearsal.add_term(at, Term.parse("2wd")) == at + timedelta(days=2)


def test_a_seeded_calendar_is_read_back_with_the_days_that_are_history(tmp_path: Path) -> None:
    path = tmp_path / "kz-test.toml"
    path.write_text(seed("kz-test", range(2019, 2026)), "utf-8")
    seeded = load(path)
    assert (seeded.first_day, seeded.last_day) == (date(2019, 1, 1), date(2025, 12, 31))
    assert (seeded.opening_time, seeded.closing_time) == (KAZAKHSTAN.opening_time, KAZAKHSTAN.closing_time)
    assert seeded.offsets == KAZAKHSTAN.offsets
    assert list(seeded.open_spans()) == [
        span for span in KAZAKHSTAN.open_spans() if span[0] <= seeded.last_day
    ]


def test_the_same_file_twice_is_one_object_in_memory(write: Write) -> None:
    assert load(write(GOOD)) is load(write(GOOD))


def test_a_file_says_which_days_are_worked(write: Write) -> None:
    calendar: Calendar = load(write(GOOD))
    assert not calendar.is_working_day(date(2026, 3, 9))
    assert calendar.is_working_day(date(2026, 3, 14))


class TestDaysOffOfOneRegion:
    WEDNESDAY = date(2026, 4, 8)

    @pytest.fixture
    def calendar(self, write: Write) -> Calendar:
        return load(write(GOOD + REGIONAL))

    def test_an_appeal_of_the_region_carries_it_and_no_other_does(self, calendar: Calendar) -> None:
        there, elsewhere = calendar.slice_for(2026, "61"), calendar.slice_for(2026, "71")
        assert (there.version, elsewhere.version) == ("test-1+61", "test-1")
        assert not there.is_working_day(self.WEDNESDAY)
        assert elsewhere.is_working_day(self.WEDNESDAY)
        assert calendar.is_working_day(self.WEDNESDAY)

    def test_it_is_as_if_a_change_had_made_it_off(self, write: Write, calendar: Calendar) -> None:
        change = DayAmendment(self.WEDNESDAY, DayAmendmentKind.DAY_OFF, "Түркістан күні", "61")
        after = amend(load(write(GOOD)), (change,), ("61",), datetime.now(UTC))
        assert after.regional_days_off == calendar.regional_days_off

    def test_a_change_makes_it_off_everywhere_or_worked_again(self, calendar: Calendar) -> None:
        everywhere = amend(
            calendar, (DayAmendment(self.WEDNESDAY, DayAmendmentKind.DAY_OFF),), (), datetime.now(UTC)
        )
        assert (everywhere.regional_days_off, everywhere.is_working_day(self.WEDNESDAY)) == ((), False)
        nowhere = DayAmendment(self.WEDNESDAY, DayAmendmentKind.WORKING_DAY, region="61")
        assert amend(calendar, (nowhere,), ("61",), datetime.now(UTC)).regional_days_off == ()

    @pytest.mark.parametrize(
        ("old", "new", "fault"),
        [
            ("04-08", "03-09", "line 15: 2026-03-09 cannot be off in 61: already_day_off"),
            ("04-08", "04-11", "line 15: 2026-04-11 cannot be off in 61: already_day_off"),
            ("2026-04-08", "2027-04-08", "line 15: 2027-04-08 cannot be off in 61: calendar_exhausted"),
            (
                "last = 2026-12-31",
                "last = 2026-12-31\nalways_open = true",
                "line 16: .* calendar_has_no_closing",
            ),
            ("2026-04-08", "2026-04-31", "line 15: 2026-04-31 in regional.61 is no date with a name"),
            ('"Түркістан күні"', "1", "line 15: 2026-04-08 in regional.61 is no date with a name"),
            ("[regional.61]", "[regional]", "line 15: regional.2026-04-08 must be a dict"),
            ("[regional.61]", "[[regional]]", "line 14: regional must be a dict"),
        ],
    )
    def test_what_no_change_could_do_no_file_can(self, write: Write, old: str, new: str, fault: str) -> None:
        with pytest.raises(CalendarErrors, match=fault):
            load(write((GOOD + REGIONAL).replace(old, new, 1)))

    def test_some_day_of_each_year_is_worked_in_each_region(self, write: Write) -> None:
        week = GOOD.replace("first = 2026-01-01", "first = 2026-12-28")
        week = week.replace("2026-03-09", "2026-12-28").replace("2026-03-14", "2026-12-31")
        week = week.replace('[days_on]\n2026-12-31 = "Worked instead"\n', "")
        days = "".join(f'2026-12-{day} = "Rest"\n' for day in (29, 30, 31))
        with pytest.raises(CalendarErrors, match="2026-12-31 cannot be off in 61: no_working_day"):
            load(write(f"{week}[regional.61]\n{days}"))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("opens = 09:00:00", "opens = 9", "line 5: opens must be a time, not 9"),
        ("opens = 09:00:00\n", "", "line 1: opens is missing"),
        ("opens = 09:00:00", "opens = 19:00:00", "line 5: opens 19:00:00 is not before closes 18:30:00"),
        ("first", "holidays = 1\nfirst", "line 3: holidays is unknown; a calendar has version, timezone"),
        ("test-1", "test-2", "line 1: version test-2 must be the name of the file, test-1"),
        ("test-1", "test+1", r"line 1: version test\+1 must be letters, digits, dots and dashes"),
        ("Asia/Almaty", "Asia/Alma-Ata", "line 2: timezone Asia/Alma-Ata is unknown"),
        ("last = 2026", "last = 2025", "line 4: last 2025-12-31 is not between first 2026-01-01"),
        ("last = 2026", "last = 9999", "line 4: last 9999-12-31 is not between"),
        ("2026-03-09", "2026-02-30", "line 11: 2026-02-30 in days_off is no date with a name"),
        ('"Moved"', "1", "line 11: 2026-03-09 in days_off is no date with a name"),
        ("2026-03-09", "2026-03-07", "line 11: 2026-03-07 is a Saturday: it is off without being named"),
        ("2026-03-14", "2026-03-13", "line 13: 2026-03-13 is a Friday: it is worked without being named"),
        ("2026-03-14", "2027-03-14", "line 13: 2027-03-14 is not between first and last"),
        ("T19:00:00Z", "T19:00:00", "line 7: .* is no offset"),
        ("minutes = 300", "minutes = 5.5", "line 7: .* is no offset"),
        ("minutes = 300", "minutes = 18000", "line 7: .* is no offset"),
        ("minutes = 300", "minutes = 300\nhours = 5", "line 7: .* is no offset"),
        (
            "[[offsets]]",
            "[[offsets]]\nsince = 2030-01-01T00:00:00Z\nminutes = 0\n[[offsets]]",
            "line 7: offsets must",
        ),
        ("last = 2026-12-31", "last = 2026-01-01", "line 10: no working day is left"),
        ("=", "", r"line 1, column"),
    ],
)
def test_each_fault_is_named_with_its_line(write: Write, old: str, new: str, fault: str) -> None:
    text = GOOD.replace(old, new, 1)
    if "no working day" in fault:
        text = text.replace("2026-03-09", "2026-01-01").replace("2026-03-14", "2026-01-03")
    with pytest.raises(CalendarErrors, match=fault):
        load(write(text))


def test_all_faults_are_named_at_once(write: Write) -> None:
    text = GOOD.replace("2026-03-09", "2026-03-08").replace("2026-03-14", "2026-03-10")
    with pytest.raises(CalendarErrors) as broken:
        load(write(text))
    assert len(broken.value.errors) == 2


def test_a_calendar_needs_its_offsets(write: Write) -> None:
    with pytest.raises(CalendarErrors, match="offsets must be there"):
        load(
            write(
                "offsets = []\n"
                + GOOD.replace("[[offsets]]\nsince = 2025-12-31T19:00:00Z\nminutes = 300\n", "")
            )
        )


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CalendarErrors, match=r"missing.toml"):
        load(tmp_path / "missing.toml")
