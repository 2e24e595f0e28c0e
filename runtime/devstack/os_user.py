"""The operating system user that runs PostgreSQL, which refuses root.

A plain user runs it directly. Root runs it in a user namespace under another user id; where namespaces
are forbidden, as in some containers, as the unprivileged user with the capability to pass closed folders.
"""

import os
import re
import shutil
import signal
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from runtime.devstack.process import die_with_parent
from runtime.errors import ActionableError

UNPRIVILEGED_UID = 65534


@dataclass(frozen=True)
class OsUser:
    """The owner of the data, and how a program runs as that user."""

    uid: int
    prefix: tuple[str, ...]
    binaries: Path

    def make_private(self, folder: Path) -> None:
        """Create *folder*, accessible to this user only."""
        folder.mkdir(mode=0o700, parents=True)
        if folder.stat().st_uid != self.uid:
            os.chown(folder, self.uid, -1)

    def command_line(self, program: str, *arguments: str) -> list[str]:
        """Return the command line of a PostgreSQL program that ends with its parent process."""
        return [*self.prefix, *die_with_parent([str(self.binaries / program), *arguments], signal.SIGINT)]

    def major_version(self) -> int:
        """Return the major version of the programs."""
        output = subprocess.run(
            [self.binaries / "postgres", "--version"], capture_output=True, text=True, check=True
        )
        return int(re.findall(r"\d+", output.stdout)[0])


def user_for(cluster: Path, binaries: Path) -> OsUser:
    """Return the user that runs *cluster*: its owner, or for a new one the first that works here."""
    if os.geteuid() != 0:
        return OsUser(os.geteuid(), (), binaries)
    owned_by_unprivileged = cluster.exists() and cluster.stat().st_uid == UNPRIVILEGED_UID
    return (
        user_unprivileged(binaries)
        if owned_by_unprivileged or not user_namespaces_available()
        else user_in_namespace(binaries)
    )


def user_in_namespace(binaries: Path) -> OsUser:
    """Return a user that is root outside and unprivileged inside a user namespace."""
    return OsUser(
        0,
        ("unshare", "--user", f"--map-user={UNPRIVILEGED_UID}", f"--map-group={UNPRIVILEGED_UID}"),
        binaries,
    )


def user_unprivileged(binaries: Path) -> OsUser:
    """Return the system's unprivileged user, with the capability to pass closed folders."""
    if shutil.which("setpriv") is None:
        raise ActionableError("PostgreSQL refuses to run as root: run as another user, or install util-linux")
    who = ("setpriv", f"--reuid={UNPRIVILEGED_UID}", f"--regid={UNPRIVILEGED_UID}", "--clear-groups")
    right = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
    return OsUser(UNPRIVILEGED_UID, (*who, *right), _readable_binaries(binaries))


def user_namespaces_available() -> bool:
    """Return whether this machine allows root to create a user namespace."""
    if shutil.which("unshare") is None:
        return False
    trial = [*user_in_namespace(Path()).prefix, "true"]
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


def _readable_binaries(binaries: Path) -> Path:
    """Return the programs, copied if a parent folder is closed: access(2) ignores capabilities."""
    if all(folder.stat().st_mode & stat.S_IXOTH for folder in (binaries, *binaries.parents)):
        return binaries
    package = binaries.parents[1]  # <package>/pginstall/bin, its libraries beside it in <package>.libs
    home = Path("/var/tmp") / f"komek-postgres-{binaries.stat().st_mtime_ns}"  # noqa: S108 -- only if it belongs to root, see below
    if not (home.exists() and home.stat().st_uid == 0):
        fresh = Path(f"{home}.{os.getpid()}")
        fresh.mkdir(mode=0o755)
        for folder in (package, package.with_name(package.name + ".libs")):
            if folder.exists():
                shutil.copytree(folder, fresh / folder.name)
        fresh.rename(home)
    return home / binaries.relative_to(package.parent)
