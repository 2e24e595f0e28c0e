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

MATCHES = 3  # names that are offered for one that is not known


class Sort(Enum):
    """What a region is; its value is the words that say so, folded."""

    REGION = frozenset({"oblisi", "oblast", "obl", "region"})
    CITY = frozenset({"kalasi", "k", "gorod", "gor", "g", "city"})


@dataclass(frozen=True, slots=True)
class Former:
    """A name or a code that was, until its last day, and the regions that it is today."""

    id: str
    titles: Titles
    until: date
    heirs: tuple[str, ...]
    since: date | None = None

    def held(self, on: date) -> bool:
        """Tell whether it was so on that day."""
        return on <= self.until and (self.since is None or on >= self.since)


@dataclass(frozen=True, slots=True)
class Formed:
    """A region that has existed since a day; before, its land lay in another one."""

    id: str
    since: date
    out_of: str


@dataclass(frozen=True, slots=True)
class Called:
    """What people call a region besides: short, older or half forgotten names, of which no day is known."""

    id: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """What is known of a country's regions beyond their names of today."""

    former: tuple[Former, ...] = ()
    formed: tuple[Formed, ...] = ()
    called: tuple[Called, ...] = ()

    def titles(self, region: Region, on: date) -> Titles:
        """Return what *region* was called on that day."""
        then = (each.titles for each in self.former if each.id == region.id and each.held(on))
        return next(then, region.titles)

    def today(self, code: str) -> tuple[str, ...]:
        """Return the regions that a KATO *code* of any time belongs to today: one, or all it may be."""
        region = code[:REGION_DIGITS]
        return next((each.heirs for each in self.former if each.id == region), (region,))

    def then(self, code: str, on: date) -> str:
        """Return the region in which the land of *code* lay on that day."""
        region = code[:REGION_DIGITS]
        older = (each.out_of for each in self.formed if each.id == region and on < each.since)
        return next(older, region)

    def before(self, region: str) -> tuple[Former, ...]:
        """Return what *region* was once, or was a part of."""
        return tuple(each for each in self.former if region in each.heirs)

    def nicknames(self, region: str) -> tuple[str, ...]:
        """Return what people call *region* besides."""
        return tuple(name for each in self.called if each.id == region for name in each.names)

    def named(self, name: str, regions: Mapping[str, Region]) -> tuple[str, ...]:
        """Return the regions of today that have or had this *name*, in whatever letters it is typed.

        Where a city and a region share it and nobody says which is meant, it is the city.
        """
        own, sort = _parsed(name)
        found = {
            region: known
            for region, title in self._names(regions)
            for words, known in [_parsed(title)]
            if own and words == own and (sort is None or known in (None, sort))
        }
        cities = [region for region, known in found.items() if known is Sort.CITY]
        return tuple(sorted(cities if cities and sort is None else found))

    def find(self, said: str, regions: Mapping[str, Region], nearest: str = "") -> Region:
        """Return the one of *regions* that is meant by a code or a name of any time.

        What is more than one today is the *nearest* of them. Raises UnknownRegion with what may be meant.
        """
        heirs = self.today(said) if is_kato(said) else self.named(said, regions)
        known = [regions[each] for each in heirs if each in regions]
        chosen = [each for each in known if len(known) == 1 or each.id == nearest]
        if not chosen:
            near = [f"{each.titles.ru} ({each.id})" for each in known] or self._near(said, regions)
            raise UnknownRegion(region=said, near=", ".join(near) or "—")
        return chosen[0]

    def _near(self, said: str, regions: Mapping[str, Region]) -> list[str]:
        """Return names that look like what was *said*."""
        titles = {" ".join(sorted(_parsed(title)[0])): title for _, title in self._names(regions)}
        own = " ".join(sorted(_parsed(said)[0]))
        return [titles[each] for each in get_close_matches(own, titles, MATCHES)]

    def _names(self, regions: Mapping[str, Region]) -> Iterator[tuple[str, str]]:
        """Yield every region of today with each name that it has or had."""
        for region in regions.values():
            yield from ((region.id, title) for title in _three(region.titles))
        for former in self.former:
            yield from ((heir, title) for heir in former.heirs for title in _three(former.titles))
        for called in self.called:
            yield from ((heir, name) for heir in self.today(called.id) for name in called.names)


def _three(titles: Titles) -> tuple[str, str, str]:
    return titles.kk, titles.ru, titles.en


def _parsed(name: str) -> tuple[frozenset[str], Sort | None]:
    """Return the words that are a region's own, and what the others say that it is."""
    words = frozenset(skeleton(name).split())
    sort = next((sort for sort in Sort if sort.value & words), None)
    return (words - sort.value if sort else words), sort
