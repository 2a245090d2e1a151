"""Django's PostgreSQL backend, which starts the embedded server at the first connection when no other is named, and
lets every statement run as the application's own role, in the scope of whoever acts.

The scope is a setting of the session, signed for this connection alone, that the policies read. It is put right before
any statement that would run under another one; without anybody acting it is empty, and the policies show nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from ayni.config.postgresql import roles

UNSET: Any = object()


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._in_force: Any = UNSET
        self._is_set_within = False
        self.execute_wrappers.append(self._execute_in_scope)

    def get_connection_params(self) -> dict[str, Any]:
        data = self.settings_dict.get("EMBEDDED")
        if data and not self.settings_dict["HOST"]:
            from ayni.config.postgresql import embedded  # whoever is given an address does without it

            self.settings_dict.update({**embedded.start(data), "NAME": self.settings_dict["NAME"]})
        parameters: dict[str, Any] = super().get_connection_params()
        return {**parameters, **roles.login(self.settings_dict)}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._in_force, self._is_set_within = UNSET, False
        return super().get_new_connection(conn_params)

    def create_cursor(self, name: str | None = None) -> Any:
        self._put_scope_right()
        return super().create_cursor(name)

    def _rollback(self) -> None:
        super()._rollback()
        self._forget()

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)
        self._forget()

    def enter_scope(self, connection: psycopg.Connection[Any]) -> None:
        """Put another connection to this database into the scope of whoever acts now."""
        from ayni.commons.access import scoping  # models are not loaded yet when this module is

        connection.execute(scoping.entering(connection.info.backend_pid, as_owner=roles.is_owner()))

    def _execute_in_scope(self, execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """A cursor may have been opened before somebody else acted."""
        self._put_scope_right()
        return execute(sql, params, many, context)

    @contextmanager
    def as_owner(self) -> Iterator[None]:
        """Inside, this process works as the owner of the tables, on a connection of its own."""
        if roles.is_owner():
            yield
            return
        self.close()
        roles.be_owner(True)
        try:
            yield
        finally:
            self.close()
            roles.be_owner(False)

    def _put_scope_right(self) -> None:
        from ayni.commons import acting

        wanted = (acting.now(), roles.is_owner())
        if self._in_force is not UNSET and self._in_force == wanted:
            return
        connection: Any = self.connection
        if connection.info.transaction_status == TransactionStatus.INERROR:
            return  # it takes nothing but its own rollback
        is_between = connection.info.transaction_status == TransactionStatus.IDLE
        if is_between and not connection.autocommit:
            # Not a part of the transaction that is about to begin: neither undone with it, nor its first statement.
            connection.autocommit = True
            self.enter_scope(connection)
            connection.autocommit = False
        else:
            self.enter_scope(connection)
            self._is_set_within = not is_between
        self._in_force = wanted

    def _forget(self) -> None:
        """A rollback takes back a scope that was set within the transaction."""
        if self._is_set_within:
            self._in_force, self._is_set_within = UNSET, False
