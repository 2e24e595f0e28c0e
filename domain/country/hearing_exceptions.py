"""The exceptions from the hearing before an adverse act (АППК 73(2)): which are named, and what they need."""

from domain.law.vocabulary import HearingException

IMPLIED_EXCEPTIONS = frozenset({HearingException.FAVOURABLE, HearingException.SIMPLIFIED})
"""They follow from the act or the procedure, so a command cannot name them."""

EXCEPTIONS_NEEDING_REASONS = frozenset(HearingException) - IMPLIED_EXCEPTIONS - {HearingException.SHORT_TERM}
"""The act must state the reasons for these."""

SHORT_TERM_WORKING_DAYS = 5
"""A term of fewer working days leaves no time for a hearing."""
