from collections.abc import Sequence

from ayni.kernel.refusals import Refused


class SurveyUnreadable(Refused):
    """The files or the mapping must be put right before anything can be read."""

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(str(problem) for problem in problems)
        super().__init__("\n".join(self.problems))
