"""The rows of tasks show what the inbox lists, and what is over is never due."""

from domain.projections.summaries import inbox_task, summarise_appeal, summarise_task
from tests.support.domain.builders import held_by_agency


def test_task_in_the_inbox_belongs_to_its_group_and_shows_its_appeal() -> None:
    story = held_by_agency()
    listed = inbox_task(summarise_appeal(story.appeal), summarise_task(story.appeal, story.main_task))
    assert listed.group == story.main_task.group
    assert (listed.number, listed.topic) == (story.appeal.number, story.appeal.origin.topic)
    assert listed.statutory_due_at == story.appeal.statute_due


def test_ended_task_is_no_longer_due_by_law() -> None:
    story = held_by_agency()
    ended = next(task for task in story.appeal.tasks if not task.is_open)
    assert (
        inbox_task(summarise_appeal(story.appeal), summarise_task(story.appeal, ended)).statutory_due_at
        is None
    )
