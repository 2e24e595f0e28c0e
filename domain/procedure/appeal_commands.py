"""The commands on an appeal as a whole, one row each."""

from domain import commands as c
from domain.identity.people import Role
from domain.law.rule_ids import RuleId
from domain.procedure.applicant.corrections import correct_applicant, correct_region, correct_topic
from domain.procedure.applicant.defects import correct_defects
from domain.procedure.applicant.merge import merge
from domain.procedure.applicant.rights import change_representative, request_file_access
from domain.procedure.applicant.withdrawal import withdraw
from domain.procedure.body_registration import record_body_registration
from domain.procedure.calendar_change import change_calendar
from domain.procedure.competence.change_kind import change_kind
from domain.procedure.competence.recusal import request_recusal
from domain.procedure.decision.extension import check_may_extend, extend
from domain.procedure.decision.hearing import request_hearing, submit_objection, submit_protocol_remarks
from domain.procedure.decision.return_to_applicant import attach_to_file
from domain.procedure.work.completion import confirm_receipt, reopen_appeal, resolve_at_intake
from domain.procedure.work.requests import provide_information
from domain.rules.command_spec import AppealAccess, AppealCommandSpec
from domain.rules.lifecycle import EVER, IN_WORK, ONLY_CLOSED, UNDECIDED, UNFINISHED, Verb
from domain.state.appeal import Status
from domain.state.task import TaskState

EVERYBODY = frozenset(Role)
COUNTER = frozenset({Role.CLERK, Role.SUPERVISOR})
COUNTER_AND_OPERATOR = COUNTER | {Role.OPERATOR}
OFFICIALS = COUNTER_AND_OPERATOR | {Role.OFFICER}
APPLICANT_SIDE = COUNTER_AND_OPERATOR | {Role.CITIZEN, Role.INTEGRATOR}

APPEAL_COMMANDS = (
    AppealCommandSpec(
        Verb.RESOLVE_AT_INTAKE,
        c.ResolveAtIntake,
        resolve_at_intake,
        "Resolve the appeal at the counter, in the same visit.",
        statuses=IN_WORK,
        roles=COUNTER,
        access=AppealAccess.OWNING_GROUP,
        is_decision=True,
        states=frozenset({TaskState.READY}),
        leads_to=frozenset({TaskState.COMPLETED}),
        status_moves=((Status.IN_PROGRESS, Status.CLOSED),),
    ),
    AppealCommandSpec(
        Verb.PROVIDE_INFORMATION,
        c.ProvideInformation,
        provide_information,
        "Provide the applicant's answer, by whatever channel it came; the paused clocks continue.",
        statuses=UNFINISHED,
        roles=EVERYBODY,
        access=AppealAccess.APPLICANT_CHANNEL,
        status_moves=((Status.AWAITING_INFORMATION, Status.IN_PROGRESS),),
    ),
    AppealCommandSpec(
        Verb.CONFIRM_RECEIPT,
        c.ConfirmReceipt,
        confirm_receipt,
        "Confirm whether the help that was granted has arrived.",
        statuses=frozenset({Status.AWAITING_RECEIPT}),
        roles=EVERYBODY,
        access=AppealAccess.APPLICANT_CHANNEL,
        status_moves=(
            (Status.AWAITING_RECEIPT, Status.CLOSED),
            (Status.AWAITING_RECEIPT, Status.IN_PROGRESS),
        ),
    ),
    AppealCommandSpec(
        Verb.WITHDRAW,
        c.Withdraw,
        withdraw,
        "Withdraw the appeal, as the applicant wishes.",
        statuses=UNFINISHED,
        roles=APPLICANT_SIDE,
        access=AppealAccess.APPLICANT_CHANNEL,
        status_moves=tuple((status, Status.CLOSED) for status in sorted(UNFINISHED)),
    ),
    AppealCommandSpec(
        Verb.MERGE,
        c.Merge,
        merge,
        "Close the appeal as a part of another one.",
        statuses=UNFINISHED,
        roles=COUNTER_AND_OPERATOR,
        access=AppealAccess.OWNING_GROUP,
        status_moves=tuple((status, Status.CLOSED) for status in sorted(UNFINISHED)),
    ),
    AppealCommandSpec(
        Verb.EXTEND,
        c.Extend,
        extend,
        "Extend the terms, for a reason and before they end.",
        statuses=UNDECIDED,
        roles=frozenset({Role.SUPERVISOR, Role.HEAD, Role.OPERATOR}),
        access=AppealAccess.CONSIDERING_BODY,
        precondition=check_may_extend,
    ),
    AppealCommandSpec(
        Verb.REOPEN,
        c.Reopen,
        reopen_appeal,
        "Reopen a closed appeal; its old outcome is kept.",
        statuses=ONLY_CLOSED,
        roles=APPLICANT_SIDE,
        access=AppealAccess.APPLICANT_CHANNEL,
        status_moves=((Status.CLOSED, Status.IN_PROGRESS),),
    ),
    AppealCommandSpec(
        Verb.CHANGE_KIND,
        c.ChangeKind,
        change_kind,
        "Change the kind of the appeal; its terms are those of the new kind.",
        statuses=UNDECIDED,
        roles=OFFICIALS,
        access=AppealAccess.OWNING_GROUP,
        status_moves=((Status.AWAITING_INFORMATION, Status.IN_PROGRESS),),
    ),
    AppealCommandSpec(
        Verb.CORRECT_DEFECTS,
        c.CorrectDefects,
        correct_defects,
        "Add what the appeal lacked.",
        statuses=UNDECIDED,
        roles=EVERYBODY,
        access=AppealAccess.APPLICANT_CHANNEL,
    ),
    AppealCommandSpec(
        Verb.SUBMIT_OBJECTION,
        c.SubmitObjection,
        submit_objection,
        "Object to the preliminary decision.",
        statuses=UNDECIDED,
        roles=EVERYBODY,
        access=AppealAccess.APPLICANT_CHANNEL,
        rule_id=RuleId.OBJECTION,
    ),
    AppealCommandSpec(
        Verb.REQUEST_HEARING,
        c.RequestHearing,
        request_hearing,
        "Request to be heard in person before the act.",
        statuses=UNDECIDED,
        roles=EVERYBODY,
        access=AppealAccess.APPLICANT_CHANNEL,
        rule_id=RuleId.HEARING_REQUEST,
    ),
    AppealCommandSpec(
        Verb.SUBMIT_PROTOCOL_REMARKS,
        c.SubmitProtocolRemarks,
        submit_protocol_remarks,
        "Submit remarks on the protocol of the hearing.",
        statuses=EVER,
        roles=EVERYBODY,
        access=AppealAccess.APPLICANT_CHANNEL,
        rule_id=RuleId.PROTOCOL_REMARKS,
    ),
    AppealCommandSpec(
        Verb.REQUEST_RECUSAL,
        c.RequestRecusal,
        request_recusal,
        "Request that an official has no part in the appeal.",
        statuses=UNDECIDED,
        roles=EVERYBODY,
        access=AppealAccess.APPLICANT_CHANNEL,
        rule_id=RuleId.RECUSAL,
    ),
    AppealCommandSpec(
        Verb.CHANGE_REPRESENTATIVE,
        c.ChangeRepresentative,
        change_representative,
        "Name a representative of the applicant, or remove the present one.",
        statuses=UNFINISHED,
        roles=EVERYBODY,
        access=AppealAccess.APPLICANT_CHANNEL,
        rule_id=RuleId.REPRESENTATIVE_REPLACEMENT,
    ),
    AppealCommandSpec(
        Verb.REQUEST_FILE_ACCESS,
        c.RequestFileAccess,
        request_file_access,
        "Request access to the file.",
        statuses=EVER,
        roles=EVERYBODY,
        access=AppealAccess.APPLICANT_CHANNEL,
        rule_id=RuleId.FILE_ACCESS,
    ),
    AppealCommandSpec(
        Verb.ATTACH_TO_FILE,
        c.AttachToFile,
        attach_to_file,
        "Attach an identical appeal to the file of the one that was returned before.",
        statuses=UNDECIDED,
        roles=OFFICIALS,
        access=AppealAccess.OWNING_GROUP,
        rule_id=RuleId.ATTACH_TO_FILE,
        status_moves=tuple((status, Status.CLOSED) for status in sorted(UNDECIDED)),
    ),
    AppealCommandSpec(
        Verb.CHANGE_CALENDAR,
        c.ChangeCalendar,
        change_calendar,
        "Apply another version of the calendar to the appeal.",
        statuses=UNFINISHED,
        roles=frozenset({Role.OPERATOR}),
        access=AppealAccess.OVERSEER,
    ),
    AppealCommandSpec(
        Verb.CORRECT_APPLICANT,
        c.CorrectApplicant,
        correct_applicant,
        "Correct the name, the numbers or the contacts of an applicant.",
        statuses=EVER,
        roles=OFFICIALS,
        access=AppealAccess.APPLICANT_CHANNEL,
    ),
    AppealCommandSpec(
        Verb.CORRECT_TOPIC,
        c.CorrectTopic,
        correct_topic,
        "Correct the topic: the steps ahead are those of the new one, and no clock moves.",
        statuses=UNDECIDED,
        roles=OFFICIALS,
        access=AppealAccess.OWNING_GROUP,
    ),
    AppealCommandSpec(
        Verb.CORRECT_REGION,
        c.CorrectRegion,
        correct_region,
        "Correct the region: the steps ahead are those of the new one, and no clock moves.",
        statuses=UNDECIDED,
        roles=OFFICIALS,
        access=AppealAccess.OWNING_GROUP,
    ),
    AppealCommandSpec(
        Verb.RECORD_BODY_REGISTRATION,
        c.RecordBodyRegistration,
        record_body_registration,
        "Record the number and day under which the considering body has registered the appeal itself.",
        statuses=EVER,
        roles=OFFICIALS | {Role.HEAD},
        access=AppealAccess.MEMBER_OF_BODY,
    ),
)
