"""What a dictionary refuses."""

from ayni.kernel import refusals


class DictionaryError(refusals.Refused):
    """A variable that cannot be declared as written; the text says which, why and what to do."""
