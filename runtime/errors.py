"""runtime.errors."""


class ActionableError(Exception):
    """A part did not start or cannot run here; the message says what to do."""
