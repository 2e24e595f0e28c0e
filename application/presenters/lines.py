"""Lines of lists: a task or an appeal, and by what it is recognised."""

from collections.abc import Collection
from uuid import UUID

from application.presenters.tasks import present_task_list_item
from schemas.http.responses.lists import AppealLineView, TaskLineView
from schemas.http.responses.views import AppealListItemView
from store.queries import AppealRecord, TaskRecord
from store.queries.lists import NOTHING_KNOWN, Recognition

FIRST_WORDS_LENGTH = 100
RecognisedBy = dict[UUID, Recognition]


def present_task_line(task: TaskRecord, known: RecognisedBy, lost: Collection[UUID]) -> TaskLineView:
    """Return *task* as a list shows it; it needs attention also where its appeal's workflow is *lost*."""
    item = present_task_list_item(task)
    attention = item.needs_attention or task.appeal in lost
    plain = item.model_dump() | {"needs_attention": attention}
    return TaskLineView(**plain, **_recognition(known.get(task.id)))


def present_appeal_line(appeal: AppealRecord, known: RecognisedBy, lost: Collection[UUID]) -> AppealLineView:
    """Return *appeal* as a list shows it; it needs attention also where its workflow is *lost*."""
    item = AppealListItemView.model_validate(appeal)
    attention = item.needs_attention or appeal.id in lost
    plain = item.model_dump() | {"needs_attention": attention}
    return AppealLineView(**plain, **_recognition(known.get(appeal.id)))


def first_words(text: str, length: int = FIRST_WORDS_LENGTH) -> str:
    """Return the first words of *text* on one line, with an ellipsis where more follows."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    whole_words = line[: length + 1].rpartition(" ")[0]
    return f"{whole_words or line[:length]} …"


def _recognition(known: Recognition | None) -> dict[str, object]:
    found = known or NOTHING_KNOWN
    return {
        "applicant": found.applicant,
        "category": found.category,
        "language": found.language,
        "first_words": first_words(found.text_start) if found.text_start else None,
        "level": found.level,
    }
