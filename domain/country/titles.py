"""Titles in Kazakh, Russian and English."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Titles:
    """The title of a thing in Kazakh, Russian and English."""

    kk: str
    ru: str
    en: str
