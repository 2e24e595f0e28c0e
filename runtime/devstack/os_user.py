"""Under whom PostgreSQL runs: it refuses root, so root becomes nobody for it, and the system stays as it is.

A plain user runs it as himself. Root runs it in a user namespace where he is called nobody; where
namespaces are forbidden, as in some containers, as the real nobody with root's right to pass closed folders.
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

NOBODY_UID = 65534


@dataclass(frozen=True)
class OsUser:
    """Who owns the data, and how a program runs as him."""

    uid: int
    prefix: tuple[str, ...]
    binaries: Path

    def make_private(self, folder: Path) -> None:
        """Make *folder*, closed to all others."""
        folder.mkdir(mode=0o700, parents=True)
        if folder.stat().st_uid != self.uid:
            os.chown(folder, self.uid, -1)

    def command_line(self, program: str, *arguments: str) -> list[str]:
        """Return the command line of one of PostgreSQL's programs, which ends when its parent does."""
        return [*self.prefix, *die_with_parent([str(self.binaries / program), *arguments], signal.SIGINT)]

    def major_version(self) -> int:
        """Return the major version of the programs."""
        said = subprocess.run(
            [self.binaries / "postgres", "--version"], capture_output=True, text=True, check=True
        )
        return int(re.findall(r"\d+", said.stdout)[0])


def user_for(cluster: Path, binaries: Path) -> OsUser:
    """Return who runs *cluster*: the one who made it if it is there, else the first who can here."""
    if os.geteuid() != 0:
        return OsUser(os.geteuid(), (), binaries)
    made_by_nobody = cluster.exists() and cluster.stat().st_uid == NOBODY_UID
    return (
        user_nobody(binaries)
        if made_by_nobody or not user_namespaces_available()
        else user_in_namespace(binaries)
    )


def user_in_namespace(binaries: Path) -> OsUser:
    """Be root outside and nobody inside."""
    return OsUser(0, ("unshare", "--user", f"--map-user={NOBODY_UID}", f"--map-group={NOBODY_UID}"), binaries)


def user_nobody(binaries: Path) -> OsUser:
    """Be nobody, and pass closed folders all the same."""
    if shutil.which("setpriv") is None:
        raise ActionableError("PostgreSQL refuses to run as root: run as another user, or install util-linux")
    who = ("setpriv", f"--reuid={NOBODY_UID}", f"--regid={NOBODY_UID}", "--clear-groups")
    right = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
    return OsUser(NOBODY_UID, (*who, *right), _readable_binaries(binaries))


def user_namespaces_available() -> bool:
    """Tell whether root may rename himself here."""
    if shutil.which("unshare") is None:
        return False
    trial = [*user_in_namespace(Path()).prefix, "true"]
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


def _readable_binaries(binaries: Path) -> Path:
    """Return the programs, copied if a folder above is closed: they ask access(2), which ignores rights."""
    if all(folder.stat().st_mode & stat.S_IXOTH for folder in (binaries, *binaries.parents)):
        return binaries
    package = binaries.parents[1]  # <package>/pginstall/bin, its libraries beside it in <package>.libs
    home = Path("/var/tmp") / f"komek-postgres-{binaries.stat().st_mtime_ns}"  # noqa: S108 -- only if root's, below
    if not (home.exists() and home.stat().st_uid == 0):
        fresh = Path(f"{home}.{os.getpid()}")
        fresh.mkdir(mode=0o755)
        for folder in (package, package.with_name(package.name + ".libs")):
            if folder.exists():
                shutil.copytree(folder, fresh / folder.name)
        fresh.rename(home)
    return home / binaries.relative_to(package.parent)
