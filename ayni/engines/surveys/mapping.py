"""Mappings: which column of a survey's files is what. Reading one, and finding the one for a folder."""

from __future__ import annotations

from pathlib import Path

from ayni.engines.surveys import declared, errors, parts

Mapping = parts.Mapping
FOLDER_FILE = "mapping.yaml"
SHIPPED = Path(__file__).parent / "mappings"


def load(path: str | Path) -> Mapping:
    """Read a mapping file.

    Errors: SurveyError listing every problem with its line.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise single(str(path), "there is no such mapping file.", "Check the path.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise single(str(path), f"cannot be read: {error}.", "A mapping is a YAML text in UTF-8.") from error
    return loads(text, str(path))


def loads(text: str, where: str = "mapping") -> Mapping:
    """Read a mapping from its YAML text; `where` is named in problems."""
    return declared.mapping(text, where)


def shipped() -> list[Mapping]:
    """The mappings that come with Ayni, by survey code."""
    found = [load(path) for path in SHIPPED.glob("*.yaml")]
    return sorted(found, key=lambda one: one.survey)


def find(folder: str | Path) -> Mapping:
    """The mapping of a survey folder: its own mapping.yaml, else the shipped one whose files are all there.

    Errors: SurveyError when the folder is missing or nothing fits, naming what was looked for.
    """
    folder = Path(folder)
    if not folder.is_dir():
        what = "is a file, not a folder." if folder.exists() else "there is no such folder."
        raise single(str(folder), what, "Name the folder that holds the survey's files.")
    own = folder / FOLDER_FILE
    if own.is_file():
        return load(own)
    present = {path.name for path in folder.iterdir()}
    known = shipped()
    for one in known:
        if present.issuperset(one.files):
            return one
    wanted = "; ".join(f"{one.survey} needs {' and '.join(one.files)}" for one in known)
    what = f"holds no {FOLDER_FILE}, and its files are not those of a known survey ({wanted})."
    remedy = f"Write a {FOLDER_FILE} there; docs/surveys.md shows how."
    raise single(str(folder), what, remedy)


def single(where: str, what: str, remedy: str) -> errors.SurveyError:
    """An error of one problem."""
    return errors.SurveyError([errors.Problem(where, what, remedy)])
