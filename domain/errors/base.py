"""The tree of refusals: every way in which Komek says no, with a stable code and no personal data.

Refusal
├── NotFound     there is no such thing here, or not for you
├── Forbidden    you may not
├── Conflict     not in the state things are in now
└── Invalid      the command itself is wrong
"""

from typing import ClassVar

REFUSALS: dict[str, type["Refusal"]] = {}


class Refusal(Exception):
    """A command is refused. ``code`` is stable; ``facts`` say what was in the way."""

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
    """Build the refusal that *code* names, as when it comes back from the other side of a wire."""
    return REFUSALS.get(code, Refusal)(**facts)


class NotFound(Refusal):
    """There is no such thing here, or not for you."""

    code = "not_found"


class UnknownTask(NotFound):
    """This appeal has no such task."""

    code = "unknown_task"


class Forbidden(Refusal):
    """You may not do this."""

    code = "forbidden"


class NotYourGroup(Forbidden):
    """The task waits in a group you do not work in."""

    code = "not_your_group"


class NotTheHolder(Forbidden):
    """Only the one who holds the task may do this, or a supervisor by override."""

    code = "not_the_holder"


class NotASupervisor(Forbidden):
    """Only somebody above the group on the ladder may do this."""

    code = "not_a_supervisor"


class Conflict(Refusal):
    """Things are in a state where this cannot be done."""

    code = "conflict"


class TaskHeldByAnother(Conflict):
    """Somebody else has claimed the task: ``holder`` and ``since``."""

    code = "task_held_by_another"


class NotAllowedInTaskState(Conflict):
    """The task is in a ``state`` where this ``verb`` makes no sense."""

    code = "not_allowed_in_task_state"


class TaskClosed(Conflict):
    """The task has ended: terminal is terminal."""

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
    """Nobody handed this task over, so there is nobody to return it to."""

    code = "no_sender"


class TermExpired(Conflict):
    """The term in which this was allowed has ended."""

    code = "term_expired"


class VersionMismatch(Conflict):
    """The task is not as it was seen: it is at ``version`` now."""

    code = "version_mismatch"


class LimitReached(Conflict):
    """The policy allows this only ``limit`` times."""

    code = "limit_reached"


class Invalid(Refusal):
    """The command itself is wrong."""

    code = "invalid"


class Malformed(Invalid):
    """The command cannot be read: this ``verb`` does not have that shape."""

    code = "malformed"


class GroundRequired(Invalid):
    """This outcome needs a ground."""

    code = "ground_required"


class OutcomeNotAllowed(Invalid):
    """A task of this purpose cannot end with this outcome."""

    code = "outcome_not_allowed"


class BackwardReferral(Invalid):
    """An appeal is referred on, never back: to give it back, return the task."""

    code = "backward_referral"


class SameAssignee(Invalid):
    """The receiver already has the task."""

    code = "same_assignee"


class UnknownStep(Invalid):
    """This appeal's path has no such step, or nobody is competent for it."""

    code = "unknown_step"


class NotInFuture(Invalid):
    """The moment named must be in the future."""

    code = "not_in_future"


class HoldTooLong(Invalid):
    """A task can be held until ``latest`` at most."""

    code = "hold_too_long"


class ExtensionTooLong(Invalid):
    """The term can be extended until ``latest`` at most."""

    code = "extension_too_long"


class MergedIntoItself(Invalid):
    """An appeal cannot be merged into itself."""

    code = "merged_into_itself"


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
    """There is no such ``organisation``, or nobody in it does this ``role``."""

    code = "unknown_organisation"
