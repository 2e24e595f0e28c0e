"""Lines of the lists of tasks and appeals: enough that a task is recognised without reading its appeal."""

from pydantic import BaseModel, Field

from domain.country.languages import Language
from schemas.http.responses.views import AppealListItemView, PageView, TaskListItemView


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
