"""Merging: an appeal goes on in another one, where all who asked are answered (АППК 64(1), 70(3) and (4))."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.errors import MergedIntoItself, NotToBeMerged
from domain.law.rule_ids import CONSIDERED
from domain.procedure.competence.danger import check_safe
from domain.procedure.competence.forward_complaint import check_end
from domain.procedure.decision.decision import told_of_the_end
from domain.rules.closing import close
from domain.rules.remedies import fought
from domain.state.appeal import Appeal
from domain.state.task import Outcome


def merged(appeal: Appeal, command: c.Merge, now: datetime) -> Sequence[e.Event]:
    """Return the end of a part of another appeal; what tells of a danger, or complains, stands by itself.

    By the law, those who asked are told where it goes on, and may complain of that.
    """
    if command.into == appeal.id:
        raise MergedIntoItself(into=command.into)
    check_safe(appeal)
    check_end(appeal, Outcome.MERGED)
    closed = e.Closed(Outcome.MERGED, into=command.into)
    if not appeal.knows(CONSIDERED):
        return close(appeal, closed)
    if not command.answered_there:
        raise NotToBeMerged(article=appeal.law.article(CONSIDERED))
    owing = told_of_the_end(appeal, now)
    told = replace(fought(appeal, closed, owing), number=command.number)
    return [*close(appeal, told), *owing]
