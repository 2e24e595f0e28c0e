"""The first pass over a file: counts the rows and collects the topics and agencies that they name."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from runtime.importer.mapping import ColumnMapping, NamedMeaning
from runtime.importer.tables import Row


@dataclass(slots=True)
class PrescanResult:
    """The number of rows, and the topics and agencies to create before the first appeal, by id."""

    rows: int = 0
    agencies: dict[str, str] = field(default_factory=dict)
    topics: dict[str, str] = field(default_factory=dict)
    agency_counts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def most_named_agency(self, topic: str) -> str | None:
        """Return the agency that most rows on *topic* name; on a tie, the one named first."""
        asked = self.agency_counts[topic].most_common(1)
        return asked[0][0] if asked else None


def prescan(mapping: ColumnMapping, rows: Iterable[Row]) -> PrescanResult:
    """Return the result of one pass over *rows*."""
    found, columns = PrescanResult(), mapping.columns_used()
    for row in rows:
        found.rows += 1
        if row.faults_of(columns):
            continue
        topic = _note_new(found.topics, mapping, "topic", row)
        agency = _note_new(found.agencies, mapping, "agency", row)
        if topic and agency:
            found.agency_counts[topic][agency] += 1
    return found


def _note_new(new: dict[str, str], mapping: ColumnMapping, meaning: NamedMeaning, row: Row) -> str:
    """Return the id of what *row* names, and add it to *new* if this installation does not have it."""
    value, name = mapping.raw_value(meaning, row.cells), mapping.mapped_id(meaning, row.cells)
    known = mapping.translations(meaning)
    if value and value not in known and name not in known:
        new.setdefault(name, value)
    return name
