"""Regions in time: what they were called, which are no more, and out of which new ones were formed.

A region goes by the first two digits of its KATO codes, so any code of nine digits tells it too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import Enum

from domain.errors import UnknownRegion
from domain.policy.policy import REGION_DIGITS, Region, is_kato
from domain.text.name_matching import skeleton
from domain.text.titles import Titles

MAX_SUGGESTIONS = 3  # names that are offered for one that is not known


class RegionType(Enum):
    """What a region is; its value is the words that say so, folded."""

    REGION = frozenset({"oblisi", "oblast", "obl", "region"})
    CITY = frozenset({"kalasi", "k", "gorod", "gor", "g", "city"})


@dataclass(frozen=True, slots=True)
class FormerRegion:
    """A name or a code that was, until its last day, and the regions that it is today."""

    id: str
    titles: Titles
    until: date
    successors: tuple[str, ...]
    since: date | None = None

    def was_valid_on(self, on: date) -> bool:
        """Tell whether it was so on that day."""
        return on <= self.until and (self.since is None or on >= self.since)


@dataclass(frozen=True, slots=True)
class NewRegion:
    """A region that has existed since a day; before, its land lay in another one."""

    id: str
    since: date
    predecessor: str


@dataclass(frozen=True, slots=True)
class RegionNicknames:
    """What people call a region besides: short, older or half forgotten names, of which no day is known."""

    id: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegionHistory:
    """What is known of a country's regions beyond their names of today."""

    former_regions: tuple[FormerRegion, ...] = ()
    new_regions: tuple[NewRegion, ...] = ()
    nickname_entries: tuple[RegionNicknames, ...] = ()

    def titles_on(self, region: Region, on: date) -> Titles:
        """Return what *region* was called on that day."""
        then = (each.titles for each in self.former_regions if each.id == region.id and each.was_valid_on(on))
        return next(then, region.titles)

    def current_regions(self, code: str) -> tuple[str, ...]:
        """Return the regions that a KATO *code* of any time belongs to today: one, or all it may be."""
        region = code[:REGION_DIGITS]
        return next((each.successors for each in self.former_regions if each.id == region), (region,))

    def region_on(self, code: str, on: date) -> str:
        """Return the region in which the land of *code* lay on that day."""
        region = code[:REGION_DIGITS]
        older = (each.predecessor for each in self.new_regions if each.id == region and on < each.since)
        return next(older, region)

    def former_regions_of(self, region: str) -> tuple[FormerRegion, ...]:
        """Return what *region* was once, or was a part of."""
        return tuple(each for each in self.former_regions if region in each.successors)

    def nicknames(self, region: str) -> tuple[str, ...]:
        """Return what people call *region* besides."""
        return tuple(name for each in self.nickname_entries if each.id == region for name in each.names)

    def find_by_name(self, name: str, regions: Mapping[str, Region]) -> tuple[str, ...]:
        """Return the regions of today that have or had this *name*, in whatever letters it is typed.

        Where a city and a region share it and nobody says which is meant, it is the city.
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

    def resolve(self, said: str, regions: Mapping[str, Region], nearest: str = "") -> Region:
        """Return the one of *regions* that is meant by a code or a name of any time.

        What is more than one today is the *nearest* of them. Raises UnknownRegion with what may be meant.
        """
        heirs = self.current_regions(said) if is_kato(said) else self.find_by_name(said, regions)
        known = [regions[each] for each in heirs if each in regions]
        chosen = [each for each in known if len(known) == 1 or each.id == nearest]
        if not chosen:
            near = [f"{each.titles.ru} ({each.id})" for each in known] or self._suggestions(said, regions)
            raise UnknownRegion(region=said, near=", ".join(near) or "—")
        return chosen[0]

    def _suggestions(self, said: str, regions: Mapping[str, Region]) -> list[str]:
        """Return names that look like what was *said*."""
        titles = {" ".join(sorted(_parse_name(title)[0])): title for _, title in self._all_names(regions)}
        own = " ".join(sorted(_parse_name(said)[0]))
        return [titles[each] for each in get_close_matches(own, titles, MAX_SUGGESTIONS)]

    def _all_names(self, regions: Mapping[str, Region]) -> Iterator[tuple[str, str]]:
        """Yield every region of today with each name that it has or had."""
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
    """Return the words that are a region's own, and what the others say that it is."""
    words = frozenset(skeleton(name).split())
    sort = next((sort for sort in RegionType if sort.value & words), None)
    return (words - sort.value if sort else words), sort
