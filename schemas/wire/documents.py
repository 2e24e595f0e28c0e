"""Documents: plans, calendars and laws that messages and events name by their content instead of carrying it.

A reference has kind, version and SHA-256 digest. Stored events always have references: their documents are
written in the same statement. A message has the reference of a document that this process has loaded from the
table `documents`, and the content of any other: so no message ever names what is not there. References are
resolved from a cache of this process, which is filled from the table before a message is read.
"""

import json
import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Any, get_type_hints

from pydantic import GetCoreSchemaHandler, TypeAdapter
from pydantic_core import CoreSchema, core_schema

from domain.law.applicable_law import Law
from domain.policy.plan import Plan
from domain.worktime.working_calendar import Calendar
from schemas.wire.json_keys import keys_of

MAX_LOADED_DOCUMENTS = 20_000
REFERENCE_PATTERN = re.compile(rb'"((?:plan|calendar|law):[^"\\]*:[0-9a-f]{64})"')

Document = Plan | Calendar | Law


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as it is stored: under the digest of its content."""

    digest: str
    kind: str
    content: dict[str, Any]


class DocumentMissing(LookupError):
    """A message names a document that this process has not loaded; the reader must retry."""


_ADAPTERS: dict[str, TypeAdapter[Any]] = {
    "plan": TypeAdapter(Plan),
    "calendar": TypeAdapter(Calendar),
    "law": TypeAdapter(Law),
}
_KIND_BY_TYPE: dict[type, str] = {Plan: "plan", Calendar: "calendar", Law: "law"}
_loaded: OrderedDict[str, Document] = OrderedDict()
_references: dict[int, str] = {}
"""References of the loaded documents by identity, because hashing one costs more than looking it up."""
_fields_by_type: dict[type, Mapping[str, str]] = {}
_lock = Lock()


def document_fields(owner: type) -> Mapping[str, str]:
    """Return the JSON keys of those fields of a dataclass that hold documents, by their names."""
    known = _fields_by_type.get(owner)
    if known is None:
        hints, keys = get_type_hints(owner), keys_of(owner)
        known = _fields_by_type[owner] = {name: keys[name] for name in keys if hints[name] in _KIND_BY_TYPE}
    return known


def documents_of(owner: object) -> Iterator[Document]:
    """Yield the documents in the fields of *owner*, a dataclass."""
    for name in document_fields(type(owner)):
        yield getattr(owner, name)


def stored_document(document: Document) -> StoredDocument:
    """Return *document* as it is stored."""
    kind = _KIND_BY_TYPE[type(document)]
    content = _ADAPTERS[kind].dump_python(document, mode="json")
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return StoredDocument(sha256(canonical.encode()).hexdigest(), kind, content)


def reference_to(document: Document) -> str:
    """Return the reference to *document*."""
    known = _references.get(id(document))
    return known or _reference(stored_document(document), document)


def resolve(reference: str) -> Document:
    """Return the document that *reference* names. Raises DocumentMissing."""
    found = _loaded.get(digest_of(reference))
    if found is None:
        raise DocumentMissing(reference)
    return found


def is_loaded(reference: str) -> bool:
    """Return whether this process can resolve *reference*."""
    return digest_of(reference) in _loaded


def load(stored: StoredDocument) -> None:
    """Make a document that was read from the table resolvable in this process."""
    document = _ADAPTERS[stored.kind].validate_python(stored.content)
    with _lock:
        shared = _loaded.setdefault(stored.digest, document)
        _references[id(shared)] = _reference(stored, shared)
        while len(_loaded) > MAX_LOADED_DOCUMENTS:
            _, dropped = _loaded.popitem(last=False)
            del _references[id(dropped)]


def digest_of(reference: str) -> str:
    """Return the digest in *reference*."""
    return reference.rpartition(":")[2]


def references_in(payload: bytes) -> set[str]:
    """Return the references in the JSON of a message."""
    return {each.decode() for each in REFERENCE_PATTERN.findall(payload)}


def with_references(owner: object, written: dict[str, Any], *, always: bool = False) -> dict[str, Any]:
    """Return *written*, the JSON values of *owner*, with references in place of its loaded documents.

    With *always* also of those that are not loaded: the caller stores them together with *written*.
    """
    fields = document_fields(type(owner)).items()
    references = {key: reference_to(getattr(owner, name)) for name, key in fields if key in written}
    return written | {key: each for key, each in references.items() if always or is_loaded(each)}


def with_documents(owner: type, written: dict[str, Any]) -> dict[str, Any]:
    """Return *written*, JSON values of an *owner*, with documents in place of references."""
    keys = (key for key in document_fields(owner).values() if isinstance(written.get(key), str))
    return written | {key: resolve(written[key]) for key in keys}


class ByReference:
    """Annotation of a dataclass that is written with references in place of its documents."""

    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return how to read and write it."""

        def read(written: Any, inner: core_schema.ValidatorFunctionWrapHandler) -> Any:
            return inner(with_documents(source, written) if isinstance(written, dict) else written)

        def write(owner: Any, inner: core_schema.SerializerFunctionWrapHandler) -> Any:
            return with_references(owner, inner(owner))

        schema = core_schema.no_info_wrap_validator_function(read, handler(source))
        schema["serialization"] = core_schema.wrap_serializer_function_ser_schema(write, when_used="json")
        return schema


def _reference(stored: StoredDocument, document: Document) -> str:
    return f"{stored.kind}:{_version(document)}:{stored.digest}"


def _version(document: Document) -> str:
    match document:
        case Plan():
            return document.policy
        case Calendar():
            return document.version
        case Law():
            return f"{document.rulebook}/{document.kind}"
