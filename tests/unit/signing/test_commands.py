"""The commands for accounts, keys and service accounts."""

import pytest
from typer.testing import CliRunner

from ayni.cli import main, ready
from ayni.commons import acting
from ayni.commons.access.models import ApiToken, Role, User
from ayni.commons.signing import keys, links
from tests.unit.signing.conftest import NOW


@pytest.fixture(autouse=True)
def tables_are_ready(monkeypatch):
    monkeypatch.setattr(ready, "database", lambda: None)


@pytest.fixture
def ayni():
    def run(*words, by="ada"):
        with acting.apart():
            told = CliRunner().invoke(main.commands(words[0]), [*words, "--as", by])
        if told.exception is not None and not isinstance(told.exception, SystemExit):
            raise told.exception
        assert told.exit_code == 0, told.output
        return told.output.strip()

    return run


def test_inviting_closing_and_opening(ayni, administrator):
    text = ayni("users", "invite", "amina", "--role", "analyst", "--name", "Amina").split("/")[-2]
    user = User.objects.get(username="amina")
    links.use(text, password="quite-another-password", at=links.OneTimeLink.objects.get().made_at)
    ayni("users", "close", "amina", "--reason", "Has left")
    user.refresh_from_db()
    assert not user.is_active
    ayni("users", "reopen", "amina", "--reason", "Is back")
    assert links.usable(ayni("users", "link", "amina").split("/")[-2], at=NOW) is not None


def test_what_holds_somebody_up_is_ended(ayni, administrator, officer):
    assert ayni("users", "unlock", "omar") == "0 failures forgotten"
    assert ayni("users", "sign-out", "omar") == "0 sessions ended"


def test_ones_own_keys(ayni, officer):
    text = ayni("token", "Notebook", "--may", "monitoring.see", by="omar")
    token = ApiToken.objects.get()
    at = token.created_at
    assert set(keys.bearer(text, at=at).user.places) == {"monitoring.see"}
    assert "monitoring.see" in ayni("tokens", "list", by="omar")
    new = ayni("tokens", "replace", str(token.pk), by="omar")
    newest = ApiToken.objects.latest("pk")
    assert keys.bearer(new, at=newest.created_at) is not None
    ayni("tokens", "revoke", str(newest.pk), by="omar")
    assert keys.bearer(new, at=newest.expires_at) is None


def test_a_service_account(ayni, administrator):
    Role.objects.get_or_create(code="partner_system", defaults={"permissions": []})
    told = ayni("service-accounts", "add", "bank", "--name", "Bank")
    secret = told.partition("client_secret: ")[2]
    assert "bank" in ayni("service-accounts", "list")
    renewed = ayni("service-accounts", "secret", "bank")
    assert secret not in renewed
    assert told.splitlines()[0] == renewed.splitlines()[0]
