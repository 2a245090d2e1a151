"""Why another office's register is not asked about a number."""

from django.utils.translation import gettext as _

from ayni.kernel.refusals import Refused


class RegisterNotSet(Refused):
    def __init__(self, label: str) -> None:
        super().__init__(
            _(
                "No register is known that could be asked about numbers of the type “%(label)s”. Whoever runs this "
                "server names it in AYNI_REGISTERS; until then, keep what the issuer says by hand."
            )
            % {"label": label}
        )


class NumberEnded(Refused):
    def __init__(self) -> None:
        super().__init__(_("This number has ended: nobody is asked about it. Ask about the one that replaced it."))


class QuestionOver(Refused):
    def __init__(self) -> None:
        super().__init__(_("Nothing more is awaited for this question. Ask anew if you need to know."))
