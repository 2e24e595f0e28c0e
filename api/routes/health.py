"""Health checks for the platform that runs Komek: whether it is alive, and whether it is ready."""

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
    """Say that the process is alive."""
    return HealthView(status="alive")


@router.get("/readyz", responses={503: {"model": ReadinessView, "description": "A part is away"}})
async def readiness_probe(dependencies: Deps) -> JSONResponse:
    """Say whether the database, Temporal and the migrations are as they should be."""
    results = await asyncio.gather(
        *(_check_passes(check) for check in dependencies.readiness_checks.values())
    )
    ready = ReadinessView(
        ready=all(results), components=dict(zip(dependencies.readiness_checks, results, strict=True))
    )
    return JSONResponse(ready.model_dump(), 200 if ready.ready else 503)


async def _check_passes(check: ReadinessCheck) -> bool:
    """Return the result of *check*; a timeout or an error is a failure."""
    try:
        return await asyncio.wait_for(check(), CHECK_TIMEOUT_SECONDS)
    except Exception:  # noqa: BLE001 -- whatever failed, the component is not ready
        return False
