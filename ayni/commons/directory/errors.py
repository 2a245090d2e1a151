from ayni.kernel.refusals import Refused


class ParentUnknown(Refused):
    def __init__(self, code: str, parent: str) -> None:
        super().__init__(
            f"The area {code} is said to lie in {parent}, which is not known. "
            "Give the upper area first, or correct its code."
        )


class AreaMoved(Refused):
    def __init__(self, code: str, parent: str) -> None:
        where = f"in {parent}" if parent else "at the top"
        super().__init__(
            f"The area {code} is known elsewhere in the tree, and here it is said to lie {where}. "
            "A code never changes its meaning: correct the file, or give the new area a code of its own."
        )


class CodeUnfit(Refused):
    def __init__(self, code: str) -> None:
        super().__init__(
            f"The area code “{code}” cannot be used: a code is up to 32 characters, without a slash. "
            "Correct it in the file."
        )
