"""The refusals of the law: what the rulebook of that day does not allow."""

from domain.errors.base import Conflict, Forbidden, Invalid


class NoRulebook(Invalid):
    """On that day none of the laws known here was in force: the first one is since ``since``."""

    code = "no_rulebook"


class UnknownKind(Invalid):
    """The law of that time knows no such ``kind`` of appeal."""

    code = "unknown_kind"


class ExtensionNotAllowed(Invalid):
    """The law does not let the term of this ``kind`` be extended: ``article``."""

    code = "extension_not_allowed"


class DecisionNotAllowed(Invalid):
    """An appeal of this ``kind`` cannot end in this ``decision``: ``article``."""

    code = "decision_not_allowed"


class TerminationGroundNotAllowed(Invalid):
    """An appeal of this ``kind`` is not terminated on this ``ground``: ``article``."""

    code = "termination_ground_not_allowed"


class LanguageNotAllowed(Invalid):
    """What leaves is ``written`` in another ``language`` than the applicant's or Kazakh: ``article``."""

    code = "language_not_allowed"


class NotProvidedByLaw(Conflict):
    """The law by which this appeal runs has no such ``rule``, or it runs by none."""

    code = "not_provided_by_law"


class OfficeNotAuthorised(Forbidden):
    """The law asks for the decision of another office, one of ``offices``: ``article``."""

    code = "office_not_authorised"


class HearingRequired(Conflict):
    """The applicant is heard before this decision, unless an exception is named: ``article``."""

    code = "hearing_required"


class ReasonsRequired(Invalid):
    """That nobody is heard first, by this ``exception``, has its reasons in the act: ``article``."""

    code = "reasons_required"


class NotAnnouncedYet(Conflict):
    """No preliminary decision, or protocol, was told to the applicant yet: ``article``."""

    code = "not_announced_yet"


class TooEarly(Conflict):
    """The law sets a moment before which this cannot be done, ``earliest_decision_at``: ``article``."""

    code = "too_early"


class NotForwardable(Conflict):
    """Only a complaint goes to the superior, and once: ``article``."""

    code = "not_forwardable"


class NoSuperior(Conflict):
    """Nobody stands above the body complained of: it decides itself, then one goes to court: ``article``."""

    code = "no_superior"


class NotCompetentToDecide(Conflict):
    """Who helps, or passes on, does not decide: ``instead`` it goes to ``organisation``: ``article``."""

    code = "not_competent_to_decide"


class ForwardRequired(Conflict):
    """A complaint about an act of the body that has it goes to its superior, nowhere else: ``article``."""

    code = "forward_required"


class RedirectRequired(Conflict):
    """Another body gets the appeal by a redirect, of which the applicant is told: ``article``."""

    code = "redirect_required"


class MergeNotAllowed(Conflict):
    """All who asked must ask in the other one, which is due no later by the same procedure: ``article``."""

    code = "merge_not_allowed"


class RecusalAlreadyRequested(Conflict):
    """This person was challenged before in this appeal: ``article``."""

    code = "recusal_already_requested"


class NoHolderToRecuse(Conflict):
    """Nobody has the work on the appeal in hand now, and nobody is named: ``article``."""

    code = "no_holder_to_recuse"


class RecusalPending(Forbidden):
    """Who was challenged decides nothing here before it is decided whether they step aside: ``article``."""

    code = "recusal_pending"


class Barred(Forbidden):
    """Who made what is complained of, or was recused, has no part in it: ``article``."""

    code = "barred"


class DangerTakesPrecedence(Conflict):
    """It tells of a ``danger``, which goes before defects, returns, names and answers: ``article``."""

    code = "danger_takes_precedence"


class IntakeResolutionNotAllowed(Invalid):
    """A complaint, or what tells of a danger, is taken in and goes to others at once: ``article``."""

    code = "intake_resolution_not_allowed"


class UnknownDemand(Invalid):
    """The appeal has no such ``demand``, or it has gone to another body already: ``article``."""

    code = "unknown_demand"


class InvalidSplit(Invalid):
    """A part is some of the demands, each named once, and not all of them: ``article``."""

    code = "invalid_split"


class DefectCorrectionPending(Conflict):
    """The applicant has a term to mend the appeal already, ``until`` then: ``article``."""

    code = "defect_correction_pending"


class NoDefectsToCorrect(Conflict):
    """No defect of the appeal was named, or all are mended: ``article``."""

    code = "no_defects_to_correct"


class DefectCorrectionTermTooLong(Invalid):
    """The policy lets an applicant be waited for until ``latest`` at most: ``article``."""

    code = "defect_correction_term_too_long"


class IdenticalAppealRequired(Invalid):
    """What is identical is so to another, earlier appeal, which is to be named: ``article``."""

    code = "identical_appeal_required"


class WrittenFormRequired(Invalid):
    """What the applicant asks for here is to be in writing: ``article``."""

    code = "written_form_required"
