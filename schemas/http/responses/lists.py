"""Lines of the lists of tasks and appeals: enough that a task is recognised without reading its appeal."""

from pydantic import BaseModel, Field

from domain.country.languages import Language
from domain.identity.people import Role
from domain.state.task import TaskState
from schemas.http.responses.escalations import CallCounts
from schemas.http.responses.views import AppealListItemView, PageView, TaskListItemView, View


class Recognisable(BaseModel):
    """By what a line is recognised. A list holds only what its reader may read whole."""

    applicant: str | None = Field(None, description="The name of the first applicant; null if anonymous.")
    category: str | None = Field(None, description="That of the first applicant.")
    language: Language | None = Field(None, description="The language of the appeal.")
    first_words: str | None = Field(None, description="The beginning of the appeal's text.")
    level: int | None = Field(
        None, description="The highest level of the ladder that is called; null where none is."
    )


class TaskLineView(Recognisable, TaskListItemView):
    """One task in an inbox."""


class AppealLineView(Recognisable, AppealListItemView):
    """One appeal in a list."""


class TaskPage(PageView[TaskLineView]):
    """A page of tasks."""


class AppealPage(PageView[AppealLineView]):
    """A page of appeals."""


class TaskCount(View):
    """How many open tasks of a group are in a state, and how many of them are late."""

    organisation: str
    role: Role
    state: TaskState
    open: int
    overdue: int


class TaskCounts(View):
    """How many open tasks there are. Without `exact`, only the thousand most urgent are counted."""

    open: int
    overdue: int = Field(description="Late by the step or by the law.")
    more: bool = Field(description="Whether there may be more than were counted.")
    groups: list[TaskCount]
    calls: CallCounts = Field(description="How many calls await you, whatever the filter.")
