"""Former regions are read from beside the policies; a country without such a file has none."""

from pathlib import Path

import pytest

from domain.policy.regions import RegionHistory
from loaders.policy import policy_files
from loaders.regions import region_files
from loaders.regions.parse import RegionsErrors
from runtime.settings import Settings

FOLDER = Settings().policies


def test_the_regions_of_the_policys_country_are_read() -> None:
    policy, _ = policy_files.load_policy_with_calendar(FOLDER, "kazakhstan")
    history = region_files.load_former_regions(FOLDER, policy.law)
    assert history.resolve("Нұр-Сұлтан", policy.regions).id == "71"
    assert history.resolve("Акмола", policy.regions).id == "11"


@pytest.mark.parametrize("country", ["", "xx"])
def test_of_a_country_without_a_file_nothing_is_known(country: str) -> None:
    assert region_files.load_former_regions(FOLDER, country) == RegionHistory()


@pytest.mark.parametrize("name", ["kazakhstan", "rehearsal"])
def test_every_region_is_found_by_each_of_its_own_names(name: str) -> None:
    policy, _ = policy_files.load_policy_with_calendar(FOLDER, name)
    for history in (RegionHistory(), region_files.load_former_regions(FOLDER, policy.law)):
        for region in policy.regions.values():
            titles = region.titles
            for spelling in (region.id, region.kato, titles.kk, titles.ru, titles.en):
                assert history.resolve(spelling, policy.regions) == region, spelling


def test_broken_file_is_reported_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "regions").mkdir()
    file = tmp_path / "regions" / "kz.toml"
    file.write_text("[sources]\n[[former]]\nid = 7\n", "utf-8")
    with pytest.raises(RegionsErrors, match=r"kz\.toml:3: former"):
        region_files.load_former_regions(tmp_path, "kz")
    file.write_bytes(b"\xff")
    with pytest.raises(RegionsErrors, match="cannot be read"):
        region_files.load_former_regions(tmp_path, "kz")
