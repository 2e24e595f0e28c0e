"""Regions in time: old letters and old codes find the regions of today."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.country.titles import Titles
from domain.errors import UnknownRegion
from domain.policy.policy import Region
from domain.policy.regions import FormerRegion, NewRegion, RegionHistory, RegionNicknames

ASTANA = Region("71", Titles("Астана қаласы", "город Астана", "Astana City"))
TURKISTAN = Region("61", Titles("Түркістан облысы", "Туркестанская область", "Turkistan Region"))
NUR_SULTAN = Titles("Нұр-Сұлтан қаласы", "город Нур-Султан", "Nur-Sultan City")
SOUTH = Titles("Оңтүстік Қазақстан облысы", "Южно-Казахстанская область", "South Kazakhstan Region")
ALMATY_REGION = Region("19", Titles("Алматы облысы", "Алматинская область", "Almaty Region"))
ALMATY = Region("75", Titles("Алматы қаласы", "город Алматы", "Almaty City"))
SHYMKENT = Region("79", Titles("Шымкент қаласы", "город Шымкент", "Shymkent City"))
REGIONS = {each.id: each for each in (ASTANA, TURKISTAN, ALMATY_REGION, ALMATY, SHYMKENT)}
HISTORY = RegionHistory(
    former_regions=(
        FormerRegion("71", NUR_SULTAN, date(2022, 9, 16), ("71",), since=date(2019, 3, 23)),
        FormerRegion("51", SOUTH, date(2018, 6, 18), ("61", "79")),
    ),
    new_regions=(
        NewRegion("10", date(2022, 6, 8), "63"),
        NewRegion("61", date(2018, 6, 19), "51"),
    ),
    nickname_entries=(RegionNicknames("51", ("ЮКО",)), RegionNicknames("75", ("Алма-Ата",))),
)


@pytest.mark.parametrize(
    ("on", "titles"),
    [
        (date(2019, 3, 22), ASTANA.titles),
        (date(2019, 3, 23), NUR_SULTAN),
        (date(2022, 9, 16), NUR_SULTAN),
        (date(2022, 9, 17), ASTANA.titles),
    ],
)
def test_a_region_is_called_as_it_was_then(on: date, titles: Titles) -> None:
    assert HISTORY.titles_on(ASTANA, on) == titles


@pytest.mark.parametrize(
    ("code", "regions"),
    [("51", ("61", "79")), ("511010000", ("61", "79")), ("71", ("71",)), ("631010000", ("63",))],
)
def test_an_old_code_finds_the_regions_of_today(code: str, regions: tuple[str, ...]) -> None:
    assert HISTORY.current_regions(code) == regions


@pytest.mark.parametrize(
    ("code", "on", "region"),
    [
        ("10", date(2022, 6, 7), "63"),
        ("101010000", date(2022, 6, 8), "10"),
        ("61", date(2018, 6, 18), "51"),
        ("71", date(2000, 1, 1), "71"),
    ],
)
def test_land_lay_in_another_region_before_its_own_was_formed(code: str, on: date, region: str) -> None:
    assert HISTORY.region_on(code, on) == region


@pytest.mark.parametrize(
    ("name", "regions"),
    [
        ("Нур-Султан", ("71",)),
        ("область", ()),
        ("город Нур-Султан", ("71",)),
        (" НУР-СУЛТАН КАЛАСЫ ", ("71",)),  # Kazakh on a Russian keyboard
        ("Astana City", ("71",)),
        ("Оңтүстік Қазақстан облысы", ("61", "79")),
        ("Түркістан облысы", ("61",)),
        ("moon", ()),
        ("г. Нұр-Сұлтан", ("71",)),
        ("Nur-Sultan", ("71",)),
        ("Turkistan oblysy", ("61",)),
        ("Шымкент", ("79",)),
        ("ЮКО", ("61", "79")),
        ("Алматы", ("75",)),
        ("Алматы облысы", ("19",)),
        ("Almaty obl.", ("19",)),
        ("Алматинская", ("19",)),
        ("алма-ата", ("75",)),
        ("Алматинская город", ()),
        ("—", ()),
    ],
)
def test_a_name_of_any_time_finds_its_regions(name: str, regions: tuple[str, ...]) -> None:
    assert HISTORY.find_by_name(name, REGIONS) == regions


@pytest.mark.parametrize(
    ("code_or_name", "nearest", "region"),
    [
        ("71", "", "71"),
        ("711010000", "", "71"),
        ("Нур-Султан", "61", "71"),
        ("51", "79", "79"),
        ("ЮКО", "61", "61"),
        ("Туркестанская обл", "", "61"),
        ("Шимкент", "", "79"),
        ("south kazakhstan", "79", "79"),
    ],
)
def test_a_code_or_a_name_of_any_time_is_one_region(code_or_name: str, nearest: str, region: str) -> None:
    assert HISTORY.resolve(code_or_name, REGIONS, nearest).id == region


@pytest.mark.parametrize(
    ("code_or_name", "near"),
    [
        ("51", "Туркестанская область (61), город Шымкент (79)"),
        ("ЮКО", "Туркестанская область (61), город Шымкент (79)"),
        ("Шимкен", "Шымкент"),
        ("Туркистанская область", "Туркестанская"),
        ("99", "—"),
        ("6", "—"),
        ("6110", "—"),
        ("991010000", "—"),
        ("moon", "—"),
        ("²²", "—"),
    ],
)
def test_what_is_no_region_is_refused_with_what_may_be_meant(code_or_name: str, near: str) -> None:
    with pytest.raises(UnknownRegion) as refused:
        HISTORY.resolve(code_or_name, REGIONS, nearest="71")
    assert near in refused.value.details["near"]


def test_a_region_knows_what_it_was_and_what_it_is_called() -> None:
    assert [each.titles for each in HISTORY.former_regions_of("79")] == [SOUTH]
    assert HISTORY.former_regions_of("19") == ()
    assert HISTORY.nicknames("75") == ("Алма-Ата",)
    assert HISTORY.nicknames("79") == ()


@given(st.text("0123456789", min_size=2, max_size=2), st.dates())
def test_region_without_history_is_unchanged_at_any_date(code: str, on: date) -> None:
    assert RegionHistory().current_regions(code) == (code,)
    assert RegionHistory().region_on(code, on) == code
