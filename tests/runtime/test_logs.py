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

speaker = structlog.get_logger("speaker")


@workflow.defn
class Talkative:
    """Speaks before and after a pause that makes a worker without cache replay."""

    @workflow.run
    async def run(self) -> None:
        speaker.info("before the pause")
        logging.getLogger("old speaker").info("before the pause, in the old way")
        await workflow.sleep(timedelta(milliseconds=10))
        speaker.info("after the pause")


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


def test_both_ways_of_logging_give_the_same_shape(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json", "info")
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        structlog.get_logger("new").info("Өтініш тіркелді", appeal="a-1")
        logging.getLogger("old").info("Өтініш %s", "тіркелді")
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
    except ValueError as trouble:
        trouble.args = ("not a number",)
        structlog.get_logger("new").exception("it broke")
    (line,) = lines(capsys)
    assert "ValueError" in str(line["exception"])
    assert applicant not in str(line)


def test_what_is_below_the_level_is_not_said(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("console", "warning")
    structlog.get_logger("new").info("quiet")
    structlog.get_logger("new").warning("loud")
    said = capsys.readouterr().err
    assert "loud" in said
    assert "quiet" not in said


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
    said = [(line["event"], line["appeal"]) for line in lines(capsys) if "pause" in str(line["event"])]
    assert said == [
        ("before the pause", task_queue),
        ("before the pause, in the old way", task_queue),
        ("after the pause", task_queue),
    ]
