"""The enumerations of the law: procedures, moments, dangers, defects, grounds, means and exceptions."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

OWN_INITIATIVE = "own_initiative"  # the channel of a procedure that the body began itself (АППК 62(1)2)


class Procedure(StrEnum):
    """The procedure of the law by which an appeal is considered."""

    GENERAL = "general"
    SIMPLIFIED = "simplified"
    COMPLAINT = "complaint"
    PETITION = "petition"


class TermStart(StrEnum):
    """The moment from which a term of the law is counted."""

    RECEIVED = "received"
    REGISTERED = "registered"
    RECEIVED_BY_COMPETENT = "received_by_competent"
    DEFECT_CORRECTION_LAPSED = "defect_correction_lapsed"
    DECIDED = "decided"
    EXTENDED = "extended"
    DUE = "due"
    PRELIMINARY_DECISION_ANNOUNCED = "preliminary_decision_announced"
    HEARING_HELD = "hearing_held"
    PROTOCOL_SHOWN = "protocol_shown"
    REQUESTED = "requested"
    RECUSAL_REQUESTED = "recusal_requested"
    REPRESENTATIVE_REMOVED = "representative_removed"
    ACT_KNOWN = "act_known"
    ACT_ADOPTED = "act_adopted"
    ACT_CORRECTED = "act_corrected"
    LAST_RECEPTION_HELD = "last_reception_held"
    PETITION_FILED = "petition_filed"
    PETITION_JOINED = "petition_joined"
    PETITION_PUBLISHED = "petition_published"
    CLOSED = "closed"


class Danger(StrEnum):
    """A danger reported in an appeal, which takes precedence over every other rule."""

    CRIME = "crime"
    PUBLIC_SAFETY = "public_safety"


class Defect(StrEnum):
    """A particular that an appeal must contain and lacks (АППК 63)."""

    NAME = "name"
    ADDRESS = "address"
    ADDRESSEE = "addressee"
    SUBSTANCE = "substance"
    DATE = "date"
    SIGNATURE = "signature"


class ReturnGround(StrEnum):
    """The ground for returning an appeal to the applicant."""

    DEFECTS_NOT_CORRECTED = "defects_not_corrected"
    IDENTICAL = "identical"
    OBSCENE = "obscene"


class NotificationMeans(StrEnum):
    """The means of notifying an applicant; each leaves a proof of delivery (АППК 66)."""

    REGISTERED_LETTER = "registered_letter"
    TELEPHONE_MESSAGE = "telephone_message"
    TELEGRAM = "telegram"
    PORTAL_ACCOUNT = "portal_account"
    SMS = "sms"
    EMAIL = "email"
    IN_PERSON = "in_person"
    OTHER = "other"


class HearingException(StrEnum):
    """The ground for adopting an act without hearing the applicant first (АППК 73(2))."""

    FAVOURABLE = "favourable"
    SHORT_TERM = "short_term"
    URGENT_PROTECTION = "urgent_protection"
    APPLICANT_REQUEST = "applicant_request"
    SIMPLIFIED = "simplified"
    AUTOMATED = "automated"
    OTHER_LAW = "other_law"


@dataclass(frozen=True, slots=True)
class DecisionDetails:
    """The details of the legal decision, as far as the command states them.

    ``remedies_stated`` states that the act names the remedies (АППК 80(5)), ``hearing_exception`` the ground
    for deciding without a hearing.
    """

    decision: str = ""
    termination_ground: str = ""
    remedies_stated: bool = True
    hearing_exception: HearingException | None = None


NO_DECISION_DETAILS = DecisionDetails()


@dataclass(frozen=True, slots=True)
class Notification:
    """How the applicant was already notified of what a command decides, such as in person at the counter.

    ``proof`` is the id of the text with the proof of delivery, ``at`` the stated moment, if any.
    """

    means: NotificationMeans
    proof: UUID
    at: datetime | None = None
