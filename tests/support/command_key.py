"""The key by which the tests' clients seal their commands, and their workers check them."""

COMMAND_KEY = b"the installation of the tests"
