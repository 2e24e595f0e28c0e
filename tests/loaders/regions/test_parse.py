"""The shipped history of Kazakhstan's regions, and a broken file refused by line."""

from datetime import date

import pytest

from loaders.policy import policy_files
from loaders.regions.parse import RegionsErrors, SourcedShape, load_regions
from tests.support.pages import PROJECT_ROOT

FILE = PROJECT_ROOT / "policies" / "regions" / "kz.toml"
SHIPPED = FILE.read_text("utf-8")
HISTORY = load_regions(SHIPPED, "kz.toml")


def test_south_kazakhstan_is_turkistan_and_shymkent_today() -> None:
    assert HISTORY.current_regions("510000000") == ("61", "79")
    assert HISTORY.region_on("79", date(2018, 6, 18)) == "51"


def test_the_three_regions_of_2022_came_out_of_their_neighbours() -> None:
    before, since = date(2022, 6, 7), date(2022, 6, 8)
    assert [HISTORY.region_on(code, before) for code in ("10", "33", "62")] == ["63", "19", "35"]
    assert [HISTORY.region_on(code, since) for code in ("10", "33", "62")] == ["10", "33", "62"]


def test_the_capital_was_called_nur_sultan_in_2020() -> None:
    assert HISTORY.find_by_name("город Нур-Султан", {}) == ("71",)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("until = 2022-09-16", "until = 2019-01-01", "former[71].until: 2019-01-01 is before 2019-03-23"),
        ("until = 2022-09-16", "", "former[71].until: is missing; write its last day"),
        ('heirs = ["71"]', "heirs = []", "former[71].heirs: List should have at least 1 item"),
        ('heirs = ["71"]', 'heirs = ["7"]', "former[71].heirs[0]: is not accepted"),
        ('out_of = "63"', 'out_of = "10"', "formed[10].out_of: 10 was not formed out of itself"),
        ('memory = "', 'mind = "', "former[71].source: there is no memory in sources; there are mind"),
        (
            "[[formed]]",
            "[[founded]]",
            "founded: this key is not known here; there are sources, former, formed, called",
        ),
    ],
)
def test_an_error_is_named_with_its_line(old: str, new: str, says: str) -> None:
    with pytest.raises(RegionsErrors) as refused:
        load_regions(SHIPPED.replace(old, new), "kz.toml")
    assert any(f": {says}" in each for each in refused.value.errors), refused.value.errors


def test_every_name_that_people_use_is_one_region_of_today_or_the_heirs_of_one() -> None:
    policy, _ = policy_files.load_policy_with_calendar(FILE.parents[1], "kazakhstan")
    for called in HISTORY.nickname_entries:
        for name in called.names:
            assert HISTORY.find_by_name(name, policy.regions) == HISTORY.current_regions(called.id), name


def test_unknown_country_has_no_former_regions() -> None:
    assert load_regions("[sources]", "xx.toml").former_regions == ()


def test_every_key_is_explained() -> None:
    page = (PROJECT_ROOT / "docs" / "rulebooks.md").read_text("utf-8")
    keys = {key for shape in SourcedShape.__subclasses__() for key in shape.model_fields}
    assert {key for key in keys if f"`{key}`" not in page} == set()
