"""Refusals by the law: acts that the applicable rulebook does not allow."""

from domain.errors.base import Conflict, Forbidden, Invalid


class NoRulebook(Invalid):
    """None of the known rulebooks was in force on that day: the first one is since ``since``."""

    code = "no_rulebook"


class UnknownKind(Invalid):
    """The law of that time has no such ``kind`` of appeal."""

    code = "unknown_kind"


class ExtensionNotAllowed(Invalid):
    """The law does not let the term of this ``kind`` be extended: ``article``."""

    code = "extension_not_allowed"


class DecisionNotAllowed(Invalid):
    """An appeal of this ``kind`` cannot end in this ``decision``: ``article``."""

    code = "decision_not_allowed"


class TerminationGroundNotAllowed(Invalid):
    """An appeal of this ``kind`` cannot be terminated on this ``ground``: ``article``."""

    code = "termination_ground_not_allowed"


class LanguageNotAllowed(Invalid):
    """The text is ``written`` in neither the applicant's ``language`` nor Kazakh: ``article``."""

    code = "language_not_allowed"


class NotProvidedByLaw(Conflict):
    """The law of this appeal has no such ``rule``, or the appeal has no law."""

    code = "not_provided_by_law"


class OfficeNotAuthorised(Forbidden):
    """The law reserves the decision for another office, one of ``offices``: ``article``."""

    code = "office_not_authorised"


class HearingRequired(Conflict):
    """The applicant must be heard before this decision, unless an exception is named: ``article``."""

    code = "hearing_required"


class ReasonsRequired(Invalid):
    """The act must state the reasons for this ``exception`` from the hearing: ``article``."""

    code = "reasons_required"


class NotAnnouncedYet(Conflict):
    """The applicant has not been notified of the preliminary decision or protocol yet: ``article``."""

    code = "not_announced_yet"


class TooEarly(Conflict):
    """The law does not allow this before ``earliest_decision_at``: ``article``."""

    code = "too_early"


class NotForwardable(Conflict):
    """Only a complaint is forwarded to the superior, and only once: ``article``."""

    code = "not_forwardable"


class NoSuperior(Conflict):
    """The body complained of has no superior: it decides itself, and the remedy is the court: ``article``."""

    code = "no_superior"


class NotCompetentToDecide(Conflict):
    """A body that assists or passes on does not decide: ``instead``, ``organisation`` does: ``article``."""

    code = "not_competent_to_decide"


class ForwardRequired(Conflict):
    """A complaint about an act of the considering body goes to its superior only: ``article``."""

    code = "forward_required"


class RedirectRequired(Conflict):
    """A transfer to another body is a redirect, with notice to the applicant: ``article``."""

    code = "redirect_required"


class MergeNotAllowed(Conflict):
    """All applicants must be in the other appeal, due no later by the same procedure: ``article``."""

    code = "merge_not_allowed"


class RecusalAlreadyRequested(Conflict):
    """This person has been challenged in this appeal before: ``article``."""

    code = "recusal_already_requested"


class NoHolderToRecuse(Conflict):
    """The appeal's task has no holder now, and no person is named: ``article``."""

    code = "no_holder_to_recuse"


class RecusalPending(Forbidden):
    """A challenged person decides nothing here until the recusal is decided: ``article``."""

    code = "recusal_pending"


class Barred(Forbidden):
    """The author of the act complained of, or a recused person, has no part in the appeal: ``article``."""

    code = "barred"


class DangerTakesPrecedence(Conflict):
    """The appeal reports a ``danger``, which takes precedence over this command: ``article``."""

    code = "danger_takes_precedence"


class IntakeResolutionNotAllowed(Invalid):
    """A complaint, or an appeal that reports a danger, cannot be resolved at intake: ``article``."""

    code = "intake_resolution_not_allowed"


class UnknownDemand(Invalid):
    """The appeal has no such ``demand``, or it has been split off already: ``article``."""

    code = "unknown_demand"


class InvalidSplit(Invalid):
    """A part has some of the demands, each named once, but not all of them: ``article``."""

    code = "invalid_split"


class DefectCorrectionPending(Conflict):
    """The applicant already has a term to correct defects, ending at ``until``: ``article``."""

    code = "defect_correction_pending"


class NoDefectsToCorrect(Conflict):
    """No defect of the appeal was reported, or all are corrected: ``article``."""

    code = "no_defects_to_correct"


class NotNotifiedYet(Conflict):
    """The applicant was not notified of the defects: the term to correct them has not begun: ``article``."""

    code = "not_notified_yet"


class DefectCorrectionTermTooLong(Invalid):
    """The policy limits the term for corrections to ``latest``: ``article``."""

    code = "defect_correction_term_too_long"


class IdenticalAppealRequired(Invalid):
    """A return as identical must name another, earlier appeal: ``article``."""

    code = "identical_appeal_required"


class WrittenFormRequired(Invalid):
    """The applicant's request must be in writing: ``article``."""

    code = "written_form_required"
