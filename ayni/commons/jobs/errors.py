from ayni.kernel.refusals import Refused


class UnknownWork(Refused):
    def __init__(self, kind: str, known: list[str]) -> None:
        super().__init__(f"There is no background work called “{kind}”. Known: {', '.join(sorted(known))}.")


class WorkFailed(Refused):
    """A piece of work ended without doing what it should; its message says why."""

    def __init__(self, key: str, message: str) -> None:
        self.key = key
        super().__init__(f"{message} (in the background work “{key}”)")
