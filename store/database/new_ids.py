"""New identifiers: the only source of random ids."""

import os
from datetime import datetime
from uuid import UUID

from domain.identity.uuid7 import RANDOM_BYTES, uuid7


def new_id(at: datetime) -> UUID:
    """Return the identifier of something created at *at*."""
    return uuid7(at, os.urandom(RANDOM_BYTES))
