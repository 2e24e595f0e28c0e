"""Names that Temporal keeps: workflow ids with their inverse, the task queue, search attributes."""

from uuid import UUID

from temporalio.common import SearchAttributeKey

TASK_QUEUE = "komek"
APPEAL_WORKFLOW = "Appeal"
RECORD_FACTS_ACTIVITY = "record_facts"
CALENDAR_CHANGE_WORKFLOW = "CalendarChange"
APPLY_CALENDAR_ACTIVITY = "apply_calendar"
_APPEAL_ID_PREFIX = "appeal-"

STAGE_ATTRIBUTE = SearchAttributeKey.for_keyword("AppealStage")
ORGANISATION_ATTRIBUTE = SearchAttributeKey.for_keyword("OrganisationId")
REGION_ATTRIBUTE = SearchAttributeKey.for_keyword("RegionId")
DUE_ATTRIBUTE = SearchAttributeKey.for_datetime("StatutoryDueAt")
ESCALATIONS_ATTRIBUTE = SearchAttributeKey.for_int("EscalationCount")
ATTENTION_ATTRIBUTE = SearchAttributeKey.for_bool("NeedsAttention")


def appeal_workflow_id(appeal: UUID) -> str:
    """Return the id of an appeal's workflow."""
    return f"{_APPEAL_ID_PREFIX}{appeal}"


def calendar_change_workflow_id(version: str) -> str:
    """Return the id of the workflow that carries this version of the calendar to the open appeals."""
    return f"calendar-{version}"


def appeal_id_from_workflow_id(workflow: str) -> UUID:
    """Return which appeal a workflow carries. Raises ValueError for another kind of workflow."""
    if not workflow.startswith(_APPEAL_ID_PREFIX):
        raise ValueError(f"{workflow} is not the workflow of an appeal")
    return UUID(workflow.removeprefix(_APPEAL_ID_PREFIX))
