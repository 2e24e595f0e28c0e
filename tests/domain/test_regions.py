"""Regions in time: old letters and old codes find the regions of today."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.policy import Region, Titles
from domain.regions import Formed, Former, History

ASTANA = Region("71", Titles("Астана қаласы", "город Астана", "Astana City"))
TURKISTAN = Region("61", Titles("Түркістан облысы", "Туркестанская область", "Turkistan Region"))
NUR_SULTAN = Titles("Нұр-Сұлтан қаласы", "город Нур-Султан", "Nur-Sultan City")
SOUTH = Titles("Оңтүстік Қазақстан облысы", "Южно-Казахстанская область", "South Kazakhstan Region")
HISTORY = History(
    former=(
        Former("71", NUR_SULTAN, date(2022, 9, 16), ("71",), since=date(2019, 3, 23)),
        Former("51", SOUTH, date(2018, 6, 18), ("61", "79")),
    ),
    formed=(
        Formed("10", date(2022, 6, 8), "63"),
        Formed("61", date(2018, 6, 19), "51"),
    ),
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
    assert HISTORY.titles(ASTANA, on) == titles


@pytest.mark.parametrize(
    ("code", "regions"),
    [("51", ("61", "79")), ("511010000", ("61", "79")), ("71", ("71",)), ("631010000", ("63",))],
)
def test_an_old_code_finds_the_regions_of_today(code: str, regions: tuple[str, ...]) -> None:
    assert HISTORY.today(code) == regions


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
    assert HISTORY.then(code, on) == region


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
    ],
)
def test_a_name_of_any_time_finds_its_regions(name: str, regions: tuple[str, ...]) -> None:
    assert HISTORY.named(name, [ASTANA, TURKISTAN]) == regions


@given(st.text("0123456789", min_size=2, max_size=2), st.dates())
def test_of_what_nobody_knows_the_history_it_is_as_it_always_was(code: str, on: date) -> None:
    assert History().today(code) == (code,)
    assert History().then(code, on) == code
