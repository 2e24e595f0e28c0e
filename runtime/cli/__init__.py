"""The command line `komek`."""
