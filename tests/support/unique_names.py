"""Names that no other test uses."""

from uuid import uuid4


def unique_name(what: str) -> str:
    """Return a new name for *what*."""
    return f"{what}_{uuid4().hex[:12]}"
