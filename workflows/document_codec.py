"""The codec of workers: it changes no payload, but loads the documents that payloads name.

Where a document is not stored, or the database is unavailable, decoding fails. So the workflow task or the
activity fails and is retried, never the workflow, and it succeeds once the document is there.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Protocol

import structlog
from temporalio.api.common.v1 import Payload
from temporalio.client import Client
from temporalio.converter import PayloadCodec

from schemas.wire import documents
from schemas.wire.documents import DocumentMissing
from workflows.data_converter import DATA_CONVERTER

log = structlog.get_logger()


class DocumentLoader(Protocol):
    """Loads documents into the cache of this process."""

    async def load(self, references: Collection[str]) -> None:
        """Load the documents that *references* name. Raises DocumentMissing where one is not stored."""


class DocumentCodec(PayloadCodec):
    """Loads the documents that payloads name, before the payloads are converted."""

    def __init__(self, loader: DocumentLoader) -> None:
        """Load through *loader*."""
        self._loader = loader

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Return *payloads* as they are."""
        return list(payloads)

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Return *payloads* as they are, once their documents are loaded.

        A document that is not stored does not fail the whole task, which a signal could name on purpose: the
        conversion of its own payload fails.
        """
        named = {each for payload in payloads for each in documents.references_in(payload.data)}
        wanted = [each for each in named if not documents.is_loaded(each)]
        if wanted:
            try:
                await self._loader.load(wanted)
            except DocumentMissing as missing:
                log.warning("document_missing", reference=str(missing), next="komek doctor")
        return list(payloads)


def with_document_codec(client: Client, loader: DocumentLoader) -> Client:
    """Return *client* for a worker, which loads documents through *loader*."""
    config = client.config()
    config["data_converter"] = replace(DATA_CONVERTER, payload_codec=DocumentCodec(loader))
    return Client(**config)
