"""Imports go down the ladder, and only down."""

from pathlib import Path

from importlinter import cli

PROJECT = Path(__file__).resolve().parents[2]


def test_every_contract_is_kept(monkeypatch, capsys):
    monkeypatch.chdir(PROJECT)
    status = cli.lint_imports(no_cache=True)
    assert status == cli.EXIT_STATUS_SUCCESS, capsys.readouterr().out
