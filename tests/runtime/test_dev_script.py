"""./dev on machines that lack something: one clear line that says what to do."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.pages import PROJECT_ROOT

AS_A_MODULE = "import runpy; sys.argv = ['dev', 'up']; runpy.run_path('dev', run_name='__main__')"


@pytest.fixture
def clone() -> Iterator[Path]:
    """Return a fresh copy of what ./dev reads, in a folder that everybody may enter."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        for file in ("dev", "pyproject.toml", "uv.lock"):
            shutil.copy(PROJECT_ROOT / file, folder / file)
        yield folder


def run(clone: Path, before: str) -> subprocess.CompletedProcess[str]:
    """Run `./dev up` in a process that was first changed by *before*."""
    words = [sys.executable, "-c", f"import sys; {before}; {AS_A_MODULE}"]
    return subprocess.run(words, cwd=clone, capture_output=True, text=True, check=False)


def test_old_python_is_refused_with_the_needed_version(clone: Path) -> None:
    done = run(clone, "sys.version_info = (3, 9, 18); sys.version = '3.9.18 (main)'")
    assert done.returncode == 1
    assert done.stderr == "dev: Komek needs Python 3.11 or newer and this is 3.9.18: try python3.11 dev up\n"


def test_python_without_venv_names_the_package_to_install(clone: Path) -> None:
    done = run(clone, "import importlib.util; importlib.util.find_spec = lambda name: None")
    package = f"python3.{sys.version_info.minor}-venv"
    assert done.returncode == 1
    assert done.stderr == (
        f"dev: this Python has no venv module: run apt-get install -y {package}, then try again\n"
    )


def test_a_folder_that_is_not_ours_is_named(clone: Path) -> None:
    drop = "os.setgroups([]); os.setgid(65534); os.setuid(65534)" if os.geteuid() == 0 else "pass"
    clone.chmod(0o555)
    done = run(clone, f"import os, runpy; runpy.run_path('dev'); import ensurepip, venv; {drop}")
    clone.chmod(0o755)
    assert done.returncode == 1
    assert done.stderr == (
        f"dev: {clone} is read-only for you: make it writable, or copy the project to a folder of your own\n"
    )


def test_dev_script_without_command_lists_commands(clone: Path) -> None:
    done = subprocess.run([clone / "dev"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    for command in ("up", "demo", "import", "doctor", "migrate", "worker", "serve", "test", "check", "bench"):
        assert f"  {command}" in done.stdout or f", {command}" in done.stdout


def test_a_made_environment_is_not_made_again(clone: Path) -> None:
    probe = (
        "import runpy; dev = runpy.run_path('dev'); fingerprint = dev['fingerprint']();"
        "import pathlib; home = pathlib.Path('.venv/bin'); home.mkdir(parents=True);"
        "(home / 'python').touch();"
        "pathlib.Path('.venv/komek-stamp').write_text(fingerprint + ' dev');"
        "dev['set_up']('runtime'); dev['set_up']('dev'); print(dev['installed']() == (fingerprint, 'dev'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=clone, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("True\n", "")
    assert not (clone / ".boot").exists()
