"""The first reading of a file: how many rows there are, and which topics and agencies they name."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from runtime.importer.mapping import Mapping, Named
from runtime.importer.tables import Row


@dataclass(slots=True)
class Survey:
    """What the file will need here before its first appeal: new things by id, in the file's own words."""

    rows: int = 0
    agencies: dict[str, str] = field(default_factory=dict)
    topics: dict[str, str] = field(default_factory=dict)
    asked: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def competent(self, topic: str) -> str | None:
        """Return the agency that most rows on *topic* name; of equals, the one named first."""
        asked = self.asked[topic].most_common(1)
        return asked[0][0] if asked else None


def survey(mapping: Mapping, rows: Iterable[Row]) -> Survey:
    """Read all *rows* once."""
    found = Survey()
    for row in rows:
        found.rows += 1
        if not row.sound:
            continue
        topic = _note(found.topics, mapping, "topic", row)
        agency = _note(found.agencies, mapping, "agency", row)
        if topic and agency:
            found.asked[topic][agency] += 1
    return found


def _note(new: dict[str, str], mapping: Mapping, meaning: Named, row: Row) -> str:
    """Return the id of what *row* names, and note it in *new* where it is not known here."""
    said, name = mapping.said(meaning, row.cells), mapping.named(meaning, row.cells)
    if said and said not in mapping.translations(meaning):
        new.setdefault(name, said)
    return name
