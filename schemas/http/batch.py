"""Many verbs at once, and what came of each."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from domain.rules.lifecycle import TASK_STATES, Verb
from schemas.base import Body
from schemas.http.responses.problems import Pending, Problem
from schemas.http.responses.views import TaskView, View

MOST = 100


def _of_a_task(verb: Verb) -> Verb:
    if verb not in TASK_STATES:
        expected = {"expected": ", ".join(TASK_STATES)}
        raise PydanticCustomError("unknown_value", "not a verb of tasks", expected)
    return verb


class BatchItem(Body):
    """One verb for one task."""

    task: UUID
    verb: Annotated[Verb, AfterValidator(_of_a_task)]
    body: dict[str, Any] = Field({}, description="As it would be sent to the verb's own address.")
    version: int | None = Field(None, ge=0, le=10**9, description="The task's version, as you saw it.")


class Batch(Body):
    """Up to a hundred verbs."""

    items: list[BatchItem] = Field(min_length=1, max_length=MOST)


class BatchLine(View):
    """What came of one verb: the task after it, or a problem."""

    task: UUID
    verb: Verb
    status: int = Field(description="As if it had been sent by itself.")
    result: TaskView | Pending | Problem


class BatchResult(View):
    """What came of each verb, in the order in which they were sent."""

    items: list[BatchLine]
