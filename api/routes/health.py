"""Whether Komek is alive, and whether it can work: for whatever runs it."""

import asyncio

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.auth import Deps
from application.dependencies import ReadinessCheck
from schemas.http.responses.operations import HealthView, ReadinessView

CHECK_TIMEOUT_SECONDS = 5.0

router = APIRouter(tags=["operations"])


@router.get("/healthz")
async def liveness_probe() -> HealthView:
    """Say that the process answers."""
    return HealthView(status="alive")


@router.get("/readyz", responses={503: {"model": ReadinessView, "description": "A part is away"}})
async def readiness_probe(needs: Deps) -> JSONResponse:
    """Say whether the database, Temporal and the migrations are as they should be."""
    answers = await asyncio.gather(*(_check_passes(check) for check in needs.readiness_checks.values()))
    ready = ReadinessView(
        ready=all(answers), components=dict(zip(needs.readiness_checks, answers, strict=True))
    )
    return JSONResponse(ready.model_dump(), 200 if ready.ready else 503)


async def _check_passes(check: ReadinessCheck) -> bool:
    """Return what *check* says; no answer in time, or an error, is a no."""
    try:
        return await asyncio.wait_for(check(), CHECK_TIMEOUT_SECONDS)
    except Exception:  # noqa: BLE001 -- whatever is wrong, the part is not ready
        return False
