"""Offices in a body that the law names."""

from enum import StrEnum


class Office(StrEnum):
    """The office whose decision the law requires."""

    HEAD = "head"
    DEPUTY = "deputy"
    HEAD_OF_APPARATUS = "head_of_apparatus"
    AUTHORISED = "authorised"
