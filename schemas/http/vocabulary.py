"""The vocabulary: all values that the API accepts or returns, with their titles, and the kinds of the law."""

from datetime import date

from pydantic import Field

from domain.country.offices import Office
from domain.law.vocabulary import Procedure
from domain.state.task import TaskOutcome
from schemas.http.directory import TitlesView
from schemas.http.responses.views import View


class TermView(View):
    """A value of the API and its title, in lower case, in three languages."""

    code: str
    titles: TitlesView


class LegalDecisionTermView(TermView):
    """A decision in which a kind of appeal may end."""

    article: str
    favourable: bool = Field(description="Whether it grants what was asked for.")
    outcomes: list[TaskOutcome] = Field(description="The outcomes of a task that it goes with.")


class TerminationGroundTermView(TermView):
    """A ground on which an appeal of a kind may be terminated."""

    article: str
    offices: list[Office] = Field(description="Who may terminate on it; empty: any office.")


class KindTermView(TermView):
    """A kind of appeal."""

    article: str
    procedure: Procedure
    since: date | None = Field(description="From when on the law has it, if later than its rulebook.")
    decisions: list[LegalDecisionTermView]
    termination_grounds: list[TerminationGroundTermView]


class RulebookTermsView(View):
    """The kinds of appeals of the law as it stood from one day on."""

    rulebook: str = Field(description="As each appeal names its own.")
    effective: date
    in_force: bool = Field(
        description="Whether new appeals are registered by it. Its first kind is the usual."
    )
    kinds: list[KindTermView]


class VocabularyView(View):
    """All that may be named in requests and answers."""

    enumerations: dict[str, list[TermView]] = Field(
        description="By the name that the enumeration has in this description: `Verb`, `EventType` …"
    )
    rulebooks: list[RulebookTermsView] = Field(description="The newest first.")
