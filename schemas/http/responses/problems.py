"""Problems by RFC 9457, in the reader's language."""

from pydantic import BaseModel, ConfigDict, Field

CODE_EXAMPLE = "task_held_by_another"


class FieldError(BaseModel):
    """An error in one field of a request."""

    field: str
    code: str
    message: str


class Problem(BaseModel):
    """The reason why a request was refused, and the suggested action. ``code`` and ``type`` never change."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "/problems/task-held-by-another",
                "title": "Another person holds the task",
                "status": 409,
                "detail": "Айгүл Серікова holds this task since 16 Nov 2026, 10:15.",
                "code": CODE_EXAMPLE,
                "suggested_action": "Take another task, or ask a supervisor to reassign this one.",
                "errors": [],
                "parameters": {
                    "holder": "019a8f5e-7c00-7abc-8def-0123456789ab",
                    "since": "2026-11-16T05:15:00+00:00",
                },
                "request_id": "5f2c1e0a9d7b4c3e",
            }
        }
    )

    type: str = Field(description="Address of a page that explains the problem.")
    title: str
    status: int
    detail: str
    code: str = Field(description="The same as the end of `type`, for machines.")
    suggested_action: str = Field(description="What the reader can do about it.")
    errors: list[FieldError] = Field(default_factory=list)
    parameters: dict[str, str] = Field(default_factory=dict, description="What was in the way, for machines.")
    request_id: str = Field(description="Quote it when you ask for help.")


class PendingCommandView(BaseModel):
    """The command was accepted without a result yet: repeat it with the same Idempotency-Key."""

    code: str = "pending"
    title: str
    suggested_action: str
    location: str = Field(description="Where the result will be seen.")
    request_id: str
