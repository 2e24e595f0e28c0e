"""Regions in time: what they were called, which are no more, and out of which new ones were formed.

A region goes by the first two digits of its KATO codes, so any code of nine digits tells it too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from domain.language import fold
from domain.policy import REGION_DIGITS, Region, Titles

EVERY = frozenset({"облысы", "каласы", "область", "город", "region", "oblast", "city"})  # folded


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
class History:
    """What is known of a country's regions beyond their names of today."""

    former: tuple[Former, ...] = ()
    formed: tuple[Formed, ...] = ()

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

    def named(self, name: str, regions: Iterable[Region]) -> tuple[str, ...]:
        """Return the regions of today that have or had this *name*, however its letters are typed."""
        wanted = _own(name)
        present = {each.id for each in regions if wanted in _names(each.titles)}
        past = {heir for each in self.former if wanted in _names(each.titles) for heir in each.heirs}
        return tuple(sorted(present | past))


def _names(titles: Titles) -> Iterator[frozenset[str]]:
    return (_own(each) for each in (titles.kk, titles.ru, titles.en))


def _own(name: str) -> frozenset[str]:
    """Return the words that are a region's own; what every region is called says nothing."""
    return frozenset(fold(name).split()) - EVERY
