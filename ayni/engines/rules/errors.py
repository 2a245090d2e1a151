"""What the rule language refuses, always with the place."""

from ayni.kernel import refusals


class RuleRefused(refusals.Refused):
    """A rule that does not check.

    `line` and `column` count from 1 inside the rule; `offset` counts characters from 0. `hint` is what to do.
    """

    def __init__(self, message: str, *, text: str, offset: int = 0, hint: str = "") -> None:
        self.message, self.hint, self.offset = message, hint, offset
        self.line = text.count("\n", 0, offset) + 1
        self.column = offset - (text.rfind("\n", 0, offset) + 1) + 1
        super().__init__(f"line {self.line}, column {self.column}: {message} {hint}".strip())


class DefinitionRefused(refusals.Refused):
    """A programme's file that cannot be read as one. `line` and `column` count from 1 in the file."""

    def __init__(self, message: str, *, where: str = "", line: int = 1, column: int = 1) -> None:
        self.message, self.where, self.line, self.column = message, where, line, column
        place = ":".join(filter(None, (where, str(line), str(column))))
        super().__init__(f"{place}: {message}")


class Misplaced(Exception):
    """Inside the engine: something is wrong at a character of a rule whose text the caller holds."""

    def __init__(self, message: str, at: int, hint: str = "") -> None:
        self.message, self.at, self.hint = message, at, hint
        super().__init__(message)

    def refusal(self, text: str) -> RuleRefused:
        """The same, said to whoever wrote the text."""
        return RuleRefused(self.message, text=text, offset=self.at, hint=self.hint)
