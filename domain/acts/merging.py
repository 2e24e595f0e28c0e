"""Merging: an appeal goes on in another one, where all who asked are answered (АППК 64(1), 70(3) and (4))."""

from collections.abc import Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.acts.complaint import check_end
from domain.acts.danger import check_safe
from domain.acts.verdicts import told_of_the_end
from domain.appeal import Appeal
from domain.endings import close
from domain.errors import MergedIntoItself
from domain.law import CONSIDERED
from domain.law_errors import NotToBeMerged
from domain.remedies import known_by, window_of


def merged(appeal: Appeal, command: c.Merge, now: datetime) -> Sequence[e.Event]:
    """Return the end of a part of another appeal; what tells of a danger, or complains, stands by itself.

    By the law, those who asked are told where it goes on, and may complain of that.
    """
    if command.into == appeal.id:
        raise MergedIntoItself(into=command.into)
    check_safe(appeal)
    check_end(appeal, e.Outcome.MERGED)
    law, closed = appeal.plan.law, e.Closed(e.Outcome.MERGED, into=command.into)
    if law is None or not law.knows(CONSIDERED):
        return close(appeal, closed)
    if not command.answered_there:
        raise NotToBeMerged(article=law.article(CONSIDERED))
    owing, window = told_of_the_end(appeal, now), window_of(appeal, named=True)
    notice = known_by(appeal, owing)
    closed = e.Closed(
        e.Outcome.MERGED, into=command.into, window=window, notice=notice, number=command.number
    )
    return [*close(appeal, closed), *owing]
