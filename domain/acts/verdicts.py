"""Verdicts: what is decided in the law's own terms, what is told of it, and how long one may complain."""

from collections.abc import Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.appeal import Appeal
from domain.terms import Term


def decided(appeal: Appeal, command: c.Complete, now: datetime) -> Sequence[e.Event]:  # noqa: ARG001
    """Return the decision in the law's terms; nothing where the appeal runs by none."""
    return []


def window(appeal: Appeal, command: c.Complete) -> Term | None:  # noqa: ARG001
    """Return how long the decision may be complained of."""
    return None


def notices(appeal: Appeal, command: c.Complete, now: datetime) -> Sequence[e.Event]:  # noqa: ARG001
    """Return what the applicant is to be told by a term."""
    return []
