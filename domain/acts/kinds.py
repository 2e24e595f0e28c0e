"""Kinds: an appeal is treated as one of another kind, and its terms are reckoned anew."""

from collections.abc import Sequence

from domain import act_commands as c
from domain import events as e
from domain.act_events import KindChanged
from domain.appeal import Appeal
from domain.evolve_act import of_kind


def changed(appeal: Appeal, command: c.ChangeKind) -> Sequence[e.Event]:
    """Return that the terms are those of the other kind, by the rulebook of the day of registration."""
    after = of_kind(appeal, command.law)
    return [KindChanged(command.law, appeal.statute_due, after.statute_due, command.text)]
