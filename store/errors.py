"""What the store cannot do for anybody: not a refusal to a person, but a fault to be looked at."""

from uuid import UUID


class Forked(Exception):
    """Other facts already stand where these were to be written: two writers of one appeal."""

    def __init__(self, appeal: UUID, seq: int) -> None:
        super().__init__(f"appeal {appeal} has other facts at or after number {seq}")
