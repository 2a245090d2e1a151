"""A rule in plain words: a sentence, or a tree of short ones, in each language.

Rooms: `normal` turns the tree round to how one would say it > `people` and `sentences` choose the phrases >
`english`, `french`, `arabic` hold the words, each the whole set of `phrases`. The labels are
the dictionary's; one that a language lacks is given in English. What an author wrote (`says`) comes before all this.
"""

from collections.abc import Mapping

from ayni.engines import dictionary
from ayni.engines.rules import definition as definitions
from ayni.engines.rules import errors, grammar, tree
from ayni.engines.rules.wording.arabic import Arabic
from ayni.engines.rules.wording.english import English
from ayni.engines.rules.wording.french import French
from ayni.engines.rules.wording.phrases import Phrases
from ayni.engines.rules.wording.sentences import Item, Speaker

__all__ = ["LANGUAGES", "Item", "Titles", "criterion_reads", "outline", "read"]

#: The titles, by language, of scores, programmes and areas, by their code.
Titles = Mapping[str, Mapping[str, str]]
LANGUAGES: Mapping[str, Phrases] = {language.code: language for language in (English(), French(), Arabic())}


def read(
    rule: str | tree.Node,
    unit: str,
    words: dictionary.Dictionary,
    language: str,
    titles: Titles | None = None,
) -> str:
    """A rule of a unit ("household" or "person") as one sentence, without a full stop.

    A language that has no readings is answered in English. Raises RuleRefused for what is no rule; a variable the
    dictionary does not have is called by its name.
    """
    return _speaker(unit, words, language, titles).sentence(_tree(rule))


def outline(
    rule: str | tree.Node,
    unit: str,
    words: dictionary.Dictionary,
    language: str,
    titles: Titles | None = None,
) -> Item:
    """The same as items in items, as a list on a screen shows it. One item alone is the whole sentence."""
    return _speaker(unit, words, language, titles).outline(_tree(rule))


def criterion_reads(
    criterion: definitions.Criterion,
    definition: definitions.Definition,
    words: dictionary.Dictionary,
    language: str,
    titles: Titles | None = None,
) -> str:
    """What a criterion says in a language: its author's words in it, else the reading of its rule."""
    if said := criterion.says.get(language):
        return said
    try:
        return read(criterion.rule.text, definition.unit, words, language, titles)
    except errors.RuleRefused:
        return criterion.reads(language)


def _tree(rule: str | tree.Node) -> tree.Node:
    return grammar.read(rule) if isinstance(rule, str) else rule


def _speaker(unit: str, words: dictionary.Dictionary, language: str, titles: Titles | None) -> Speaker:
    phrases = LANGUAGES.get(language.split("-")[0], LANGUAGES["en"])
    return Speaker(unit, words, phrases, titles or {})
