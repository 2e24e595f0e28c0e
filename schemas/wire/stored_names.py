"""Stored names: what events and commands are called in the database and in workflow histories.

A stored name lives as long as an appeal that carries it, so none is derived from a name in Python: a class
may be renamed, and its row here stays. Fields have their keys in `json_keys`, and enums their values. Where a
release changes a stored name or shape itself, `UPCASTERS` reads what was stored before.
"""

from collections.abc import Callable, Mapping
from typing import Any

from domain import events as e
from domain.procedure.registry import COMMANDS

Document = dict[str, Any]
Upcaster = Callable[[Document], Document]

EVENT_NAMES: dict[str, type[e.Event]] = {
    "registered": e.Registered,
    "task_opened": e.TaskOpened,
    "task_claimed": e.TaskClaimed,
    "lease_renewed": e.LeaseRenewed,
    "lease_lapsed": e.LeaseLapsed,
    "task_released": e.TaskReleased,
    "task_reassigned": e.TaskReassigned,
    "task_held": e.TaskHeld,
    "task_resumed": e.TaskResumed,
    "hand_off_declined": e.HandOffDeclined,
    "task_returned": e.TaskReturned,
    "task_completed": e.TaskCompleted,
    "task_cancelled": e.TaskCancelled,
    "referred": e.Referred,
    "step_lapsed": e.StepLapsed,
    "warned": e.Warned,
    "breached": e.Breached,
    "escalated": e.Escalated,
    "escalation_level_vacant": e.EscalationLevelVacant,
    "extended": e.Extended,
    "silence_corrected": e.SilenceCorrected,
    "step_skipped": e.StepSkipped,
    "information_requested": e.InformationRequested,
    "information_provided": e.InformationProvided,
    "information_wait_lapsed": e.InformationWaitLapsed,
    "help_granted": e.HelpGranted,
    "receipt_overdue": e.ReceiptOverdue,
    "receipt_confirmed": e.ReceiptConfirmed,
    "closed": e.Closed,
    "reopened": e.Reopened,
    "registered_late": e.RegisteredLate,
    "taken_over": e.TakenOver,
    "command_refused": e.CommandRefused,
    "redirected": e.Redirected,
    "competence_disputed": e.CompetenceDisputed,
    "demands_split_off": e.DemandsSplitOff,
    "danger_flagged": e.DangerFlagged,
    "defects_reported": e.DefectsReported,
    "defects_corrected": e.DefectsCorrected,
    "defect_correction_lapsed": e.DefectCorrectionLapsed,
    "returned_to_applicant": e.ReturnedToApplicant,
    "preliminary_decision_announced": e.PreliminaryDecisionAnnounced,
    "objection_submitted": e.ObjectionSubmitted,
    "hearing_requested": e.HearingRequested,
    "hearing_held": e.HearingHeld,
    "hearing_protocol_signed": e.HearingProtocolSigned,
    "protocol_remarks_submitted": e.ProtocolRemarksSubmitted,
    "complaint_forwarded": e.ComplaintForwarded,
    "recusal_requested": e.RecusalRequested,
    "recusal_decided": e.RecusalDecided,
    "representative_changed": e.RepresentativeChanged,
    "file_access_requested": e.FileAccessRequested,
    "applicant_notified": e.ApplicantNotified,
    "kind_changed": e.KindChanged,
    "deemed_refused": e.DeemedRefused,
    "decided": e.Decided,
    "complaint_window_closed": e.ComplaintWindowClosed,
    "calendar_changed": e.CalendarChanged,
    "applicant_corrected": e.ApplicantCorrected,
    "topic_corrected": e.TopicCorrected,
    "region_corrected": e.RegionCorrected,
    "body_registration_recorded": e.BodyRegistrationRecorded,
}
COMMAND_NAMES: dict[str, type] = {spec.verb.value: spec.command for spec in COMMANDS}

UPCASTERS: Mapping[str, Upcaster] = {}
"""By the stored name of an event or command: how to read what an earlier release stored under it.

An upcaster returns the stored JSON object in today's shape, under today's name. It must return an object that
has today's shape unchanged, for objects of both shapes are stored under one name.
"""

TYPE_KEY = "type"


def event_name(event: type) -> str:
    """Return the stored name of an event's class."""
    return _NAMES[event]


def upcast(document: Document, upcasters: Mapping[str, Upcaster] = UPCASTERS) -> Document:
    """Return *document* in the shape of this release: itself, unless an earlier one has stored it."""
    upcaster = upcasters.get(document.get(TYPE_KEY, ""))
    return upcaster(document) if upcaster else document


def renamed_key(old: str, new: str) -> Upcaster:
    """Return the upcaster for a key that was called *old*."""

    def upcaster(document: Document) -> Document:
        return {new if key == old else key: value for key, value in document.items()}

    return upcaster


_NAMES = {event: name for name, event in EVENT_NAMES.items()}
