"""Uploads a file through the API: first the agencies and topics that it names, then its rows concurrently."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from uuid import uuid4

from runtime.api_client import ApiClient, ApiResponse, http_client
from runtime.errors import ActionableError
from runtime.importer.mapping import ColumnMapping
from runtime.importer.prescan import PrescanResult
from runtime.importer.rows import Rejection, RowRejected, appeal_body, rejections_from_problem
from runtime.importer.stable_ids import RowIdentities
from runtime.importer.tables import Row

MAX_CONCURRENT = 8
INVALID_NAME = 422  # the status for a name that the API does not accept


@dataclass(slots=True)
class UploadResult:
    """The numbers of rows that were imported, were there already or were rejected, with the rejections."""

    accepted: int = 0
    already_there: int = 0
    rejected: int = 0
    rejections: list[Rejection] = field(default_factory=list)

    def reject(self, reasons: Iterable[Rejection]) -> None:
        """Count one row as rejected for *reasons*."""
        self.rejected += 1
        self.rejections += reasons


async def with_known_ids(api_url: str, token: str, mapping: ColumnMapping) -> ColumnMapping:
    """Return *mapping* with the ids of the topics and organisations of the API. Raises ActionableError."""
    async with http_client(api_url, MAX_CONCURRENT) as http:
        api = ApiClient(http, token)
        topics, organisations = await api.get("/v1/topics"), await api.get("/v1/organisations")
    for answer in (topics, organisations):
        if not answer.is_success:
            raise ActionableError(f"the API denied access ({answer.problem_code})")
    return mapping.in_installation(
        topics=[each["id"] for each in topics.body["items"]],
        agencies=[each["id"] for each in organisations.body["items"]],
    )


async def create_references(api: ApiClient, mapping: ColumnMapping, found: PrescanResult) -> None:
    """Create the missing agencies and topics of the file.

    One whose name the API refuses is left out: the rows that name it are rejected, and the others imported.
    Raises ActionableError where the API refuses them all, as for a missing permission.
    """
    region = mapping.defaults.get("region", "")
    for agency, words in found.agencies.items():
        body = {
            "kind": "imported",
            "region": region,
            "titles": _same_title(words),
            "roles": ["officer", "supervisor"],
        }
        _check_created(await api.put(f"/v1/organisations/{agency}", body))
    for topic, words in found.topics.items():
        competent = found.most_named_agency(topic) or mapping.default_agency
        body = {"theme": mapping.theme, "titles": _same_title(words), "competent_body": competent}
        _check_created(await api.put(f"/v1/topics/{topic}", body))


async def upload_rows(
    api: ApiClient, mapping: ColumnMapping, rows: Iterator[Row], advance: Callable[[UploadResult], None]
) -> UploadResult:
    """Send all rows, several concurrently, each with its identity; call *advance* after each.

    Raises ActionableError if the API stays unavailable.
    """
    tally, identities = UploadResult(), RowIdentities()

    async def send_rows() -> None:
        for row in rows:  # shared by all senders: each takes the next row
            own_id = row.cells.get(mapping.identity or "", "").strip()
            identity, digest = identities.next_identity(own_id, mapping.mapped_cells(row.cells))
            source = {"system": mapping.source, "id": identity, "digest": digest}
            await _upload_row(api, mapping, row, source, tally)
            advance(tally)

    try:
        async with asyncio.TaskGroup() as senders:
            for _ in range(MAX_CONCURRENT):
                senders.create_task(send_rows())
    except ExceptionGroup as stopped:
        raise stopped.exceptions[0] from stopped
    return tally


async def _upload_row(
    api: ApiClient, mapping: ColumnMapping, row: Row, source: dict[str, str], tally: UploadResult
) -> None:
    """Send one row, and count it in *tally*."""
    try:
        body = appeal_body(mapping, row) | {"source": source}
    except RowRejected as rejected:
        tally.reject(rejected.rejections)
        return
    answer = await api.post("/v1/appeals", body, str(uuid4()))
    if answer.is_success:
        tally.accepted += 1
    elif answer.problem_code == "source_registered":
        tally.already_there += 1
    elif answer.status in (401, 403):
        raise ActionableError(f"the API denied access ({answer.problem_code})")
    else:
        tally.reject(rejections_from_problem(mapping, row, answer.body))


def _check_created(answer: ApiResponse) -> None:
    if not answer.is_success and answer.status != INVALID_NAME:
        detail = answer.body.get("detail", answer.problem_code)
        raise ActionableError(f"the API refuses new agencies and topics: {detail}")


def _same_title(words: str) -> dict[str, str]:
    return {"kk": words, "ru": words, "en": words}
