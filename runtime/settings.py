"""Settings from the environment: read once, frozen, passed down."""

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """The settings, each read from the variable KOMEK_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="KOMEK_", frozen=True, extra="ignore")

    data: Path = Field(Path(".komek"), description="Data folder of `komek up`.")

    database_url: str = Field("", repr=False, description="PostgreSQL URL of the appeals database.")
    database_pool: int = Field(10, ge=2, le=200, description="Maximum database connections per process.")

    temporal_address: str = Field("127.0.0.1:7233", description="host:port of the Temporal frontend.")
    temporal_namespace: str = Field("komek", description="Namespace that holds the workflows.")
    temporal_tls: bool = Field(default=False, description="Use TLS for Temporal.")
    temporal_tls_ca: Path | None = Field(None, description="CA certificate of the Temporal server.")
    temporal_tls_cert: Path | None = Field(None, description="Client certificate for mutual TLS.")
    temporal_tls_key: Path | None = Field(None, description="Private key of the client certificate.")
    temporal_api_key: SecretStr | None = Field(None, description="Bearer token for Temporal.")

    policy: str = Field("kazakhstan", description="Policy that new appeals are stamped with.")
    policies: Path = Field(
        PROJECT_ROOT / "policies", description="Folder of the policies, one TOML file each."
    )

    api_host: str = Field("127.0.0.1", description="Address the API listens on.")
    api_port: int = Field(8000, ge=0, le=65535, description="Port the API listens on.")
    api_url: str = Field("", description="URL of the running stack's API.")
    temporal_ui: str = Field("", description="URL of Temporal's Web UI for our workflows.")
    answer_seconds: float = Field(15.0, gt=0, description="Longest wait for a workflow before a 202.")
    body_limit: int = Field(1_000_000, gt=0, description="Largest request body, in bytes.")

    cached_workflows: int = Field(1000, ge=0, description="Open workflows cached per worker.")
    drain_seconds: float = Field(20.0, gt=0, description="Seconds to finish running work after SIGTERM.")

    log_format: Literal["json", "console"] = Field("json", description="Log output format.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Minimum log level.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 -- the library's signature
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the sources: the environment first, the running stack last."""
        return init_settings, env_settings, file_secret_settings, RunningStackSource(settings_cls)


class RunningStackSource(PydanticBaseSettingsSource):
    """The addresses from the state file of a running `komek up`."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        """Return nothing per field: all values are read at once."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """Return the settings from the running stack's state file."""
        folder = Path(self.current_state.get("data", ".komek"))
        try:
            stack: dict[str, Any] = json.loads((folder / "stack.json").read_text("utf-8"))
        except FileNotFoundError:
            return {}
        return dict(stack["settings"])
