"""What is wrong with a form, or with an expression in one."""

from collections.abc import Sequence


class FormError(Exception):
    """A workbook that is no questionnaire; `problems` says each thing that is wrong, with its sheet and row."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class ExpressionError(Exception):
    """An expression that cannot be read."""


class NotEvaluated(Exception):
    """An expression that only a phone can work out, or that would cost too much here."""


class InstanceError(Exception):
    """A filled-in form that cannot be read at all."""
