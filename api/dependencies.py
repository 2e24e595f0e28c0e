"""The parts of a request that routes need beside the dependencies: the reader's language and presenters."""

from typing import Annotated

from fastapi import Depends, Request

from api.auth import Deps
from api.http.problems import language_of
from application.presenters.decisions import DecisionPresenter
from domain.country.languages import Language

Reader = Annotated[Language, Depends(language_of)]


def _decision_presenter(http_request: Request, dependencies: Deps) -> DecisionPresenter:
    return DecisionPresenter(dependencies.rulebooks, language_of(http_request))


Decisions = Annotated[DecisionPresenter, Depends(_decision_presenter)]
