"""Converts rows to bodies of `POST /v1/appeals`, and field errors of the API to columns of the file."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.country.languages import Language, detect
from runtime.importer.mapping import ColumnMapping, FieldMeaning
from runtime.importer.plain_text import to_plain_text
from runtime.importer.tables import Row
from schemas.http.requests.phones import MAX_PHONE_LENGTH, is_phone

WRITTEN_MOMENTS = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y")  # as people in Kazakhstan write them
API_FIELD_MEANINGS = {
    "organisation": "agency",
    "original_text": "text",
    "work.since": "since",
    "work.held_since": "held_since",
    "work.holder": "holder",
    "wait.since": "awaits_since",
    "wait.text": "awaits_text",
    "end.at": "closed_at",
    "end.text": "answer",
    "attachments": "files",
}  # name in the API → name in the mapping, where they differ


@dataclass(frozen=True, slots=True)
class Rejection:
    """The reason why a row was rejected, with its position but none of its content."""

    line: int
    column: str
    reason: str


class RowRejected(Exception):
    """The row cannot be converted to an appeal, so it is not sent to the API."""

    def __init__(self, *rejections: Rejection) -> None:
        super().__init__(rejections[0].reason)
        self.rejections = rejections


def appeal_body(mapping: ColumnMapping, row: Row) -> dict[str, Any]:
    """Return the request body for *row*. Raises RowRejected."""
    faults = row.faults_of(mapping.columns_used())
    if faults:
        raise RowRejected(*(Rejection(row.line, column, reason) for column, reason in faults.items()))
    original = row.cells.get(mapping.columns.get("text", ""), "") or mapping.value("text", row.cells)
    text = to_plain_text(original)
    if not text:
        raise RowRejected(Rejection(row.line, mapping.columns.get("text", ""), "the text is empty"))
    body = {
        "channel": mapping.value("channel", row.cells),
        "language": mapping.value("language", row.cells) or detect(text) or Language.RUSSIAN,
        "region": mapping.value("region", row.cells),
        "reception": mapping.value("reception", row.cells),
        "topic": mapping.mapped_id("topic", row.cells),
        "agency": mapping.mapped_id("agency", row.cells),
        "text": text,
        "original_text": original if original != text else "",
        "applicant": _applicant_body(mapping, row),
        "received_at": iso_moment(mapping, "received_at", row),
    }
    return without_empty(body)


def rejections_from_problem(mapping: ColumnMapping, row: Row, problem: dict[str, Any]) -> Iterator[Rejection]:
    """Yield a rejection for each field error of *problem* about *row*."""
    if problem.get("code") == "source_changed":
        yield Rejection(
            row.line, mapping.identity or "", "a row with this id was imported with other content"
        )
        return
    for error in problem.get("errors", []):
        is_vague = error["code"] == "invalid_value" and problem.get("code") != "validation_failed"
        reason = problem["title"] if is_vague else error["message"]
        yield Rejection(row.line, _source_column(mapping, error["field"]), reason)
    if not problem.get("errors"):
        yield Rejection(row.line, "", problem.get("detail") or problem.get("title") or "refused")


def _applicant_body(mapping: ColumnMapping, row: Row) -> dict[str, Any]:
    name = mapping.value("name", row.cells)
    phone = mapping.value("phone", row.cells)
    contacts = {
        "phone" if len(phone) <= MAX_PHONE_LENGTH and is_phone(phone) else "other": phone,
        "email": mapping.value("email", row.cells),
        "address": mapping.value("address", row.cells),
    }
    applicant = {
        "name": name,
        "iin": mapping.value("iin", row.cells),
        "bin": mapping.value("bin", row.cells),
        "category": mapping.value("category", row.cells),
        "contacts": without_empty(contacts),
    }
    if not name and any(without_empty({**contacts, "iin": applicant["iin"], "bin": applicant["bin"]})):
        raise RowRejected(
            Rejection(row.line, _source_column(mapping, "name"), "contacts or an IIN, but no name")
        )
    return without_empty(applicant) if name else {}


def without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    """Return *fields* without the empty ones."""
    return {name: value for name, value in fields.items() if value}


def iso_moment(mapping: ColumnMapping, meaning: FieldMeaning, row: Row) -> str:
    """Return the moment of *meaning* in ISO 8601, by default in the mapping's zone; other text unchanged."""
    value = mapping.value(meaning, row.cells)
    moment = _parse_moment(value)
    if moment is None:
        return value
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(mapping.timezone))).isoformat()


def _parse_moment(written: str) -> datetime | None:
    with suppress(ValueError):
        return datetime.fromisoformat(written)
    for form in WRITTEN_MOMENTS:
        with suppress(ValueError):
            return datetime.strptime(written.strip(), form)  # noqa: DTZ007 - the mapping's zone is added
    return None


def _source_column(mapping: ColumnMapping, field: str) -> str:
    """Return the column that the API's *field* came from, or in brackets the mapping's own key."""
    if field.startswith("source."):
        return mapping.identity or ""
    first, last = field.partition(".")[0], field.rpartition(".")[2]
    known = (API_FIELD_MEANINGS[each] for each in (field, first, last) if each in API_FIELD_MEANINGS)
    name = next(known, last)
    return next((column for meaning, column in mapping.columns.items() if meaning == name), f"({name})")
