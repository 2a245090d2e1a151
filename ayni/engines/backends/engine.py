"""What every engine can do, and choosing one by its name."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from ayni.kernel import refusals

#: The module of each engine and what it needs besides this package; the first is the one used unless another is named.
NAMES = {"duckdb": ("duck", ""), "spark": ("spark", "spark"), "polars": ("polar", "polars")}
MEMORY = "1GB"


class Engine(Protocol):
    """One connection. Use it in one thread, and close it, or use it in a `with`."""

    name: str

    def read(self, name: str, files: Sequence[str]) -> Any:
        """Parquet files with the same columns as one Ibis table, called `name` from now on."""

    def view(self, name: str, expression: Any) -> Any:
        """An expression as a table called `name`; nothing is computed yet."""

    def write(self, expression: Any, path: Path) -> None:
        """Compute an expression into a Parquet file, or a folder of them where many machines write at once."""

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None: ...


class EngineMissing(refusals.Refused):
    """An engine that is unknown, not installed, or cannot start here."""


def connect(name: str = "duckdb", *, memory: str = MEMORY, temporary: Path | None = None) -> Engine:
    """Open an engine. `memory` bounds what it keeps; what does not fit goes to the folder `temporary`.

    Raises EngineMissing with what to do.
    """
    if name not in NAMES:
        raise EngineMissing(f"No engine is called {name!r}; name one of {', '.join(NAMES)}.")
    module, extra = NAMES[name]
    try:
        found = import_module(f"ayni.engines.backends.{module}")
    except ImportError as error:
        raise EngineMissing(
            f"The engine {name!r} is not installed here ({error.name} is missing). Install it with "
            f"`pip install 'ayni[{extra}]'`, or use the engine 'duckdb', which is always there."
        ) from None
    engine: Engine = found.connect(memory=memory, temporary=temporary)
    return engine


class Closing:
    """Engines close themselves at the end of a `with`."""

    def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        self.close()
