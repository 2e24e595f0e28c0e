"""Names that Temporal keeps: workflow ids with their inverse, the task queue, search attributes."""

from uuid import UUID

from temporalio.common import SearchAttributeKey

TASK_QUEUE = "komek"
APPEAL = "Appeal"
RECORD = "record"
CALENDAR_CHANGE = "CalendarChange"
TELL_APPEALS = "tell_appeals"
_APPEAL_ID = "appeal-"

STAGE = SearchAttributeKey.for_keyword("AppealStage")
AGENCY = SearchAttributeKey.for_keyword("AgencyId")
REGION = SearchAttributeKey.for_keyword("RegionId")
DUE = SearchAttributeKey.for_datetime("SlaDueAt")
ESCALATIONS = SearchAttributeKey.for_int("Escalations")
ATTENTION = SearchAttributeKey.for_bool("NeedsAttention")


def workflow_id(appeal: UUID) -> str:
    """Return the id of an appeal's workflow."""
    return f"{_APPEAL_ID}{appeal}"


def change_id(version: str) -> str:
    """Return the id of the workflow that carries this version of the calendar to the open appeals."""
    return f"calendar-{version}"


def appeal_id(workflow: str) -> UUID:
    """Return which appeal a workflow carries. Raises ValueError for another kind of workflow."""
    if not workflow.startswith(_APPEAL_ID):
        raise ValueError(f"{workflow} is not the workflow of an appeal")
    return UUID(workflow.removeprefix(_APPEAL_ID))
