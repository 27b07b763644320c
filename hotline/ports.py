"""Shapes shared across the house: what a refused act and a failing gateway look like."""


class Refused(Exception):
    """A person asked for what may not be; `code` is a message id of the translation, `fields` fill it in."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields

    def sentence(self) -> str:
        """The English sentence; pages translate `code` first and fill in after."""
        return self.code % self.fields if self.fields else self.code


class GatewayError(Exception):
    """Another system failed. `permanent` says that trying again is of no use."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent
