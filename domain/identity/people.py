"""People with one role in one organisation, and the groups in which tasks wait."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.country.offices import Office


class Role(StrEnum):
    """The work of a person in an organisation; also the second half of a group's name."""

    CLERK = "clerk"
    OFFICER = "officer"
    SPECIALIST = "specialist"
    SPONSOR = "sponsor"
    SUPERVISOR = "supervisor"
    HEAD = "head"
    OPERATOR = "operator"
    INTEGRATOR = "integrator"
    CITIZEN = "citizen"


class Capacity(StrEnum):
    """The capacity in which a person takes part in an appeal."""

    APPLICANT = "applicant"
    REPRESENTATIVE = "representative"
    FORMER_REPRESENTATIVE = "former_representative"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Person:
    """A person who sends commands, without a name: names are kept in the directory.

    ``office`` is the person's office in law, if any.
    """

    id: UUID
    organisation: str
    role: Role
    region: str = ""
    office: Office | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The people of one organisation who share one role, and so one inbox."""

    organisation: str
    role: Role

    def __str__(self) -> str:
        return f"{self.organisation}:{self.role}"


def works_in(person: Person, group: Group) -> bool:
    """Return whether *person* may take work of *group*: as a member or as the organisation's supervisor."""
    return person.organisation == group.organisation and person.role in (group.role, Role.SUPERVISOR)


def decides_in(person: Person, organisation: str) -> bool:
    """Return whether *person* is an official of *organisation* above its members (АППК 67(4), 67(6))."""
    return person.organisation == organisation and person.role in {Role.SUPERVISOR, Role.HEAD}


def oversees(person: Person, group: Group, region: str) -> bool:
    """Return whether *person* is superior to *group* on the ladder, for an appeal of *region*."""
    match person.role:
        case Role.SUPERVISOR:
            return person.organisation == group.organisation
        case Role.HEAD:
            return person.region == region
        case Role.OPERATOR:
            return True
        case _:
            return False
