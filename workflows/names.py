"""Names that Temporal keeps: workflow ids with their inverse, the task queue, search attributes."""

from uuid import UUID

from temporalio.common import SearchAttributeKey

TASK_QUEUE = "komek"
APPEAL_WORKFLOW = "Appeal"
RECORD_ACTIVITY = "record"
CALENDAR_CHANGE_WORKFLOW = "CalendarAmendment"
ROLLOUT_PAGE_ACTIVITY = "tell_appeals"
_APPEAL_ID_PREFIX = "appeal-"

STAGE_ATTRIBUTE = SearchAttributeKey.for_keyword("AppealStage")
AGENCY_ATTRIBUTE = SearchAttributeKey.for_keyword("AgencyId")
REGION_ATTRIBUTE = SearchAttributeKey.for_keyword("RegionId")
DUE_ATTRIBUTE = SearchAttributeKey.for_datetime("SlaDueAt")
ESCALATIONS_ATTRIBUTE = SearchAttributeKey.for_int("Escalations")
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
