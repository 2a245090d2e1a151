"""Long answers come in pages."""

from typing import Annotated, Generic, TypeVar

from ninja import Field, Query, Schema

MOST = 200
FURTHEST = 100_000  # beyond it nobody reads: narrow the question instead

Row = TypeVar("Row")

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many rows at most.")]
Offset = Annotated[int, Query(ge=0, le=FURTHEST, description="How many rows to skip.")]


class Page(Schema, Generic[Row]):
    """Some of the rows, and how many there are."""

    rows: list[Row] = Field(description="The rows of this page.")
    total: int = Field(description="How many rows there are in all, within what the reader may see.")
    limit: int = Field(description="The limit that was asked.")
    offset: int = Field(description="The offset that was asked.")
