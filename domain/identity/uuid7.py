"""Identifiers: UUIDv7 from random bytes, or derived deterministically from another identifier.

RFC 9562: the first 48 bits are milliseconds, so identifiers sort by creation time.
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
UUID_VERSION = 7
RANDOM_BYTES = 10


def uuid7(at: datetime, random_bytes: bytes) -> UUID:
    """Return the identifier of an object created at *at*, from ten or more *random_bytes*."""
    if len(random_bytes) < RANDOM_BYTES:
        raise ValueError(f"{RANDOM_BYTES} random bytes are needed, not {len(random_bytes)}")
    made = (at - EPOCH) // MILLISECOND
    octets = bytearray(made.to_bytes(6, "big") + random_bytes[:RANDOM_BYTES])
    octets[6] = octets[6] & 0x0F | UUID_VERSION << 4
    octets[8] = octets[8] & 0x3F | 0x80
    return UUID(bytes=bytes(octets))


def derive_id(seed: UUID, ordinal: int, at: datetime) -> UUID:
    """Return the identifier of the *ordinal*-th object created by *seed*, the same for equal arguments."""
    return uuid7(at, sha256(seed.bytes + ordinal.to_bytes(8, "big")).digest())
