"""Which rule of the law a clock keeps: so that every due date has an address."""

from domain.law.applicable_law import Law, LegalTerm
from domain.rules.remedies import remedy_of
from domain.state.appeal import Appeal
from domain.state.clock import Clock, ClockKind


def rule_of(appeal: Appeal, clock: Clock) -> LegalTerm | None:
    """Return the rule that *clock* keeps; None where the policy set its term, or no law is known."""
    law = appeal.plan.law
    if law is None:
        return None
    match clock.kind:
        case ClockKind.STATUTE:
            return law.term
        case ClockKind.MENDING:
            return _named(law, "mend")
        case ClockKind.WINDOW:
            return remedy_of(appeal, named=appeal.legal.remedies)
        case ClockKind.STEP if clock.task is not None:
            return _named(law, appeal.task(clock.task).rule)
        case _:
            return None


def _named(law: Law, name: str) -> LegalTerm | None:
    beside = (law.silence, law.extension, law.extension_notice)
    return next((each for each in (*law.rules, *beside) if each is not None and each.rule == name), None)
