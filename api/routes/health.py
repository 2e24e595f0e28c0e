"""Health checks for the platform that runs Komek: whether it is alive, and whether it is ready."""

import asyncio
from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.auth import Deps
from application.dependencies import ReadinessCheck
from schemas.http.responses.operations import HealthView, ReadinessView, ReadinessWarning

CHECK_TIMEOUT_SECONDS = 5.0

router = APIRouter(tags=["operations"])


@router.get("/healthz")
async def liveness_probe() -> HealthView:
    """Say that the process is alive."""
    return HealthView(status="alive")


@router.get("/readyz", responses={503: {"model": ReadinessView, "description": "A part is away"}})
async def readiness_probe(dependencies: Deps) -> JSONResponse:
    """Say whether the database, Temporal and the migrations are as they should be."""
    components, warnings = await asyncio.gather(
        _results(dependencies.readiness_checks), _results(dependencies.readiness_warnings)
    )
    ready = ReadinessView(
        ready=all(components.values()),
        components=components,
        warnings=[ReadinessWarning(name) for name, passes in warnings.items() if not passes],
    )
    return JSONResponse(ready.model_dump(mode="json"), 200 if ready.ready else 503)


async def _results(checks: Mapping[str, ReadinessCheck]) -> dict[str, bool]:
    """Return the results of *checks*, which run at the same time, by name."""
    return dict(zip(checks, await asyncio.gather(*map(_check_passes, checks.values())), strict=True))


async def _check_passes(check: ReadinessCheck) -> bool:
    """Return the result of *check*; a timeout or an error is a failure."""
    try:
        return await asyncio.wait_for(check(), CHECK_TIMEOUT_SECONDS)
    except Exception:  # noqa: BLE001 -- whatever failed, the component is not ready
        return False
