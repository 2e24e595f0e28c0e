"""Connection to Temporal, and its search attributes."""

from pathlib import Path

from temporalio.api.enums.v1 import IndexedValueType, TaskQueueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import KeepAliveConfig, TLSConfig

from runtime.settings import Settings
from workflows import names
from workflows.data_converter import DATA_CONVERTER

SEARCH_ATTRIBUTES = (
    names.STAGE_ATTRIBUTE,
    names.ORGANISATION_ATTRIBUTE,
    names.REGION_ATTRIBUTE,
    names.DUE_ATTRIBUTE,
    names.ESCALATIONS_ATTRIBUTE,
    names.ATTENTION_ATTRIBUTE,
)


KEEP_ALIVE = KeepAliveConfig(interval_millis=10_000, timeout_millis=5_000)
"""A connection that a host took with it, or a cut cable, is noticed within fifteen seconds."""


async def connect(settings: Settings, *, lazy: bool = False) -> Client:
    """Return a client for the Temporal of *settings*; a *lazy* client connects on first use.

    Raises RuntimeError if Temporal cannot be reached.
    """
    return await Client.connect(
        settings.temporal_address,
        namespace=settings.temporal_namespace,
        tls=_tls_config(settings),
        api_key=settings.temporal_api_key.get_secret_value() if settings.temporal_api_key else None,
        data_converter=DATA_CONVERTER,
        keep_alive_config=KEEP_ALIVE,
        lazy=lazy,
    )


async def missing_search_attributes(client: Client) -> dict[str, IndexedValueType.ValueType]:
    """Return Komek's search attributes that the namespace lacks."""
    known = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    return {
        key.name: key.indexed_value_type.value  # type: ignore[misc]
        for key in SEARCH_ATTRIBUTES
        if key.name not in known.custom_attributes
    }


async def register_search_attributes(client: Client) -> None:
    """Register the missing search attributes in the namespace."""
    missing = await missing_search_attributes(client)
    if missing:
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(namespace=client.namespace, search_attributes=missing)
        )


async def count_workers(client: Client) -> int:
    """Return the number of workers that polled the task queue recently."""
    answer = await client.workflow_service.describe_task_queue(
        DescribeTaskQueueRequest(
            namespace=client.namespace,
            task_queue=TaskQueue(name=names.TASK_QUEUE),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        )
    )
    return len({poller.identity for poller in answer.pollers})


def _tls_config(settings: Settings) -> TLSConfig | bool:
    if not (settings.temporal_tls or settings.temporal_tls_ca or settings.temporal_tls_cert):
        return False
    return TLSConfig(
        server_root_ca_cert=_read_bytes(settings.temporal_tls_ca),
        client_cert=_read_bytes(settings.temporal_tls_cert),
        client_private_key=_read_bytes(settings.temporal_tls_key),
    )


def _read_bytes(file: Path | None) -> bytes | None:
    return file.read_bytes() if file else None
