"""Kinds: an appeal is treated as one of another kind, and its terms are reckoned anew."""

from collections.abc import Sequence

from domain import act_commands as c
from domain import events as e
from domain.act_events import KindChanged
from domain.appeal import Appeal
from domain.evolve_act import of_kind
from domain.fitting import awaits_forward
from domain.law import Procedure
from domain.law_errors import Barred


def changed(appeal: Appeal, command: c.ChangeKind) -> Sequence[e.Event]:
    """Return that the terms are those of the other kind, by the rulebook of the day of registration.

    The body complained of does not make something else of the complaint.
    """
    own = awaits_forward(appeal) and command.by.organisation == appeal.legal.against
    if own and command.law.procedure is not Procedure.COMPLAINT:
        raise Barred(article=appeal.law.article("not_by_its_author"))
    after = of_kind(appeal, command.law)
    return [KindChanged(command.law, appeal.statute_due, after.statute_due, command.text)]
