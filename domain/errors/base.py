"""The tree of refusals, each with a stable code and no personal data.

Refusal
├── NotFound     the object does not exist, or not for this person
├── Forbidden    the person lacks the permission
├── Conflict     the present state does not allow it
└── Invalid      the command itself is wrong
"""

from typing import ClassVar

REFUSALS: dict[str, type["Refusal"]] = {}


class Refusal(Exception):
    """The refusal of a command: ``code`` is stable, ``facts`` name what prevents it."""

    code: ClassVar[str] = "refused"

    def __init_subclass__(cls) -> None:
        REFUSALS[cls.code] = cls

    def __init__(self, **facts: object) -> None:
        self.details: dict[str, str] = {name: str(fact) for name, fact in facts.items()}
        super().__init__(self.code, self.details)

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={fact}" for name, fact in self.details.items())
        return f"{self.code} ({facts})" if facts else self.code


def refusal(code: str, facts: dict[str, str]) -> Refusal:
    """Return the refusal named by *code*, rebuilt after transport between processes."""
    return REFUSALS.get(code, Refusal)(**facts)


class NotFound(Refusal):
    """The object does not exist, or not for this person."""

    code = "not_found"


class UnknownTask(NotFound):
    """This appeal has no such task."""

    code = "unknown_task"


class Forbidden(Refusal):
    """The person lacks the permission for this."""

    code = "forbidden"


class NotYourGroup(Forbidden):
    """The task waits in a group in which the person does not work."""

    code = "not_your_group"


class NotTheHolder(Forbidden):
    """Only the holder of the task may do this, or a supervisor by override."""

    code = "not_the_holder"


class NotASupervisor(Forbidden):
    """Only a superior of the group on the ladder may do this."""

    code = "not_a_supervisor"


class Conflict(Refusal):
    """The present state does not allow this."""

    code = "conflict"


class TaskHeldByAnother(Conflict):
    """Another person has claimed the task: ``holder`` and ``since``."""

    code = "task_held_by_another"


class NotAllowedForPurpose(Conflict):
    """A task of this purpose does not have this command."""

    code = "not_allowed_for_purpose"


class NotAllowedInTaskState(Conflict):
    """The ``state`` of the task does not allow this ``verb``."""

    code = "not_allowed_in_task_state"


class TaskClosed(Conflict):
    """The task has ended, which is final."""

    code = "task_closed"


class AppealClosed(Conflict):
    """The appeal is closed with ``outcome``."""

    code = "appeal_closed"


class AppealNotClosed(Conflict):
    """Only a closed appeal can be reopened."""

    code = "appeal_not_closed"


class NotAllowedInStatus(Conflict):
    """The appeal's ``status`` does not allow this ``command``."""

    code = "not_allowed_in_status"


class SideTaskOpen(Conflict):
    """A mandatory side task is still open and blocks closing."""

    code = "side_task_open"


class NoSender(Conflict):
    """The task was not handed over, so it has no sender to return to."""

    code = "no_sender"


class TermExpired(Conflict):
    """The term for this has ended."""

    code = "term_expired"


class VersionMismatch(Conflict):
    """The task has changed since it was read: it is at ``version`` now."""

    code = "version_mismatch"


class LimitReached(Conflict):
    """The policy allows this only ``limit`` times."""

    code = "limit_reached"


class Invalid(Refusal):
    """The command itself is wrong."""

    code = "invalid"


class Malformed(Invalid):
    """The command does not have the shape that this ``verb`` requires."""

    code = "malformed"


class GroundRequired(Invalid):
    """This outcome needs a ground."""

    code = "ground_required"


class OutcomeNotAllowed(Invalid):
    """A task of this purpose cannot end with this outcome."""

    code = "outcome_not_allowed"


class BackwardReferral(Invalid):
    """A referral goes to a later step only; an earlier one is reached by returning the task."""

    code = "backward_referral"


class SameAssignee(Invalid):
    """The receiver already has the task."""

    code = "same_assignee"


class UnknownStep(Invalid):
    """This appeal's path has no such step, or no body is competent for it."""

    code = "unknown_step"


class UnknownQuestion(Invalid):
    """The applicant was asked no question of this number."""

    code = "unknown_question"


class QuestionRequired(Invalid):
    """The applicant was asked several questions; the answer must name the one that it answers."""

    code = "question_required"


class NotInFuture(Invalid):
    """The moment named must be in the future."""

    code = "not_in_future"


class ImpossibleDate(Invalid):
    """The act cannot have happened on that ``date``, but only from ``earliest`` to ``latest``."""

    code = "impossible_date"


class HoldTooLong(Invalid):
    """A task can be held until ``latest`` at most."""

    code = "hold_too_long"


class ExtensionTooLong(Invalid):
    """The term can be extended until ``latest`` at most."""

    code = "extension_too_long"


class MergedIntoItself(Invalid):
    """An appeal cannot be merged into itself."""

    code = "merged_into_itself"


class NothingToCorrect(Invalid):
    """The appeal already has these values."""

    code = "nothing_to_correct"


class RegistrationDayOutOfRange(Invalid):
    """A body registers from the day of receipt, ``earliest``, to today, ``latest``."""

    code = "registration_day_out_of_range"


class CalendarExhausted(Invalid):
    """The working calendar is not known for that date."""

    code = "calendar_exhausted"


class UnknownTopic(Invalid):
    """The policy knows no such ``topic``."""

    code = "unknown_topic"


class UnknownRegion(Invalid):
    """The policy knows no such ``region``."""

    code = "unknown_region"


class UnknownReception(Invalid):
    """No organisation takes appeals in under this name: ``reception``."""

    code = "unknown_reception"


class UnknownOrganisation(Invalid):
    """The ``organisation`` does not exist, or has no people in this ``role``."""

    code = "unknown_organisation"
