"""The baseline of intake: an endpoint that writes one row. Run as `python -m bench.baseline.api PORT`."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import text

from bench.environment import READY_LINE
from runtime.settings import Settings
from store.database.engine import autocommit, create_engine

CREATE_TABLE = text(
    "CREATE TABLE baseline_talons (id uuid PRIMARY KEY, body text, at timestamptz DEFAULT now())"
)
INSERT_ROW = text("INSERT INTO baseline_talons (id, body) VALUES (:id, :body)")


class BaselineRequest(BaseModel):
    """The request body."""

    text: str


class BaselineResponse(BaseModel):
    """The response body."""

    id: UUID


def create_app(settings: Settings) -> FastAPI:
    """Return the API: the same engine settings as Komek, one route, no rule."""
    engine = create_engine(settings.database_url, pool_size=settings.database_pool)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        print(READY_LINE, flush=True)  # noqa: T201 - the parent process waits for it
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)

    @app.post("/slips", status_code=201)
    async def register(slip: BaselineRequest) -> BaselineResponse:
        """Write one row."""
        stub = BaselineResponse(id=uuid4())
        async with autocommit(engine).connect() as connection:
            await connection.execute(INSERT_ROW, {"id": stub.id, "body": slip.text})
        return stub

    return app


if __name__ == "__main__":
    uvicorn.run(create_app(Settings()), host="127.0.0.1", port=int(sys.argv[1]), log_config=None)
