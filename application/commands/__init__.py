"""Use cases of commands: preparation, submission, and checks that need the database."""
