"""The bodies of the everyday commands on an appeal as a whole, of notes and of feedback."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from domain import commands as c
from schemas.base import RequestBody
from schemas.http.requests.command_body import AppealCommandBody, LateRecordBody
from schemas.http.requests.fields import (
    Bin,
    BodyNumber,
    Flag,
    Iin,
    RegisteredOn,
    SingleLineText,
    TermText,
    Text,
    WholeNumber,
)
from schemas.http.responses.time_ledger import LedgerGrouping


class WithdrawBody(AppealCommandBody):
    """Withdraw the appeal."""

    command_class = c.Withdraw


class ProvideInformationBody(LateRecordBody, AppealCommandBody):
    """The citizen's answer, by whatever channel it came."""

    command_class = c.ProvideInformation
    text: Text
    question: WholeNumber | None = Field(
        None,
        ge=1,
        le=10_000,
        description="The number of the question that is answered; needless while only one was asked.",
    )


class ConfirmReceiptBody(AppealCommandBody):
    """Whether the help that was granted has arrived."""

    command_class = c.ConfirmReceipt
    received: Flag


class ReopenBody(AppealCommandBody):
    """Why a closed appeal is reopened."""

    command_class = c.Reopen
    text: Text


class ExtendBody(AppealCommandBody):
    """By how much the terms are extended, and why."""

    command_class = c.Extend
    text: Text
    term: TermText


class MergeBody(AppealCommandBody):
    """Which appeal this one becomes a part of."""

    command_class = c.Merge
    is_text_in_command = False
    target_appeal: UUID = Field(alias="into")


class RecordBodyRegistrationBody(AppealCommandBody):
    """The number and day under which the considering body has registered the appeal itself."""

    command_class = c.RecordBodyRegistration
    is_text_in_command = False
    number: BodyNumber
    registered_on: RegisteredOn = None


class NewNote(RequestBody):
    """A remark for colleagues. It moves no clock."""

    text: Text
    task: UUID | None = None


class NewFeedback(RequestBody):
    """The applicant's feedback on the work up to the last closing."""

    score: WholeNumber = Field(ge=1, le=5, description="1 (bad) to 5 (very good).")
    text: Text | None = None


class FeedbackSummaryParams(RequestBody):
    """By what feedback is added up."""

    group_by: LedgerGrouping


class RenewTrackingCodeBody(RequestBody):
    """The applicant has lost the tracking code and gets a new one; the old one is void."""

    applicant_present: Literal[True] = Field(
        description="`true`: the applicant or the representative is present and has been identified."
    )


class AttendedViewBody(RequestBody):
    """An appeal of another reception, whose applicant stands at the counter."""

    number: SingleLineText = Field(description="The number on the talon.")
    applicant_present: Literal[True] = Field(
        description="`true`: an applicant or representative is present and has been identified."
    )
    reason: SingleLineText = Field(description="Why it is viewed here; recorded.")
    iin: Iin | None = Field(None, description="Of the person present, where the appeal has it.")
    bin: Bin | None = Field(None, description="Of the organisation present, where the appeal has it.")
    name: SingleLineText | None = Field(None, description="Whole, where the appeal has no number of theirs.")
