from django.utils.translation import gettext as _

from ayni.kernel.refusals import Refused


class NotPermitted(Refused):
    def __init__(self, permission: str, who: str) -> None:
        self.permission, self.who = permission, who
        super().__init__(
            _(
                "%(who)s may not do this: it needs the permission “%(permission)s”. "
                "Ask an administrator for the role, or a colleague who has it."
            )
            % {"who": who, "permission": permission}
        )


class BadKey(Refused):
    def __init__(self, where: str) -> None:
        super().__init__(
            _(
                "The key in %(where)s is not one for seals: it must be 32 bytes in base64. Put the right one back; "
                "seals made with another key are not lost, they need its public half."
            )
            % {"where": where}
        )
