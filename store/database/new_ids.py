"""New identifiers: the one place where chance comes in."""

import os
from datetime import datetime
from uuid import UUID

from domain.identity.uuid7 import RANDOM_BYTES, uuid7


def new_id(at: datetime) -> UUID:
    """Return the identifier of what is made at *at*."""
    return uuid7(at, os.urandom(RANDOM_BYTES))
