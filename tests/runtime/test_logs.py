"""One line for one thing that happened."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
import structlog
from temporalio import workflow
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from runtime import logs

structured = structlog.get_logger("structured")
classic = logging.getLogger("classic")

KAZAKH_EVENT = "Өтініш тіркелді"
KAZAKH_FORMAT = "Өтініш %s"


@workflow.defn
class Talkative:
    """Logs before and after a pause that makes a worker without cache replay."""

    @workflow.run
    async def run(self) -> None:
        structured.info("before the pause")
        classic.info("before the pause, in the old way")
        await workflow.sleep(timedelta(milliseconds=10))
        structured.info("after the pause")


@pytest.fixture(autouse=True)
def former_log() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]


def test_structlog_and_logging_produce_the_same_shape(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json", "info")
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        structlog.get_logger("new").info(KAZAKH_EVENT, appeal="a-1")
        logging.getLogger("old").info(KAZAKH_FORMAT, "тіркелді")
    new, old = lines(capsys)
    assert (new["event"], new["level"], new["request_id"], new["appeal"]) == (
        "Өтініш тіркелді",
        "info",
        "r-1",
        "a-1",
    )
    assert (old["event"], old["level"], old["request_id"]) == ("Өтініш тіркелді", "info", "r-1")


def test_a_traceback_shows_no_local_variable(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json", "info")
    applicant = "Айгүл Серікқызы"
    try:
        int(applicant.encode().hex())
    except ValueError as error:
        error.args = ("not a number",)
        structlog.get_logger("new").exception("parsing_failed")
    (line,) = lines(capsys)
    assert "ValueError" in str(line["exception"])
    assert applicant not in str(line)


def test_messages_below_the_level_are_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("console", "warning")
    structlog.get_logger("new").info("quiet_event")
    structlog.get_logger("new").warning("loud_event")
    output = capsys.readouterr().err
    assert "loud" in output
    assert "quiet" not in output


async def test_a_replayed_workflow_does_not_repeat_its_lines(
    temporal: WorkflowEnvironment, task_queue: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("json", "info")
    async with Worker(
        temporal.client,
        task_queue=task_queue,
        workflows=[Talkative],
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_cached_workflows=0,
    ):
        await temporal.client.execute_workflow(Talkative.run, id=task_queue, task_queue=task_queue)
    messages = [(line["event"], line["appeal"]) for line in lines(capsys) if "pause" in str(line["event"])]
    assert messages == [
        ("before the pause", task_queue),
        ("before the pause, in the old way", task_queue),
        ("after the pause", task_queue),
    ]
