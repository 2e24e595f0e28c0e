"""Errors of the processes and of the command line."""


class ActionableError(Exception):
    """A component cannot start or run; the message says what to do."""
