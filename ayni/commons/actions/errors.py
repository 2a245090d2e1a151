from ayni.kernel.refusals import Refused


class NotPermitted(Refused):
    def __init__(self, permission: str, who: str) -> None:
        self.permission, self.who = permission, who
        super().__init__(
            f"{who} may not do this: it needs the permission “{permission}”. "
            "Ask an administrator for the role, or a colleague who has it."
        )
