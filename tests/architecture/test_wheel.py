"""The wheel that users install runs without the checkout, and names its own commands."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.support.pages import PROJECT_ROOT

SOURCES = ("pyproject.toml", "LICENSE", "README.md")
TOP_LEVEL = {
    "domain",
    "schemas",
    "loaders",
    "store",
    "activities",
    "workflows",
    "application",
    "api",
    "runtime",
    "policies",
}


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel offline and install it into a new environment that borrows the locked packages."""
    folder = tmp_path_factory.mktemp("wheel")
    uv = shutil.which("uv") or str(PROJECT_ROOT / ".boot" / "bin" / "uv")
    offline = {**os.environ, "UV_OFFLINE": "1"}
    build = [
        uv,
        "build",
        "--wheel",
        "--no-build-isolation",
        "--python",
        sys.executable,
        "--out-dir",
        str(folder),
    ]
    subprocess.run([*build, str(PROJECT_ROOT)], env=offline, capture_output=True, check=True)
    (wheel,) = folder.glob("*.whl")
    target = folder / "venv"
    venv.create(target)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    site_packages = target / "lib" / version / "site-packages"
    (site_packages / "locked.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    install = [uv, "pip", "install", "--no-deps", "--python", str(target / "bin" / "python"), str(wheel)]
    subprocess.run(install, env=offline, capture_output=True, check=True)
    return target


def run(installation: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the installed `komek` in an empty folder, without the variables of the checkout."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KOMEK_")}
    command = [str(installation / "bin" / "komek"), *words]
    return subprocess.run(command, cwd=installation, env=clean, capture_output=True, text=True, check=False)


def test_the_wheel_contains_the_packages_of_the_layers(installation: Path) -> None:
    (site_packages,) = (installation / "lib").glob("python*/site-packages")
    assert {each.name for each in site_packages.iterdir() if each.is_dir()} >= TOP_LEVEL
    assert not (site_packages / "tests").exists()


def test_the_installed_command_names_its_commands(installation: Path) -> None:
    done = run(installation, "--help")
    assert done.returncode == 0, done.stderr
    assert "doctor" in done.stdout


def test_the_installed_doctor_checks_the_installation(installation: Path) -> None:
    done = run(installation, "doctor")
    assert "policy: kazakhstan" in done.stdout, done.stdout + done.stderr
    assert "./dev" not in done.stdout


def test_an_installed_command_suggests_installed_commands(installation: Path) -> None:
    done = run(installation, "migrate")
    assert done.stderr == "komek: no database configured: run komek up, or set KOMEK_DATABASE_URL\n"
