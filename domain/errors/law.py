"""The refusals of the law: what the rulebook of that day does not allow. A branch of domain/errors/base.py."""

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


class WrongDecision(Invalid):
    """An appeal of this ``kind`` cannot end in this ``decision``: ``article``."""

    code = "wrong_decision"


class WrongTermination(Invalid):
    """An appeal of this ``kind`` is not terminated on this ``ground``: ``article``."""

    code = "wrong_termination"


class WrongLanguage(Invalid):
    """What leaves is ``written`` in another ``language`` than the applicant's or Kazakh: ``article``."""

    code = "wrong_language"


class NotInLaw(Conflict):
    """The law by which this appeal runs has no such ``rule``, or it runs by none."""

    code = "not_in_law"


class WrongOffice(Forbidden):
    """The law asks for the decision of another office, one of ``offices``: ``article``."""

    code = "wrong_office"


class HearingFirst(Conflict):
    """The applicant is heard before this decision, unless an exception is named: ``article``."""

    code = "hearing_first"


class ReasonsRequired(Invalid):
    """That nobody is heard first, by this ``exception``, has its reasons in the act: ``article``."""

    code = "reasons_required"


class NothingTold(Conflict):
    """No preliminary decision, or protocol, was told to the applicant yet: ``article``."""

    code = "nothing_told"


class TooEarly(Conflict):
    """The law sets a moment before which this cannot be done, ``earliest``: ``article``."""

    code = "too_early"


class NothingToForward(Conflict):
    """Only a complaint goes to the superior, and once: ``article``."""

    code = "nothing_to_forward"


class NobodyAbove(Conflict):
    """Nobody stands above the body complained of: it decides itself, then one goes to court: ``article``."""

    code = "nobody_above"


class NoPower(Conflict):
    """Who helps, or passes on, does not decide: ``instead`` it goes to ``organisation``: ``article``."""

    code = "no_power"


class ForwardInstead(Conflict):
    """A complaint about an act of the body that has it goes to its superior, nowhere else: ``article``."""

    code = "forward_instead"


class RedirectInstead(Conflict):
    """Another body gets the appeal by a redirect, of which the applicant is told: ``article``."""

    code = "redirect_instead"


class NotToBeMerged(Conflict):
    """All who asked must ask in the other one, which is due no later by the same procedure: ``article``."""

    code = "not_to_be_merged"


class ChallengedBefore(Conflict):
    """This person was challenged before in this appeal: ``article``."""

    code = "challenged_before"


class NobodyToChallenge(Conflict):
    """Nobody has the work on the appeal in hand now, and nobody is named: ``article``."""

    code = "nobody_to_challenge"


class RecusalPending(Forbidden):
    """Who was challenged decides nothing here before it is decided whether they step aside: ``article``."""

    code = "recusal_pending"


class Barred(Forbidden):
    """Who made what is complained of, or was recused, has no part in it: ``article``."""

    code = "barred"


class DangerFirst(Conflict):
    """It tells of a ``danger``, which goes before defects, returns, names and answers: ``article``."""

    code = "danger_first"


class NotHereAndNow(Invalid):
    """A complaint, or what tells of a danger, is taken in and goes to others at once: ``article``."""

    code = "not_here_and_now"


class UnknownDemand(Invalid):
    """The appeal has no such ``demand``, or it has gone to another body already: ``article``."""

    code = "unknown_demand"


class NotAPart(Invalid):
    """A part is some of the demands, each named once, and not all of them: ``article``."""

    code = "not_a_part"


class AlreadyAwaited(Conflict):
    """The applicant has a term to mend the appeal already, ``until`` then: ``article``."""

    code = "already_awaited"


class NothingToMend(Conflict):
    """No defect of the appeal was named, or all are mended: ``article``."""

    code = "nothing_to_mend"


class MendTermTooLong(Invalid):
    """The policy lets an applicant be waited for until ``latest`` at most: ``article``."""

    code = "mend_term_too_long"


class EarlierRequired(Invalid):
    """What is identical is so to another, earlier appeal, which is to be named: ``article``."""

    code = "earlier_required"


class WritingRequired(Invalid):
    """What the applicant asks for here is to be in writing: ``article``."""

    code = "writing_required"
