"""Batches of commands and their results."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from domain.rules.lifecycle import Verb
from schemas.base import RequestBody
from schemas.http.requests.fields import WholeNumber
from schemas.http.requests.registry import TASK_BODY_BY_VERB
from schemas.http.responses.problems import PendingCommandView, Problem
from schemas.http.responses.views import TaskView, View

MAX_BATCH_ITEMS = 100


def _check_is_task_verb(verb: Verb) -> Verb:
    if verb not in TASK_BODY_BY_VERB:
        expected = {"expected": ", ".join(TASK_BODY_BY_VERB)}
        raise PydanticCustomError("unknown_value", "not a verb of tasks", expected)
    return verb


class BatchCommand(RequestBody):
    """One command on one task."""

    task: UUID
    verb: Annotated[Verb, AfterValidator(_check_is_task_verb)]
    body: dict[str, Any] = Field({}, description="As it would be sent to the verb's own address.")
    version: WholeNumber | None = Field(
        None, ge=0, le=10**9, description="The task's version, as you saw it."
    )


class CommandBatch(RequestBody):
    """Up to a hundred commands."""

    items: list[BatchCommand] = Field(min_length=1, max_length=MAX_BATCH_ITEMS)


class BatchCommandResult(View):
    """The result of one command: the task after it, or a problem."""

    task: UUID
    verb: Verb
    status: int = Field(description="As if it had been sent by itself.")
    result: TaskView | PendingCommandView | Problem


class BatchResultView(View):
    """The results in the order of the commands."""

    items: list[BatchCommandResult]
