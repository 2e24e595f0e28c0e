"""The files of deploy/ are well formed, agree with each other and with the code. All of it offline."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.main import get_command

from runtime.cli import main
from runtime.settings import Settings
from tests.support.pages import PROJECT_ROOT

DEPLOY = PROJECT_ROOT / "deploy"
BIN = Path(sys.executable).parent
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
SCRIPTS = [path for path in FILES if path.suffix == ".sh"]
COMPOSE: dict[str, Any] = YAML(typ="safe").load(DEPLOY / "compose.yaml")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("komek:")}
KOMEK = re.compile(r"(?<![A-Z_])KOMEK_[A-Z_]+")


@pytest.mark.parametrize(
    "words",
    [
        ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", "deploy/compose.yaml"],
        ["hadolint", "deploy/Dockerfile"],
        ["yamllint", "--strict", "--config-file", "deploy/.yamllint.yaml", "deploy"],
    ],
    ids=lambda words: str(words[0]),
)
def test_a_file_passes_its_own_validator(words: list[str]) -> None:
    done = subprocess.run(
        [str(BIN / words[0]), *words[1:]], cwd=PROJECT_ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: str(path.name))
def test_a_script_can_be_read_by_any_shell(script: Path) -> None:
    done = subprocess.run(["sh", "-n", str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("file", FILES, ids=lambda path: str(path.relative_to(DEPLOY)))
def test_every_setting_named_is_one_that_komek_reads(file: Path) -> None:
    known = {f"KOMEK_{name.upper()}" for name in Settings.model_fields}
    assert set(KOMEK.findall(file.read_text("utf-8"))) <= known


def test_every_command_is_one_that_komek_knows() -> None:
    known = set(get_command(main.app).commands)  # type: ignore[attr-defined]
    assert {service["command"][0] for service in OURS.values()} == {
        "serve",
        "worker",
        "migrate",
        "register-search-attributes",
    }
    assert {service["command"][0] for service in OURS.values()} <= known


def test_every_image_names_its_version() -> None:
    images = {service["image"] for service in SERVICES.values()}
    assert all(re.search(r":\d+\.\d+", image) for image in images), images


def test_temporal_and_the_tools_that_shape_its_databases_are_of_one_version() -> None:
    versions = {
        service["image"].partition(":")[2]
        for service in SERVICES.values()
        if service["image"].startswith(("temporalio/server:", "temporalio/admin-tools:"))
    }
    assert len(versions) == 1


def test_services_awaited_as_healthy_have_a_health_check() -> None:
    for service in SERVICES.values():
        for awaited, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert "test" in SERVICES[awaited]["healthcheck"], awaited


def test_a_service_that_ends_is_not_started_again_for_ever() -> None:
    awaited = {
        name
        for service in SERVICES.values()
        for name, how in service.get("depends_on", {}).items()
        if how["condition"] == "service_completed_successfully"
    }
    assert {name for name, service in SERVICES.items() if service["restart"] != "unless-stopped"} == awaited


def test_the_drain_fits_into_the_time_that_compose_leaves() -> None:
    for service in OURS.values():
        drain = float(service["environment"]["KOMEK_DRAIN_SECONDS"])
        assert drain < float(service["stop_grace_period"].removesuffix("s"))


def test_the_example_of_secrets_sets_everything_that_compose_asks_for() -> None:
    asked = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text("utf-8")))
    example = (DEPLOY / ".env.example").read_text("utf-8")
    assert asked == set(re.findall(r"^(\w+)=", example, re.MULTILINE))


def test_the_image_is_built_by_the_same_uv_as_everywhere() -> None:
    pinned = re.search(r'^UV = "(.+)"$', (PROJECT_ROOT / "dev").read_text("utf-8"), re.MULTILINE)
    assert pinned
    assert f"uv=={pinned[1]}" in (DEPLOY / "Dockerfile").read_text("utf-8")


def test_the_image_takes_every_package_that_the_wheel_takes() -> None:
    project = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
    taken = re.findall(r"^!(\w+)$", (PROJECT_ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE)
    assert {*wheel, "LICENSE"} == set(taken)
