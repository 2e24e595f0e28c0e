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

from runtime.devstack.process import bound_to_parent
from runtime.errors import PartFailed

NOBODY = 65534


@dataclass(frozen=True)
class Owner:
    """Who owns the data, and how a program runs as him."""

    uid: int
    prefix: tuple[str, ...]
    binaries: Path

    def own(self, folder: Path) -> None:
        """Make *folder*, closed to all others."""
        folder.mkdir(mode=0o700, parents=True)
        if folder.stat().st_uid != self.uid:
            os.chown(folder, self.uid, -1)

    def words(self, program: str, *arguments: str) -> list[str]:
        """Return the command line of one of PostgreSQL's programs, which ends when its parent does."""
        return [*self.prefix, *bound_to_parent([str(self.binaries / program), *arguments], signal.SIGINT)]

    def major(self) -> int:
        """Return the major version of the programs."""
        said = subprocess.run(
            [self.binaries / "postgres", "--version"], capture_output=True, text=True, check=True
        )
        return int(re.findall(r"\d+", said.stdout)[0])


def owner_of(cluster: Path, binaries: Path) -> Owner:
    """Return who runs *cluster*: the one who made it if it is there, else the first who can here."""
    if os.geteuid() != 0:
        return Owner(os.geteuid(), (), binaries)
    made_by_nobody = cluster.exists() and cluster.stat().st_uid == NOBODY
    return as_nobody(binaries) if made_by_nobody or not namespaces_work() else in_namespace(binaries)


def in_namespace(binaries: Path) -> Owner:
    """Be root outside and nobody inside."""
    return Owner(0, ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"), binaries)


def as_nobody(binaries: Path) -> Owner:
    """Be nobody, and pass closed folders all the same."""
    if shutil.which("setpriv") is None:
        raise PartFailed("PostgreSQL refuses to run as root: run as another user, or install util-linux")
    who = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
    right = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
    return Owner(NOBODY, (*who, *right), _open_to_all(binaries))


def namespaces_work() -> bool:
    """Tell whether root may rename himself here."""
    if shutil.which("unshare") is None:
        return False
    trial = [*in_namespace(Path()).prefix, "true"]
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


def _open_to_all(binaries: Path) -> Path:
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
