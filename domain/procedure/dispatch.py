"""decide for the acts of the law: each is decided in its own room."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from domain import commands as c
from domain import events as e
from domain.procedure.applicant import defects, rights
from domain.procedure.calendar_change import change_calendar
from domain.procedure.competence import change_kind, danger, forward_complaint, recusal, redirect, split_off
from domain.procedure.decision import hearing, notification, return_to_applicant
from domain.state.appeal import Appeal
from domain.state.task import Task


def decide_statutory_task_command(  # noqa: C901, PLR0911 - one arm an act
    appeal: Appeal, task: Task, command: c.ActOnTask, now: datetime
) -> Sequence[e.Event]:
    """Return what follows if the act is done on *task*, or refuse."""
    match command:
        case c.Redirect():
            return redirect.redirect(appeal, task, command, now)
        case c.SplitOff():
            return split_off.split_off(appeal, task, command, now)
        case c.FlagDanger():
            return danger.flag_danger(appeal, task, command, now)
        case c.ReportDefects():
            return defects.report_defects(appeal, task, command, now)
        case c.ReturnToApplicant():
            return return_to_applicant.return_to_applicant(appeal, task, command, now)
        case c.AnnouncePreliminaryDecision():
            return hearing.announce_preliminary_decision(appeal, task, command, now)
        case c.RecordHearing():
            return hearing.record_hearing(appeal, task, command, now)
        case c.SignHearingProtocol():
            return hearing.sign_hearing_protocol(appeal, task, command)
        case c.ForwardComplaint():
            return forward_complaint.forward_complaint(appeal, task, command, now)
        case c.DecideRecusal():
            return recusal.decide_recusal(appeal, task, command, now)
        case c.RecordNotification():
            return notification.record_notification(appeal, task, command)
        case _:
            assert_never(command)


def decide_statutory_appeal_command(  # noqa: C901, PLR0911 - one arm an act
    appeal: Appeal, command: c.ActOnAppeal, now: datetime
) -> Sequence[e.Event]:
    """Return what follows if the act is done on the appeal as a whole, or refuse."""
    match command:
        case c.ChangeKind():
            return change_kind.change_kind(appeal, command, now)
        case c.CorrectDefects():
            return defects.correct_defects(appeal, command)
        case c.SubmitObjection():
            return hearing.submit_objection(appeal, command, now)
        case c.RequestHearing():
            return hearing.request_hearing(appeal, command, now)
        case c.SubmitProtocolRemarks():
            return hearing.submit_protocol_remarks(appeal, command, now)
        case c.RequestRecusal():
            return recusal.request_recusal(appeal, command, now)
        case c.ChangeRepresentative():
            return rights.change_representative(appeal, command, now)
        case c.RequestFileAccess():
            return rights.request_file_access(appeal, command, now)
        case c.AttachToFile():
            return return_to_applicant.attach_to_file(appeal, command)
        case c.ChangeCalendar():
            return change_calendar(appeal, command, now)
        case _:
            assert_never(command)
