"""One page of a list: which rows, and the addresses of its neighbours."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

PER_PAGE = 50


@dataclass(frozen=True)
class Paging:
    """Which page of a list is asked for; with the total, where it stands.

    The page number is the address's `page`; anything that is no page is the first.
    """

    number: int
    per_page: int
    query: str
    total: int = 0

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.per_page

    @property
    def limit(self) -> int:
        return self.per_page

    @property
    def first(self) -> int:
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        return min(self.offset + self.per_page, self.total)

    @property
    def previous(self) -> str:
        return self._address(self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        return self._address(self.number + 1) if self.last < self.total else ""

    def of(self, total: int) -> Paging:
        """The same page, once the total is known."""
        return Paging(self.number, self.per_page, self.query, total)

    def _address(self, number: int) -> str:
        return f"?{self.query}&page={number}" if self.query else f"?page={number}"


def asked(request: HttpRequest, *, per_page: int = PER_PAGE) -> Paging:
    """The page that the address bar asks for, keeping its filters."""
    given = request.GET.copy()
    text = given.pop("page", ["1"])[-1]
    number = int(text) if text.isdecimal() and int(text[:7]) > 0 else 1
    return Paging(min(number, 1_000_000), per_page, given.urlencode())
