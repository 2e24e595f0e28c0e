"""Logging of structlog and of the standard library through one pipeline, as JSON or for a terminal.

A line written inside a workflow is written once, not again at each replay.
"""

import logging
import logging.config
import sys
from typing import Literal

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, Processor, WrappedLogger


def configure(form: Literal["json", "console"], level: str) -> None:
    """Route structlog and the standard library through the same processors to stderr."""
    shared: list[Processor] = [
        add_workflow_id,
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.UnicodeDecoder(),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.addFilter(is_not_replay)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_renderers(form))
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for talkative in ("httpx2", "httpcore2", "alembic.runtime.plugins", "uvicorn.access"):
        logging.getLogger(talkative).setLevel(logging.WARNING)


def add_workflow_id(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Add the id of the current workflow to the event."""
    workflow = sys.modules.get("temporalio.workflow")
    if workflow is not None and workflow.in_workflow():
        event.setdefault("appeal", workflow.info().workflow_id)
    return event


def is_not_replay(_record: logging.LogRecord) -> bool:
    """Return whether the record is not a repetition by a workflow in replay."""
    workflow = sys.modules.get("temporalio.workflow")
    return workflow is None or not workflow.in_workflow() or not workflow.unsafe.is_replaying_history_events()


def _renderers(form: Literal["json", "console"]) -> list[Processor]:
    """Return the final processors; tracebacks omit local variables, which may hold personal data."""
    if form == "json":
        return [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    return [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        ),
    ]
