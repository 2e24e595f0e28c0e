"""What each verb of tasks is given: one body a verb, by whatever door it comes."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.rules.lifecycle import Verb
from schemas.http.requests import statutory as a
from schemas.http.requests import tasks as b

BODY_BY_VERB: Mapping[Verb, type[b.TaskCommandBody]] = MappingProxyType(
    {
        Verb.CLAIM: b.ClaimBody,
        Verb.RELEASE: b.ReleaseBody,
        Verb.ACCEPT: b.AcceptBody,
        Verb.DECLINE: b.DeclineBody,
        Verb.COMPLETE: b.CompleteBody,
        Verb.REFER: b.ReferBody,
        Verb.RETURN: b.ReturnBody,
        Verb.REASSIGN: b.ReassignBody,
        Verb.HOLD: b.HoldBody,
        Verb.RESUME: b.ResumeBody,
        Verb.REQUEST_INFORMATION: b.RequestInformationBody,
        Verb.OPEN_SIDE_TASK: b.OpenSideTaskBody,
        Verb.CANCEL_SIDE_TASK: b.CancelSideTaskBody,
        Verb.REDIRECT: a.RedirectBody,
        Verb.SPLIT_OFF: a.SplitOffBody,
        Verb.FLAG_DANGER: a.FlagDangerBody,
        Verb.REPORT_DEFECTS: a.ReportDefectsBody,
        Verb.RETURN_TO_APPLICANT: a.ReturnToApplicantBody,
        Verb.ANNOUNCE_PRELIMINARY_DECISION: a.AnnouncePreliminaryDecisionBody,
        Verb.RECORD_HEARING: a.RecordHearingBody,
        Verb.SIGN_HEARING_PROTOCOL: a.SignHearingProtocolBody,
        Verb.FORWARD_COMPLAINT: a.ForwardComplaintBody,
        Verb.DECIDE_RECUSAL: a.DecideRecusalBody,
        Verb.RECORD_NOTIFICATION: a.RecordNotificationBody,
    }
)
