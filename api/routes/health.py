"""Whether Komek is alive, and whether it can work: for whatever runs it."""

import asyncio

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.auth import World
from application.dependencies import Check
from schemas.http.responses.operations import Health, Readiness

PATIENCE_SECONDS = 5.0

router = APIRouter(tags=["operations"])


@router.get("/healthz")
async def healthz() -> Health:
    """Say that the process answers."""
    return Health(status="alive")


@router.get("/readyz", responses={503: {"model": Readiness, "description": "A part is away"}})
async def readyz(needs: World) -> JSONResponse:
    """Say whether the database, Temporal and the migrations are as they should be."""
    answers = await asyncio.gather(*(_asked(check) for check in needs.checks.values()))
    ready = Readiness(ready=all(answers), parts=dict(zip(needs.checks, answers, strict=True)))
    return JSONResponse(ready.model_dump(), 200 if ready.ready else 503)


async def _asked(check: Check) -> bool:
    """Return what *check* says; no answer in time, or an error, is a no."""
    try:
        return await asyncio.wait_for(check(), PATIENCE_SECONDS)
    except Exception:  # noqa: BLE001 -- whatever is wrong, the part is not ready
        return False
