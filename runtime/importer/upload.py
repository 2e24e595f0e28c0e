"""Bringing a file in through the API: first the agencies and topics it names, then its rows, some at once."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from runtime.api_client import Answer, Door
from runtime.errors import PartFailed
from runtime.importer.mapping import Mapping
from runtime.importer.prescan import Survey
from runtime.importer.rows import Rejection, Unfit, letter, rejections
from runtime.importer.slugs import Keys
from runtime.importer.tables import Row

AT_ONCE = 8


@dataclass(slots=True)
class Tally:
    """How the rows have fared."""

    taken: int = 0
    rejected: int = 0
    rejections: list[Rejection] = field(default_factory=list)


async def make_places(door: Door, mapping: Mapping, found: Survey) -> None:
    """See to it that every agency and topic of the file exists. Raises PartFailed."""
    region = mapping.defaults.get("region", "")
    for agency, words in found.agencies.items():
        body = {
            "kind": "imported",
            "region": region,
            "titles": _titles(words),
            "roles": ["officer", "supervisor"],
        }
        _expect(await door.put(f"/v1/organisations/{agency}", body), words)
    for topic, words in found.topics.items():
        competent = found.competent(topic) or mapping.competent
        body = {"theme": mapping.theme, "titles": _titles(words), "competent": competent}
        _expect(await door.put(f"/v1/topics/{topic}", body), words)


async def send(door: Door, mapping: Mapping, rows: Iterator[Row], advance: Callable[[Tally], None]) -> Tally:
    """Send every row, a few at a time, each under its own key; call *advance* after each.

    Raises PartFailed where the API stays away.
    """
    tally, keys = Tally(), Keys(mapping.source)

    async def carry() -> None:
        for row in rows:  # shared by all carriers: each takes the next one
            key = keys.of(row.cells.get(mapping.identity or "", "").strip(), row.cells)
            refused = await _refused(door, mapping, row, key)
            tally.taken += not refused
            tally.rejected += bool(refused)
            tally.rejections += refused
            advance(tally)

    try:
        async with asyncio.TaskGroup() as carriers:
            for _ in range(AT_ONCE):
                carriers.create_task(carry())
    except ExceptionGroup as stopped:
        raise stopped.exceptions[0] from stopped
    return tally


async def _refused(door: Door, mapping: Mapping, row: Row, key: str) -> list[Rejection]:
    """Send one row; return why it was not taken in, if so."""
    try:
        body = letter(mapping, row)
    except Unfit as unfit:
        return [unfit.rejection]
    answer = await door.post("/v1/appeals", body, key)
    if answer.is_good:
        return []
    if answer.status in (401, 403):
        raise PartFailed(f"the API does not let us in ({answer.code})")
    return list(rejections(mapping, row, answer.body))


def _expect(answer: Answer, words: str) -> None:
    if not answer.is_good:
        errors = "; ".join(f"{each['field']}: {each['message']}" for each in answer.body.get("errors", []))
        raise PartFailed(
            f"«{words}» is not taken in: {answer.body.get('detail', answer.code)} {errors}".strip()
        )


def _titles(words: str) -> dict[str, str]:
    return {"kk": words, "ru": words, "en": words}
