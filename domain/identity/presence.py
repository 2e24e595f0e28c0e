"""Whether the person at a counter is an applicant of an appeal."""

from dataclasses import dataclass

from domain.country.name_matching import skeleton


@dataclass(frozen=True, slots=True)
class Identity:
    """What identifies a person or an organisation: a name, and a number where there is one."""

    name: str = ""
    iin: str | None = None
    bin: str | None = None


def is_same_person(present: Identity, recorded: Identity) -> bool:
    """Return whether *present* is *recorded*: by its number where it has one, by its whole name otherwise."""
    if recorded.iin or recorded.bin:
        is_person = recorded.iin is not None and present.iin == recorded.iin
        return is_person or (recorded.bin is not None and present.bin == recorded.bin)
    words = sorted(skeleton(present.name).split())
    return bool(words) and words == sorted(skeleton(recorded.name).split())
