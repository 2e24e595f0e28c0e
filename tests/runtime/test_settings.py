"""Where a setting comes from, and who wins."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from runtime.settings import Settings


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"KOMEK_{name.upper()}", raising=False)


def write_stack(folder: Path, **settings: str) -> None:
    folder.joinpath("stack.json").write_text(json.dumps({"settings": settings}), "utf-8")


def test_commands_find_the_running_stack(tmp_path: Path) -> None:
    write_stack(tmp_path, database_url="postgresql://stack", temporal_address="127.0.0.1:1")
    settings = Settings(data=tmp_path)
    assert settings.database_url == "postgresql://stack"
    assert settings.temporal_address == "127.0.0.1:1"


def test_the_environment_wins_over_the_running_stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_stack(tmp_path, database_url="postgresql://stack")
    monkeypatch.setenv("KOMEK_DATA", str(tmp_path))
    monkeypatch.setenv("KOMEK_DATABASE_URL", "postgresql://outside")
    assert Settings().database_url == "postgresql://outside"


def test_nothing_changes_after_it_was_read(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with pytest.raises(ValidationError, match="frozen"):
        settings.policy = "other"  # type: ignore[misc]


def test_a_printed_settings_object_shows_no_secret(tmp_path: Path) -> None:
    settings = Settings(
        data=tmp_path, database_url="postgresql://komek:secret@db/komek", temporal_api_key="secret"
    )
    assert "secret" not in repr(settings)


def test_every_setting_says_what_it_is_for() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
