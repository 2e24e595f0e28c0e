"""The failure of one of the checks of `komek doctor`."""


class CheckFailed(Exception):
    """A check failed; carries the finding and the suggested fix."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.remedy = fix
