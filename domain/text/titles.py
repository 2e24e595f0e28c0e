"""Titles in Kazakh, Russian and English."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Titles:
    """What a thing is called in the languages of the country and in English."""

    kk: str
    ru: str
    en: str
