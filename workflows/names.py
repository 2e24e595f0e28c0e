"""Names that Temporal stores: workflow ids, the task queue, activities, errors, memos, search attributes."""

from temporalio.common import SearchAttributeKey

TASK_QUEUE = "komek"
APPEAL_WORKFLOW = "Appeal"
RECORD_FACTS_ACTIVITY = "record_facts"
CORRECT_SILENCE_ACTIVITY = "correct_silence"
CHECK_OUTSIDE_COMMAND_ACTIVITY = "check_outside_command"
WRONG_APPEAL = "wrong_appeal"
SEAL_INVALID = "seal_invalid"
APPEAL_MEMO = "appeal"
CALENDAR_CHANGE_WORKFLOW = "CalendarChange"
APPLY_CALENDAR_ACTIVITY = "apply_calendar"

STAGE_ATTRIBUTE = SearchAttributeKey.for_keyword("AppealStage")
ORGANISATION_ATTRIBUTE = SearchAttributeKey.for_keyword("OrganisationId")
REGION_ATTRIBUTE = SearchAttributeKey.for_keyword("RegionId")
DUE_ATTRIBUTE = SearchAttributeKey.for_datetime("StatutoryDueAt")
ESCALATIONS_ATTRIBUTE = SearchAttributeKey.for_int("EscalationCount")
ATTENTION_ATTRIBUTE = SearchAttributeKey.for_bool("NeedsAttention")


def appeal_workflow_id(number: str) -> str:
    """Return the id of an appeal's workflow: its number, with a dot before the number of a child appeal."""
    return number.replace("/", ".")


def appeal_number(workflow_id: str) -> str:
    """Return the number of the appeal whose workflow has this id."""
    return workflow_id.replace(".", "/")


def calendar_change_workflow_id(version: str) -> str:
    """Return the id of the workflow that applies this version of the calendar to the open appeals."""
    return f"calendar-{version}"
