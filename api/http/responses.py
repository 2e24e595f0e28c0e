"""api.http.responses."""

from fastapi.responses import JSONResponse, Response

from schemas.http.responses.views import Remark, Talon, TalonReceiver, TaskView
from store.appeals.intake import TakenIn


def task_answer(view: TaskView) -> Response:
    """Return *view* with its version as ETag."""
    return JSONResponse(view.model_dump(mode="json"), headers={"ETag": etag(view.version)})


def etag(version: int) -> str:
    """Return the ETag of a task's *version*."""
    return f'"{version}"'


def talon_answer(taken: TakenIn, receiver: TalonReceiver, odd: list[Remark]) -> Response:
    """Return the talon of what was *taken* in."""
    given = taken.batch.summary
    talon = Talon(
        id=given.id,
        number=given.number,
        tracking_code=taken.tracking_code,
        registered_at=given.registered_at,
        statutory_due=given.statute_due,
        due_estimated=given.due_estimated,
        status=given.status,
        receiver=receiver,
        remarks=odd,
    )
    return JSONResponse(talon.model_dump(mode="json"), 201, {"Location": f"/v1/appeals/{given.id}"})
