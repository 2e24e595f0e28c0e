"""A workflow as nobody may write it: it imports the database as if that were its own."""

import sqlmodel
from temporalio import workflow


@workflow.defn
class DatabaseImportingWorkflow:
    """A workflow that reaches for the database."""

    @workflow.run
    async def run(self) -> str:
        """Never get here."""
        return str(sqlmodel)
