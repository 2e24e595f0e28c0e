"""Composition: processes, command line and settings; the only package that knows concrete classes."""
