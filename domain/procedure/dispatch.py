"""decide for the acts of the law: each is decided in its own room."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from domain import commands as c
from domain import events as e
from domain.procedure.applicant import defects, rights
from domain.procedure.calendar_change import recalendared
from domain.procedure.competence import change_kind, danger, forward_complaint, recusal, redirect, split_off
from domain.procedure.decision import hearing, notification, return_to_applicant
from domain.state.appeal import Appeal
from domain.state.task import Task


def decide_act_on_task(  # noqa: C901, PLR0911 - one arm an act
    appeal: Appeal, task: Task, command: c.ActOnTask, now: datetime
) -> Sequence[e.Event]:
    """Return what follows if the act is done on *task*, or refuse."""
    match command:
        case c.Redirect():
            return redirect.redirected(appeal, task, command, now)
        case c.RedirectPart():
            return split_off.part_redirected(appeal, task, command, now)
        case c.FlagDanger():
            return danger.flagged(appeal, task, command, now)
        case c.NameDefects():
            return defects.named(appeal, task, command, now)
        case c.ReturnToApplicant():
            return return_to_applicant.returned(appeal, task, command, now)
        case c.TellPreliminary():
            return hearing.told(appeal, task, command, now)
        case c.RecordHearing():
            return hearing.held(appeal, task, command, now)
        case c.SignProtocol():
            return hearing.signed(appeal, task, command)
        case c.Forward():
            return forward_complaint.forwarded(appeal, task, command, now)
        case c.DecideRecusal():
            return recusal.decided(appeal, task, command, now)
        case c.Notify():
            return notification.notified(appeal, task, command)
        case _:
            assert_never(command)


def decide_act(  # noqa: C901, PLR0911 - one arm an act
    appeal: Appeal, command: c.ActOnAppeal, now: datetime
) -> Sequence[e.Event]:
    """Return what follows if the act is done on the appeal as a whole, or refuse."""
    match command:
        case c.ChangeKind():
            return change_kind.changed(appeal, command, now)
        case c.Mend():
            return defects.mended(appeal, command)
        case c.Object():
            return hearing.objected(appeal, command, now)
        case c.AskForHearing():
            return hearing.asked(appeal, command, now)
        case c.RemarkOnProtocol():
            return hearing.remarked(appeal, command, now)
        case c.Challenge():
            return recusal.challenged(appeal, command, now)
        case c.NameRepresentative():
            return rights.representative_named(appeal, command, now)
        case c.AskForFile():
            return rights.file_asked(appeal, command, now)
        case c.Attach():
            return return_to_applicant.attached(appeal, command)
        case c.ChangeCalendar():
            return recalendared(appeal, command, now)
        case _:
            assert_never(command)
