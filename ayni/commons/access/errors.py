from ayni.kernel.refusals import Refused


class NotPermitted(Refused):
    def __init__(self, permission: str, who: str) -> None:
        self.permission, self.who = permission, who
        super().__init__(
            f"{who} may not do this: it needs the permission “{permission}”. "
            "Ask an administrator for the role, or a colleague who has it."
        )


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
