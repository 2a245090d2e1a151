"""The dictionary: every variable a household, a person or an area is asked about, declared once.

A *variable* has a name, an entity (household, person or area), a type, choices when it is a choice, labels in each
language, a sensitivity class, and which of *unknown*, *refused* and *not applicable* may stand for an answer. Forms,
imports, rules, snapshots and exchange all read this one declaration.

Invariants: a name is a lower-case slug, unique within its entity; it is no name the registry already gives a
meaning to (`built_in`), and no word of the rule language. A dictionary never changes: a new question makes a
new one, and `Dictionary.version` says which one a snapshot or a decision used.
"""

from ayni.engines.dictionary.contents import Dictionary
from ayni.engines.dictionary.errors import DictionaryError
from ayni.engines.dictionary.registry import BUILT_IN, built_in
from ayni.engines.dictionary.variables import ENTITIES, MISSING, SENSITIVITIES, TYPES, Choice, Variable

__all__ = [
    "BUILT_IN",
    "ENTITIES",
    "MISSING",
    "SENSITIVITIES",
    "TYPES",
    "Choice",
    "Dictionary",
    "DictionaryError",
    "Variable",
    "built_in",
]
