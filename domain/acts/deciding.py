"""decide for the acts of the law: each is decided in its own room."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from domain import act_commands as a
from domain import events as e
from domain.acts import (
    complaint,
    danger,
    defects,
    hearing,
    kinds,
    notices,
    parts,
    recusal,
    redirect,
    returning,
    rights,
)
from domain.appeal import Appeal
from domain.recalendar import recalendared
from domain.tasks import Task


def decide_act_on_task(  # noqa: C901, PLR0911 - one arm an act
    appeal: Appeal, task: Task, command: a.ActOnTask, now: datetime
) -> Sequence[e.Event]:
    """Return what follows if the act is done on *task*, or refuse."""
    match command:
        case a.Redirect():
            return redirect.redirected(appeal, task, command, now)
        case a.RedirectPart():
            return parts.part_redirected(appeal, task, command, now)
        case a.FlagDanger():
            return danger.flagged(appeal, task, command, now)
        case a.NameDefects():
            return defects.named(appeal, task, command, now)
        case a.ReturnToApplicant():
            return returning.returned(appeal, task, command, now)
        case a.TellPreliminary():
            return hearing.told(appeal, task, command, now)
        case a.RecordHearing():
            return hearing.held(appeal, task, command, now)
        case a.SignProtocol():
            return hearing.signed(appeal, task, command)
        case a.Forward():
            return complaint.forwarded(appeal, task, command, now)
        case a.DecideRecusal():
            return recusal.decided(appeal, task, command, now)
        case a.Notify():
            return notices.notified(appeal, task, command)
        case _:
            assert_never(command)


def decide_act(  # noqa: C901, PLR0911 - one arm an act
    appeal: Appeal, command: a.ActOnAppeal, now: datetime
) -> Sequence[e.Event]:
    """Return what follows if the act is done on the appeal as a whole, or refuse."""
    match command:
        case a.ChangeKind():
            return kinds.changed(appeal, command, now)
        case a.Mend():
            return defects.mended(appeal, command)
        case a.Object():
            return hearing.objected(appeal, command, now)
        case a.AskForHearing():
            return hearing.asked(appeal, command, now)
        case a.RemarkOnProtocol():
            return hearing.remarked(appeal, command, now)
        case a.Challenge():
            return recusal.challenged(appeal, command, now)
        case a.NameRepresentative():
            return rights.representative_named(appeal, command, now)
        case a.AskForFile():
            return rights.file_asked(appeal, command, now)
        case a.Attach():
            return returning.attached(appeal, command)
        case a.ChangeCalendar():
            return recalendared(appeal, command, now)
        case _:
            assert_never(command)
