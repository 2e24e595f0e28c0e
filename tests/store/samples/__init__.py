"""Samples of what each release stores and sends: they must load as long as its appeals live."""
