"""JSON keys: what the fields of stored dataclasses are called in JSON, and in columns made from it.

A field may be renamed in Python: its key here stays. A key that differs from the field's name is written
``field=key``. `tests/schemas/test_stored_names.py` holds the table complete.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, cast

from pydantic import ConfigDict, with_config

from domain import commands as c
from domain import events as e
from domain.country.titles import Titles
from domain.identity.people import Group, Person
from domain.law.applicable_law import Law, LegalDecision, LegalGround, LegalTerm
from domain.law.rulebook import Citation, Decision, Extension, Kind, Rule, Rulebook, TerminationGround
from domain.law.vocabulary import DecisionDetails, Notification
from domain.policy.calls import CallRule
from domain.policy.escalation import Escalation, EscalationLevel
from domain.policy.plan import Limits, Plan, ReceiptPlan, Schedule, StepPlan
from domain.policy.policy import Organisation, Policy, Region, StepRule, Theme, Topic, UrgentRule
from domain.policy.topic_fields import FieldChoice, TopicField
from domain.projections.summaries import AppealSummary, InboxTask, TaskSummary
from domain.state import legal
from domain.state.appeal import Appeal, Origin, Progress, Suspension
from domain.state.clock import Clock
from domain.state.legal import (
    BodyRegistration,
    Competence,
    Complaint,
    Hearing,
    LegalState,
    PendingTerm,
    Recusals,
)
from domain.state.standing import Standing
from domain.state.task import Task
from domain.worktime.calendar_amendment import AmendmentSource, CalendarAmendment, DayAmendment
from domain.worktime.terms import Term
from domain.worktime.utc_offsets import UtcOffset
from domain.worktime.working_calendar import Calendar, Interval, RegionalDayOff

JSON_KEYS: Mapping[type, str] = {
    c.ConfirmReceipt: "by received text",
    c.Extend: "by term text",
    c.Merge: "by target_appeal covers_all_applicants target_number",
    c.HappenedOn: "date reason",
    c.ProvideInformation: "by text question happened_on",
    c.RecordBodyRegistration: "by number registered_on",
    c.Reopen: "by text remitted_at",
    c.ResolveAtIntake: "by outcome ground text decision_details",
    c.Withdraw: "by text",
    c.AnnouncePreliminaryDecision: "by task text notification",
    c.AttachToFile: "by target_appeal",
    c.ChangeCalendar: "by calendar",
    c.ChangeKind: "by law text complaint_against superior",
    c.ChangeRepresentative: "by text is_removal",
    c.CorrectApplicant: "by position fields text",
    c.CorrectDefects: "by text",
    c.CorrectRegion: "by region plan text",
    c.CorrectTopic: "by topic plan fields text",
    c.DecideRecusal: "by task is_upheld text",
    c.FlagDanger: "by task danger text",
    c.ForwardComplaint: "by task text override",
    c.RecordHearing: "by task text",
    c.RecordNotification: "by task means text",
    c.Redirect: "by task to_organisation text override superior is_external",
    c.ReportDefects: "by task defects term text",
    c.RequestFileAccess: "by text",
    c.RequestHearing: "by text",
    c.RequestRecusal: "by person text group has_new_circumstances",
    c.ReturnToApplicant: "by task ground identical_to text override notification",
    c.SignHearingProtocol: "by task text",
    c.SplitOff: "by task demands to_organisation text override superior",
    c.SubmitObjection: "by text",
    c.SubmitProtocolRemarks: "by text",
    c.Accept: "by task number registered_on",
    c.CancelSideTask: "by task text",
    c.Claim: "by task",
    c.Complete: "by task outcome ground text override decision_details notification",
    c.Decline: "by task reason text",
    c.Hold: "by task until reason text",
    c.OpenSideTask: "by task step mandatory to_organisation specialty text",
    c.Reassign: "by task group holder text superior",
    c.Refer: "by task step reason to_organisation specialty text override superior",
    c.Release: "by task override",
    c.RequestInformation: "by task text happened_on",
    c.Resume: "by task",
    c.Return: "by task reason text override",
    e.BodyRegistrationRecorded: "organisation number registered_on",
    e.Closed: "outcome ground merged_into text complaint_window notice_task merged_into_number",
    e.RegisteredLate: "received_at due_at entered_at article",
    e.TakenOver: "source",
    e.CommandRefused: "verb code",
    e.HelpGranted: "task term text",
    e.InformationProvided: "text question ends_wait resumed_from reason",
    e.InformationRequested: "task term question text paused_from reason",
    e.InformationWaitLapsed: "due_at",
    e.ReceiptConfirmed: "received text",
    e.ReceiptOverdue: "due_at",
    e.Registered: (
        "appeal number channel language topic region reception received_at registered_at plan calendar "
        "statute_clock law demands parent anonymous complaint_about complaint_against barred "
        "recused complaint_late previous_bodies previous_term_starts forwarded"
    ),
    e.Reopened: "count statute_clock text",
    e.Breached: "clock task due_at skipped_shares mark_index",
    e.Escalated: (
        "clock task level target due_at skipped_levels mark_index late_since group holder early moved_to"
    ),
    e.EscalationLevelVacant: "clock task level",
    e.Extended: "term old_due_at new_due_at text",
    e.SilenceCorrected: "accepted_at corrected_at undone restored is_notifiable",
    e.Warned: "clock task share skipped_shares mark_index",
    e.ApplicantCorrected: "position fields text",
    e.RegionCorrected: "former_region region plan text",
    e.TopicCorrected: "former_topic topic plan fields text",
    e.ApplicantNotified: "task means text notified_at",
    e.CalendarChanged: "calendar clocks",
    e.ClockShift: "clock task old_due_at new_due_at breached",
    e.CompetenceDisputed: "task bodies",
    e.ComplaintForwarded: "task group article text overridden",
    e.ComplaintWindowClosed: "due_at",
    e.DangerFlagged: "task danger article text",
    e.Decided: "decision article termination_ground remedies_stated hearing_exception",
    e.DeemedRefused: "due_at article contestable_until",
    e.DefectCorrectionLapsed: "due_at",
    e.DefectsCorrected: "text",
    e.DefectsReported: "task defects term article text notice_task",
    e.DemandsSplitOff: "task demands child number group article text overridden superior",
    e.FileAccessRequested: "text",
    e.HearingHeld: "task text",
    e.HearingProtocolSigned: "task text",
    e.HearingRequested: "is_in_time text",
    e.KindChanged: (
        "law old_due_at new_due_at statute_clock text complaint_against superior ends_information_wait"
    ),
    e.ObjectionSubmitted: "is_in_time text",
    e.PreliminaryDecisionAnnounced: "task earliest_decision_at article text",
    e.ProtocolRemarksSubmitted: "is_in_time text",
    e.RecusalDecided: "task person is_upheld text",
    e.RecusalRequested: "person article text",
    e.Redirected: "task group article restarts_term text overridden superior statute_clock kept_by",
    e.RepresentativeChanged: "text is_removal replacement_due",
    e.ReturnedToApplicant: "task ground article identical_to text overridden",
    e.HandOffDeclined: "task reason text",
    e.LeaseLapsed: "task holder",
    e.LeaseRenewed: "task",
    e.Referred: "task step group reason text overridden superior statute_clock",
    e.StepLapsed: "task step due_at statute_clock",
    e.StepSkipped: "step reason",
    e.TaskCancelled: "task text",
    e.TaskClaimed: "task holder",
    e.TaskCompleted: "task outcome ground text overridden",
    e.TaskHeld: "task until reason text",
    e.TaskOpened: (
        "task purpose step group is_offered mandatory specialty origin_task text duty rule_id budget urgent "
        "considering_body considering_superior"
    ),
    e.TaskReassigned: "task group holder text superior considering_body considering_superior",
    e.TaskReleased: "task overridden",
    e.TaskResumed: "task automatic",
    e.TaskReturned: "task reason text overridden",
    Group: "organisation role",
    Person: "id organisation role region office",
    Law: (
        "rulebook kind procedure term rules decisions termination_grounds deemed_refusal extension "
        "extension_notice extension_offices extension_bar_article behaviour"
    ),
    LegalDecision: "id article outcomes is_favourable by_respondent",
    LegalGround: "id article offices",
    LegalTerm: "rule_id article term start restart start_day_counts",
    Citation: "article provenance source note",
    Decision: "id titles citation outcomes is_favourable by_respondent",
    Extension: "limit notice offices",
    Kind: (
        "id titles citation procedure term decisions termination_grounds extension extension_bar "
        "deemed_refusal parent_kind since"
    ),
    Rule: "id summary citation term start restart start_day_counts bound is_information",
    Rulebook: "version country law effective citation kinds rules",
    TerminationGround: "id titles citation offices",
    DecisionDetails: "decision termination_ground remedies_stated hearing_exception",
    Notification: "means proof at",
    Escalation: "levels repeat_every",
    EscalationLevel: "after target",
    Limits: (
        "max_information_wait max_information_requests max_hold max_extension max_extensions "
        "reopening_period max_reopenings"
    ),
    Plan: (
        "policy statute steps side_task specialists fallback limits receipt urgent_step danger_groups "
        "superiors body_with_counter"
    ),
    ReceiptPlan: "term call_back",
    Schedule: "budget warnings escalation lapse_after",
    StepPlan: "step group work acceptance lease",
    Organisation: "id kind region titles roles superior external",
    Policy: (
        "name version calendar statute steps side_task receipt limits fallback specialists sponsor regions "
        "themes organisations topics law urgent own_rules calls"
    ),
    CallRule: "threshold channels targets shares",
    Region: "id titles",
    StepRule: "work acceptance lease",
    Theme: "id titles",
    Topic: "id theme titles competent steps specialists sponsor awaits_receipt budgets fields",
    TopicField: "id titles type required choices",
    FieldChoice: "id titles",
    UrgentRule: "rule competent",
    AppealSummary: (
        "id seq number topic region status step stage organisation received_at registered_at "
        "statutory_due_at next_alarm_at escalations needs_attention reopenings outcome closed_at "
        "merged_into policy calendar kind rulebook parent urgent deemed_refused_at complaint_about "
        "complaint_late due_estimated body_number body_registered_on body_numbers"
    ),
    InboxTask: (
        "id appeal seq version purpose step organisation role state holder opened_at state_since due_at "
        "held_until mandatory specialty origin_task duty rule_id urgent barred previous_organisations "
        "number topic region statutory_due_at needs_attention"
    ),
    TaskSummary: (
        "id appeal seq version purpose step organisation role state holder opened_at state_since due_at "
        "held_until mandatory specialty origin_task duty rule_id urgent barred previous_organisations"
    ),
    Appeal: ("id number seq origin plan calendar status step law tasks clocks suspension progress legal"),
    Origin: (
        "topic region reception received_at registered_at channel language parent anonymous corrected_seq"
    ),
    Standing: "status step tasks clocks suspension progress legal",
    Suspension: "pauses paused_at information_requests last_question",
    Progress: (
        "extensions reopenings escalations needs_attention outcomes closed_at merged_into acted_at silent_at"
    ),
    Clock: "kind started_at budget task extensions fixed_end marks_fired last_fired_at start_day_counts",
    LegalState: (
        "demands child_count danger pending_correction defect_correction_lapsed_at deemed_refused_at "
        "silence_contestable_until hearing decision complaint competence recusals registrations"
    ),
    BodyRegistration: "organisation number registered_on",
    Hearing: "announced_at notified_at is_requested held_at protocol_signed_at",
    legal.Decision: "code article termination_ground remedies_stated hearing_exception pending_window",
    Complaint: "about against is_forwarded is_late",
    Competence: (
        "previous_bodies previous_term_starts relieved_bodies received_at considering_body superior "
        "superiors kept_by"
    ),
    Recusals: "barred requested upheld dismissed",
    PendingTerm: "notice_task term",
    Task: (
        "id purpose step group state opened_at state_since version mandatory specialty origin_task holder "
        "held_until duty rule_id budget urgent previous_organisations is_accepted"
    ),
    Titles: "kk ru en",
    AmendmentSource: "issued_by reference",
    CalendarAmendment: "days source",
    DayAmendment: "day kind name region",
    Term: "amount unit",
    UtcOffset: "since minutes",
    Calendar: (
        "version timezone offsets opening_time closing_time days_off extra_working_days estimated_days_off "
        "first_day last_day always_open regional_days_off amended_at"
    ),
    Interval: "start end",
    RegionalDayOff: "region day",
}


def keys_of(kind: type, table: Mapping[type, str] = JSON_KEYS) -> dict[str, str]:
    """Return the JSON key of each field of the dataclass *kind*, by the field's name."""
    rows = " ".join(table.get(each, "") for each in reversed(kind.__mro__))  # inherited fields too
    declared = {field: key or field for field, _, key in (word.partition("=") for word in rows.split())}
    return {name: declared.get(name, name) for name in _field_names(kind)}


def use_json_keys(table: Mapping[type, str]) -> None:
    """Make pydantic read and write the fields of the classes in *table* by their keys.

    Every class gets its own configuration, for one without it would take on that of the class around it.
    """
    for kind in table:
        config = ConfigDict(alias_generator=keys_of(kind, table).__getitem__, serialize_by_alias=True)
        with_config(config)(kind)


def _field_names(kind: type) -> list[str]:
    return [field.name for field in fields(cast("Any", kind))]


use_json_keys(JSON_KEYS)
