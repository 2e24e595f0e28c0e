"""Identifiers carry their time, sort by it, and are the same however often they are derived."""

from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identity.uuid7 import EPOCH, derive_id, uuid7

NAURYZ = datetime(2026, 3, 22, 4, 0, 0, 123456, tzinfo=UTC)
SEED = UUID("019d13a0-0000-7000-8000-000000000001")
INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(9999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_the_example_of_the_rfc() -> None:
    at = datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC)
    random = bytes.fromhex("0CC3 18C4DC0C0C07398F")
    assert uuid7(at, random) == UUID("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")


@given(st.uuids(), st.integers(0, 2**63), INSTANTS)
def test_every_identifier_is_a_version_7_that_knows_when_it_was_made(
    seed: UUID, ordinal: int, at: datetime
) -> None:
    identifier = derive_id(seed, ordinal, at)
    assert (identifier.version, identifier.variant) == (7, RFC_4122)
    made = EPOCH + timedelta(milliseconds=identifier.int >> 80)
    assert timedelta() <= at - made < timedelta(milliseconds=1)


def test_the_same_thing_always_gets_the_same_identifier() -> None:
    assert derive_id(SEED, 1, NAURYZ) == derive_id(SEED, 1, NAURYZ)


def test_other_things_get_other_identifiers() -> None:
    other = UUID("019d13a0-0000-7000-8000-000000000002")
    made = {derive_id(seed, ordinal, NAURYZ) for seed in (SEED, other) for ordinal in range(1000)}
    assert len(made) == 2000


def test_later_identifiers_sort_after_earlier_ones() -> None:
    made = [derive_id(SEED, 7, NAURYZ + timedelta(milliseconds=n)) for n in range(100)]
    assert made == sorted(made)


def test_too_little_chance_is_refused() -> None:
    with pytest.raises(ValueError, match="10 random bytes"):
        uuid7(NAURYZ, b"too few")
