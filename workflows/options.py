"""Timeouts and retries by intent: the only place where they are set."""

from datetime import timedelta
from typing import TypedDict

from temporalio.common import RetryPolicy


class ActivityOptions(TypedDict):
    """The timeouts and retries of an activity."""

    start_to_close_timeout: timedelta
    retry_policy: RetryPolicy


WORKFLOW_TASK_TIMEOUT = timedelta(seconds=5)
"""Time until another worker gets the workflow task that a killed worker had in hand."""

DATABASE_PATIENCE = timedelta(seconds=4)
"""Time until another worker gets the activity that a killed worker had in hand."""

DATABASE_WRITE = ActivityOptions(
    start_to_close_timeout=DATABASE_PATIENCE,
    retry_policy=RetryPolicy(
        initial_interval=timedelta(milliseconds=200),
        backoff_coefficient=2.0,
        maximum_interval=timedelta(seconds=10),
        non_retryable_error_types=["ConcurrentHistory", "HistoryGap", "DataError"],
    ),
)
"""For our own database: retried without limit.

A batch that contradicts the recorded facts, leaves a gap after them, or cannot be stored, ends the run,
and a new run continues the appeal from what is recorded."""


DATABASE_READ = ActivityOptions(
    start_to_close_timeout=DATABASE_PATIENCE,
    retry_policy=RetryPolicy(
        initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=10)
    ),
)
"""For a question to our own database: retried without limit."""


class HeartbeatActivityOptions(ActivityOptions):
    """The options of an activity that sends heartbeats."""

    heartbeat_timeout: timedelta


ROLLOUT_PAGE = HeartbeatActivityOptions(
    start_to_close_timeout=timedelta(minutes=10),
    heartbeat_timeout=timedelta(seconds=10),
    retry_policy=RetryPolicy(maximum_interval=timedelta(seconds=30)),
)
"""For a page of a rollout: retried without limit, and soon after the death of a worker."""
