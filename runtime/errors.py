"""runtime.errors."""


class PartFailed(Exception):
    """A part did not start or cannot run here; the message says what to do."""
