"""Cursors: opaque positions in a list, valid only for the query that returned them."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from uuid import UUID

from application.errors import UseCaseError, invalid_field
from store.queries.feed_position import MAX_SEQ, MAX_WRITE_POSITION, FeedPosition


def encode_cursor(question: Mapping[str, object], *place: str) -> str:
    """Return the cursor of *place* in the answer to *question*."""
    written = json.dumps([_question_digest(question), *place])
    return urlsafe_b64encode(written.encode()).decode().rstrip("=")


def decode_cursor(question: Mapping[str, object], cursor: str) -> list[str]:
    """Return the place that *cursor* marks. Raises UseCaseError where it is not one of *question*'s."""
    try:
        mark, *place = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError) as error:
        raise invalid_cursor() from error
    if mark != _question_digest(question) or not all(isinstance(part, str) for part in place):
        raise invalid_cursor()
    return list(map(str, place))


def encode_feed_cursor(feed: str, place: FeedPosition) -> str:
    """Return the cursor of *place* in the *feed* of this name."""
    return encode_cursor({"of": feed}, *map(str, place))


def decode_feed_cursor(feed: str, cursor: str) -> FeedPosition:
    """Return the place that *cursor* marks in a *feed*. Raises UseCaseError where it is none of it."""
    try:
        written, appeal, seq = decode_cursor({"of": feed}, cursor)
        place = FeedPosition(int(written), UUID(appeal), int(seq))
    except ValueError as error:
        raise invalid_cursor() from error
    if not (0 <= place.write_position < MAX_WRITE_POSITION and 0 <= place.seq < MAX_SEQ):
        raise invalid_cursor()
    return place


def invalid_cursor() -> UseCaseError:
    """Return the error of an invalid cursor."""
    return invalid_field("cursor", "wrong_cursor")


def _question_digest(question: Mapping[str, object]) -> str:
    asked = json.dumps(sorted((name, str(value)) for name, value in question.items()))
    return sha256(asked.encode()).hexdigest()[:12]
