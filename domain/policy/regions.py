"""The history of regions: former names, abolished regions, and the origin of new ones.

A region is identified by the first two digits of its KATO codes, so any nine-digit code determines it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from domain.country.name_matching import skeleton
from domain.country.regions import REGION_DIGITS, RegionType, is_kato
from domain.country.titles import Titles
from domain.errors import UnknownRegion
from domain.policy.policy import Region

MAX_SUGGESTIONS = 3  # similar names suggested for an unknown one


@dataclass(frozen=True, slots=True)
class FormerRegion:
    """A former name or code, its last day, and the regions that it corresponds to today."""

    id: str
    titles: Titles
    until: date
    successors: tuple[str, ...]
    since: date | None = None

    def was_valid_on(self, on: date) -> bool:
        """Return whether the former name or code was valid on that day."""
        return on <= self.until and (self.since is None or on >= self.since)


@dataclass(frozen=True, slots=True)
class NewRegion:
    """A region that exists since a given day, and the region to which its land belonged before."""

    id: str
    since: date
    predecessor: str


@dataclass(frozen=True, slots=True)
class RegionNicknames:
    """Informal names of a region, without dates: short, older or rarely used ones."""

    id: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegionHistory:
    """The former names, former codes and informal names of a country's regions."""

    former_regions: tuple[FormerRegion, ...] = ()
    new_regions: tuple[NewRegion, ...] = ()
    nickname_entries: tuple[RegionNicknames, ...] = ()

    def titles_on(self, region: Region, on: date) -> Titles:
        """Return the official titles of *region* on that day."""
        then = (each.titles for each in self.former_regions if each.id == region.id and each.was_valid_on(on))
        return next(then, region.titles)

    def current_regions(self, code: str) -> tuple[str, ...]:
        """Return the present regions for a KATO *code* of any time: one, or every candidate."""
        region = code[:REGION_DIGITS]
        return next((each.successors for each in self.former_regions if each.id == region), (region,))

    def region_on(self, code: str, on: date) -> str:
        """Return the region in which the land of *code* lay on that day."""
        region = code[:REGION_DIGITS]
        older = (each.predecessor for each in self.new_regions if each.id == region and on < each.since)
        return next(older, region)

    def former_regions_of(self, region: str) -> tuple[FormerRegion, ...]:
        """Return the former regions that became *region* or a part of it."""
        return tuple(each for each in self.former_regions if region in each.successors)

    def nicknames(self, region: str) -> tuple[str, ...]:
        """Return the informal names of *region*."""
        return tuple(name for each in self.nickname_entries if each.id == region for name in each.names)

    def find_by_name(self, name: str, regions: Mapping[str, Region]) -> tuple[str, ...]:
        """Return the present regions that have or had this *name*, in any script.

        A name shared by a city and a region means the city, unless the type is part of the name.
        """
        own, sort = _parse_name(name)
        found = {
            region: known
            for region, title in self._all_names(regions)
            for words, known in [_parse_name(title)]
            if own and words == own and (sort is None or known in (None, sort))
        }
        cities = [region for region, known in found.items() if known is RegionType.CITY]
        return tuple(sorted(cities if cities and sort is None else found))

    def resolve(self, text: str, regions: Mapping[str, Region], nearest: str = "") -> Region:
        """Return the one of *regions* that *text* denotes by a code or a name of any time.

        Among several candidates the *nearest* is returned. Raises UnknownRegion with the candidates.
        """
        heirs = self.current_regions(text) if is_kato(text) else self.find_by_name(text, regions)
        known = [regions[each] for each in heirs if each in regions]
        chosen = [each for each in known if len(known) == 1 or each.id == nearest]
        if not chosen:
            near = [f"{each.titles.ru} ({each.id})" for each in known] or self._suggestions(text, regions)
            raise UnknownRegion(region=text, near=", ".join(near) or "—")
        return chosen[0]

    def _suggestions(self, text: str, regions: Mapping[str, Region]) -> list[str]:
        """Return known names similar to *text*."""
        titles = {" ".join(sorted(_parse_name(title)[0])): title for _, title in self._all_names(regions)}
        own = " ".join(sorted(_parse_name(text)[0]))
        return [titles[each] for each in get_close_matches(own, titles, MAX_SUGGESTIONS)]

    def _all_names(self, regions: Mapping[str, Region]) -> Iterator[tuple[str, str]]:
        """Yield every present region with each name that it has or had."""
        for region in regions.values():
            yield from ((region.id, title) for title in _all_languages(region.titles))
        for former in self.former_regions:
            yield from (
                (heir, title) for heir in former.successors for title in _all_languages(former.titles)
            )
        for called in self.nickname_entries:
            yield from ((heir, name) for heir in self.current_regions(called.id) for name in called.names)


def _all_languages(titles: Titles) -> tuple[str, str, str]:
    return titles.kk, titles.ru, titles.en


def _parse_name(name: str) -> tuple[frozenset[str], RegionType | None]:
    """Return the words proper to a region's name, and the region type that the other words denote."""
    words = frozenset(skeleton(name).split())
    sort = next((sort for sort in RegionType if sort.value & words), None)
    return (words - sort.value if sort else words), sort
