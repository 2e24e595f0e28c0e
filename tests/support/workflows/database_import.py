"""A forbidden workflow: it imports the database."""

import sqlmodel
from temporalio import workflow


@workflow.defn
class DatabaseImportingWorkflow:
    """A workflow that reaches for the database."""

    @workflow.run
    async def run(self) -> str:
        """Never get here."""
        return str(sqlmodel)
