"""Verdicts: what is decided in the law's own terms, what is told of it, and how long one may complain."""

from collections.abc import Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.appeal import Appeal
from domain.terms import Term

WINDOW, UNNAMED = "complaint_window", "complaint_window_unnamed"


def decided(appeal: Appeal, command: c.Complete, now: datetime) -> Sequence[e.Event]:  # noqa: ARG001
    """Return the decision in the law's terms; nothing where the appeal runs by none."""
    return []


def window(appeal: Appeal, command: c.Complete) -> Term | None:  # noqa: ARG001
    """Return how long the decision may be complained of."""
    return None


def window_of(appeal: Appeal, *, remedies: bool) -> Term | None:
    """Return how long an act may be complained of: longer, where the law says so, if it does not tell how."""
    law = appeal.plan.law
    if law is None or not law.knows(WINDOW):
        return None
    longer = not remedies and law.knows(UNNAMED)
    return law.rule(UNNAMED if longer else WINDOW).term


def notices(appeal: Appeal, command: c.Complete, now: datetime) -> Sequence[e.Event]:  # noqa: ARG001
    """Return what the applicant is to be told by a term."""
    return []
