"""The one root of every domain refusal: an answer to a person, not a crash."""


class Refused(Exception):
    """Something was asked that must not, or cannot, be done.

    `str(refusal)` says what happened, why, and what to do next, in words an officer understands.
    Subclasses carry the facts; screens, the API and the command line show the text as it is.
    """

    #: A short stable word for other systems (`same_officer`); the class name in snake case unless set.
    code: str = ""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "code" not in cls.__dict__:
            cls.code = "".join("_" + c.lower() if c.isupper() else c for c in cls.__name__).lstrip("_")
