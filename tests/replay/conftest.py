"""The same worker and front door as the workflow's own tests."""

from tests.workflows.conftest import appeals, engine

__all__ = ["appeals", "engine"]
