"""What happens next in an appeal, and by when, as its applicant is informed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.procedure.competence.forward_complaint import complaint_deadline
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind


class NextStep(StrEnum):
    """The next step of an appeal: an act of the applicant, of the body, or none."""

    ANSWER_QUESTION = "answer_question"
    CORRECT_DEFECTS = "correct_defects"
    CONFIRM_RECEIPT = "confirm_receipt"
    AWAIT_DECISION = "await_decision"
    AWAIT_LATE_DECISION = "await_late_decision"  # the silence until now counts as a refusal
    AWAIT_NOTICE = "await_notice"
    COMPLAIN = "complain"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class ExpectedStep:
    """The next *step* of an appeal and the time (UTC) *until* which it is to come, where there is one."""

    step: NextStep
    until: datetime | None = None


STEP_OF_CLOCK = {
    ClockKind.INFORMATION: NextStep.ANSWER_QUESTION,
    ClockKind.DEFECT_CORRECTION: NextStep.CORRECT_DEFECTS,
    ClockKind.RECEIPT: NextStep.CONFIRM_RECEIPT,
}


def expected_step(appeal: Appeal) -> ExpectedStep:
    """Return the next step of *appeal*: what its applicant is asked for goes before what the body owes."""
    if appeal.is_closed:
        return _step_after_closing(appeal)
    for kind, step in STEP_OF_CLOCK.items():
        clock = next((each for each in appeal.clocks if each.kind is kind), None)
        if clock is not None:
            return ExpectedStep(step, appeal.reading(clock).due)
    if appeal.legal.deemed_refused_at is not None:
        return ExpectedStep(NextStep.AWAIT_LATE_DECISION, appeal.legal.silence_contestable_until)
    return ExpectedStep(NextStep.AWAIT_DECISION, appeal.statute_due)


def _step_after_closing(appeal: Appeal) -> ExpectedStep:
    if appeal.legal.decision.pending_window is not None:
        return ExpectedStep(NextStep.AWAIT_NOTICE)
    until = complaint_deadline(appeal)
    return ExpectedStep(NextStep.COMPLAIN if until else NextStep.NOTHING, until)
