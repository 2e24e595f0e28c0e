"""Uploads a file through the API: first the agencies and topics that it names, then its rows concurrently."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from runtime.api_client import ApiClient, ApiResponse
from runtime.errors import ActionableError
from runtime.importer.mapping import ColumnMapping
from runtime.importer.prescan import PrescanResult
from runtime.importer.rows import Rejection, RowRejected, appeal_body, rejections_from_problem
from runtime.importer.slugs import IdempotencyKeys
from runtime.importer.tables import Row

MAX_CONCURRENT = 8


@dataclass(slots=True)
class UploadResult:
    """The number of imported rows, and the rejections."""

    accepted: int = 0
    rejected: int = 0
    rejections: list[Rejection] = field(default_factory=list)


async def create_references(api: ApiClient, mapping: ColumnMapping, found: PrescanResult) -> None:
    """Create the missing agencies and topics of the file. Raises ActionableError."""
    region = mapping.defaults.get("region", "")
    for agency, words in found.agencies.items():
        body = {
            "kind": "imported",
            "region": region,
            "titles": _same_title(words),
            "roles": ["officer", "supervisor"],
        }
        _require_success(await api.put(f"/v1/organisations/{agency}", body), words)
    for topic, words in found.topics.items():
        competent = found.most_named_agency(topic) or mapping.default_agency
        body = {"theme": mapping.theme, "titles": _same_title(words), "competent_body": competent}
        _require_success(await api.put(f"/v1/topics/{topic}", body), words)


async def upload_rows(
    api: ApiClient, mapping: ColumnMapping, rows: Iterator[Row], advance: Callable[[UploadResult], None]
) -> UploadResult:
    """Send all rows, several concurrently, each under its own key; call *advance* after each.

    Raises ActionableError if the API stays unavailable.
    """
    tally, keys = UploadResult(), IdempotencyKeys(mapping.source)

    async def carry() -> None:
        for row in rows:  # shared by all senders: each takes the next row
            key = keys.next_key(row.cells.get(mapping.identity or "", "").strip(), row.cells)
            refused = await _upload_row(api, mapping, row, key)
            tally.accepted += not refused
            tally.rejected += bool(refused)
            tally.rejections += refused
            advance(tally)

    try:
        async with asyncio.TaskGroup() as carriers:
            for _ in range(MAX_CONCURRENT):
                carriers.create_task(carry())
    except ExceptionGroup as stopped:
        raise stopped.exceptions[0] from stopped
    return tally


async def _upload_row(api: ApiClient, mapping: ColumnMapping, row: Row, key: str) -> list[Rejection]:
    """Send one row; return its rejections."""
    try:
        body = appeal_body(mapping, row)
    except RowRejected as unfit:
        return [unfit.rejection]
    answer = await api.post("/v1/appeals", body, key)
    if answer.is_success:
        return []
    if answer.status in (401, 403):
        raise ActionableError(f"the API denied access ({answer.problem_code})")
    return list(rejections_from_problem(mapping, row, answer.body))


def _require_success(answer: ApiResponse, words: str) -> None:
    if not answer.is_success:
        errors = "; ".join(f"{each['field']}: {each['message']}" for each in answer.body.get("errors", []))
        raise ActionableError(
            f"«{words}» was rejected: {answer.body.get('detail', answer.problem_code)} {errors}".strip()
        )


def _same_title(words: str) -> dict[str, str]:
    return {"kk": words, "ru": words, "en": words}
