"""Patience by intent: the only place where timeouts and retries are set."""

from datetime import timedelta
from typing import TypedDict

from temporalio.common import RetryPolicy


class ActivityOptions(TypedDict):
    """How long an activity may take, and how it is tried again."""

    start_to_close_timeout: timedelta
    retry_policy: RetryPolicy


DATABASE_WRITE = ActivityOptions(
    start_to_close_timeout=timedelta(seconds=10),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(milliseconds=200),
        backoff_coefficient=2.0,
        maximum_interval=timedelta(seconds=10),
        non_retryable_error_types=["ConcurrentHistory", "DataError"],
    ),
)
"""For our own database: it comes back, so it is tried for ever.

But what contradicts the facts that stand there, or is no text to it, never gets in: that ends the run,
and the appeal goes on in another one from what is written down."""


class HeartbeatActivityOptions(ActivityOptions):
    """The same for an activity that says from time to time that it is alive."""

    heartbeat_timeout: timedelta


ROLLOUT_PAGE = HeartbeatActivityOptions(
    start_to_close_timeout=timedelta(minutes=10),
    heartbeat_timeout=timedelta(seconds=10),
    retry_policy=RetryPolicy(maximum_interval=timedelta(seconds=30)),
)
"""For a page of appeals that are told something: tried for ever, and soon again where a worker has died."""
