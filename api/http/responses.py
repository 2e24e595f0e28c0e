"""api.http.responses."""

from fastapi.responses import JSONResponse, Response

from schemas.http.responses.views import IntakeWarning, StaffReferenceWithPost, TalonView, TaskView
from store.appeals.intake import IntakeAggregate


def task_response(view: TaskView) -> Response:
    """Return *view* with its version as ETag."""
    return JSONResponse(view.model_dump(mode="json"), headers={"ETag": etag(view.version)})


def etag(version: int) -> str:
    """Return the ETag of a task's *version*."""
    return f'"{version}"'


def talon_response(
    taken: IntakeAggregate, receiver: StaffReferenceWithPost, odd: list[IntakeWarning]
) -> Response:
    """Return the talon of what was *taken* in."""
    given = taken.batch.summary
    talon = TalonView(
        id=given.id,
        number=given.number,
        tracking_code=taken.tracking_code,
        registered_at=given.registered_at,
        statutory_due_at=given.statutory_due_at,
        due_estimated=given.due_estimated,
        status=given.status,
        received_by=receiver,
        warnings=odd,
    )
    return JSONResponse(talon.model_dump(mode="json"), 201, {"Location": f"/v1/appeals/{given.id}"})
