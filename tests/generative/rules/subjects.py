"""The dictionary that random sentences are about."""

from ayni.engines import dictionary

CODES = ("earth", "cement", "tiles")
WORDS = dictionary.Dictionary(
    [
        dictionary.Variable("rooms", "household", "integer"),
        dictionary.Variable("income", "household", "decimal"),
        dictionary.Variable("floor", "household", "choice", choices=tuple(dictionary.Choice(code) for code in CODES)),
        dictionary.Variable("electric", "household", "boolean"),
        dictionary.Variable("visited", "household", "date"),
        dictionary.Variable("disability", "person", "boolean"),
        dictionary.Variable("wage", "person", "decimal"),
        dictionary.Variable("school", "person", "text"),
        dictionary.Variable("joined", "person", "date"),
    ]
)
