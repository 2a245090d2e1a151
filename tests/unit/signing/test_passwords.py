"""The list of stolen passwords, when there is one."""

import hashlib

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from ayni.commons.signing.passwords import is_listed


@pytest.fixture
def listed(tmp_path):
    """A list as it is published: sorted digests, each with a count."""
    words = [f"stolen-password-{number}" for number in range(200)]
    digests = sorted(hashlib.sha1(word.encode()).hexdigest().upper() for word in words)
    path = tmp_path / "stolen.txt"
    path.write_text("".join(f"{digest}:{number}\n" for number, digest in enumerate(digests)))
    return path, words


def test_every_one_of_the_list_is_found_and_nothing_else(listed):
    path, words = listed
    assert all(is_listed(word, path) for word in words)
    assert not any(is_listed(f"of-my-own-{number}", path) for number in range(200))


def test_an_empty_list_has_none(tmp_path):
    (tmp_path / "empty").write_text("")
    assert not is_listed("anything", tmp_path / "empty")


def test_a_stolen_password_is_refused_when_there_is_a_list(listed, settings):
    path, words = listed
    validate_password(words[0])
    settings.AYNI_BREACHED_PASSWORDS = str(path)
    with pytest.raises(ValidationError, match="stolen"):
        validate_password(words[0])
    validate_password("of-my-own-and-long")
