"""What each verb of tasks is given: one body a verb, by whatever door it comes."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.rules.lifecycle import Verb
from schemas.http.requests import statutory as a
from schemas.http.requests import tasks as b

TASK_BODIES: Mapping[Verb, type[b.TaskBody]] = MappingProxyType(
    {
        Verb.CLAIM: b.Claim,
        Verb.RELEASE: b.Release,
        Verb.ACCEPT: b.Accept,
        Verb.DECLINE: b.Decline,
        Verb.COMPLETE: b.Complete,
        Verb.REFER: b.Refer,
        Verb.RETURN: b.Return,
        Verb.REASSIGN: b.Reassign,
        Verb.HOLD: b.Hold,
        Verb.RESUME: b.Resume,
        Verb.REQUEST_INFORMATION: b.RequestInformation,
        Verb.OPEN_SIDE_TASK: b.OpenSideTask,
        Verb.CANCEL_SIDE_TASK: b.CancelSideTask,
        Verb.REDIRECT: a.Redirect,
        Verb.REDIRECT_PART: a.PartRedirect,
        Verb.FLAG_DANGER: a.DangerFlag,
        Verb.NAME_DEFECTS: a.Defects,
        Verb.RETURN_TO_APPLICANT: a.ReturnToApplicant,
        Verb.TELL_PRELIMINARY: a.Preliminary,
        Verb.RECORD_HEARING: a.Hearing,
        Verb.SIGN_PROTOCOL: a.Protocol,
        Verb.FORWARD: a.Forward,
        Verb.DECIDE_RECUSAL: a.RecusalDecision,
        Verb.NOTIFY: a.Notice,
    }
)
