"""Seals of commands: what only a process of this installation can put on a command.

The seal stands in the metadata of the payload, over its very bytes, its verb and its workflow. Validators
check it, which no replay runs; a replay only sees that there is one.
"""

import hmac
from collections.abc import Sequence

from temporalio.api.common.v1 import Payload
from temporalio.common import RawValue

SEAL = "komek-seal"


def sealed(key: bytes, workflow_id: str, verb: str, payload: Payload) -> RawValue:
    """Return *payload*, the command *verb* for a workflow, under the seal of the installation's *key*."""
    under_seal = Payload()
    under_seal.CopyFrom(payload)
    under_seal.metadata[SEAL] = _seal(key, workflow_id, verb, payload.data)
    return RawValue(under_seal)


def is_sealed(args: Sequence[RawValue]) -> bool:
    """Return whether the arguments of an update carry a seal; its validator has checked it."""
    return any(SEAL in each.payload.metadata for each in args)


def is_seal_valid(key: bytes | None, workflow_id: str, verb: str, args: Sequence[RawValue]) -> bool:
    """Return whether each seal on *args*, if any, is that of the installation's *key*."""
    seals = [(each.payload.metadata[SEAL], each.payload.data) for each in args if is_sealed([each])]
    return all(
        key is not None and hmac.compare_digest(seal, _seal(key, workflow_id, verb, data))
        for seal, data in seals
    )


def _seal(key: bytes, workflow_id: str, verb: str, data: bytes) -> bytes:
    signed = b"\0".join((workflow_id.encode(), verb.encode(), data))
    return hmac.new(key, signed, "sha256").hexdigest().encode()
