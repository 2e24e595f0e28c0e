"""The API process and the worker process."""
