from ayni.commons.actions.errors import NotPermitted
from ayni.kernel.refusals import Refused

__all__ = ["NotPermitted", "OutsideArea", "SameOfficer"]


class OutsideArea(Refused):
    def __init__(self, permission: str, who: str) -> None:
        super().__init__(f"{who} has “{permission}”, but not in this area. Ask the officer of that area.")


class SameOfficer(Refused):
    """Separation of duties: one person did the step before."""

    def __init__(self, who: str, before: str, now: str) -> None:
        self.who = who
        super().__init__(
            f"{who} has {before} this and so may not be the one who {now} it. Another officer must do this step."
        )


class NotTheFirst(Refused):
    def __init__(self) -> None:
        super().__init__("There are users already: only an administrator can add another.")


class NameTaken(Refused):
    def __init__(self, username: str) -> None:
        super().__init__(f"The user name “{username}” is taken. Choose another.")


class UnknownRole(Refused):
    def __init__(self, role: str, known: list[str]) -> None:
        super().__init__(f"There is no role “{role}”. The roles are: {', '.join(known)}.")


class BadPassword(Refused):
    def __init__(self, reasons: list[str]) -> None:
        super().__init__("This password cannot be used. " + " ".join(reasons))


class TokenTooLong(Refused):
    def __init__(self, days: int, most: int) -> None:
        super().__init__(
            f"A token may work for 1 to {most} days, not {days}. Make one for a shorter time and renew it."
        )


class TooManyTokens(Refused):
    def __init__(self, most: int) -> None:
        super().__init__(f"You already have {most} tokens that work. Revoke one that is no longer used first.")


class NotYourToken(Refused):
    def __init__(self) -> None:
        super().__init__("This token belongs to somebody else. Only its owner may revoke it.")
