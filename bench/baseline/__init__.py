"""The minimal baseline: a workflow and an API without any rule, measured next to those of Komek."""
