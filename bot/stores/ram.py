"""The RAM-backed folder of the volatile store: find it, prove that it is what it must be, hold it alone, watch its room.

Rules: a folder that is not certainly memory, ours and private is refused, never mended in silence; one process holds it at a time (flock);
errors name the folder and the rule. It must not know what is kept inside.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import stat
from pathlib import Path

MEMORY_FILESYSTEMS = frozenset({"tmpfs", "ramfs"})
"""File systems that live in memory. zram-backed ones are left out: they may write back to a disk."""

MIN_FREE_BYTES = 32 * 2**20
"""Below this much free room new messages are turned away, so that an exit can still be written."""

MIN_FREE_SHARE = 0.1
"""The same as a share of the whole, for small folders (a container's /dev/shm is often 64 MiB)."""

_SHM = Path("/dev/shm")  # noqa: S108 -- the one place on Linux that is memory by convention; ownership and type are checked below
_PRIVATE = 0o700
_PROC = Path("/proc")
_SYS = Path("/sys")


class RamFolderError(Exception):
    """The folder cannot be trusted with words. The text names the rule and the remedy."""


class RamMissingError(RamFolderError):
    """This machine offers no RAM-backed folder."""


class RamBusyError(RamFolderError):
    """Another service holds this folder."""


def find_folder(home: Path, shm: Path = _SHM) -> Path:
    """Return the folder for the service whose data lies in `home`, so that two services on one machine do not meet.

    Raises: RamMissingError where there is no memory file system to put it on.
    """
    if not shm.is_dir() or filesystem(shm) not in MEMORY_FILESYSTEMS:
        raise RamMissingError(f"RAM folder: {shm} is no memory file system here; set VOLATILE_URL to ram:/another/tmpfs/folder")
    name = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
    return shm / f"ql-{os.getuid()}-{name}"


def filesystem(path: Path, proc: Path = _PROC) -> str:
    """Return the type of the file system that holds `path`, "" if it cannot be told."""
    try:
        where = path.stat().st_dev
        lines = (proc / "self" / "mountinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    device = f"{os.major(where)}:{os.minor(where)}"
    for line in lines:  # 36 35 98:0 /root /mount options [optional fields] - type source options; see proc(5)
        left, _, right = line.partition(" - ")
        if left.split()[2:3] == [device] and right:
            return right.split()[0]
    return ""


class RamFolder:
    """A checked folder, held alone from `__init__` to `release`. The lock dies with the process, however it dies."""

    def __init__(self, path: Path) -> None:
        """Make the folder if need be, check it and lock it.

        Raises: RamFolderError when a rule is broken, RamBusyError when another process holds it.
        """
        self.path = path
        try:
            path.mkdir(mode=_PRIVATE, exist_ok=True)
            self._folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError as error:
            raise RamFolderError(f"RAM folder {path}: must be a folder and no symbolic link, got {error.strerror}") from None
        try:
            self._check()
            self._lock = self._take_lock()
        except BaseException:
            os.close(self._folder)
            raise
        room = os.fstatvfs(self._folder)
        self._min_free = min(MIN_FREE_BYTES, int(room.f_blocks * room.f_frsize * MIN_FREE_SHARE))

    def _check(self) -> None:
        found = os.fstat(self._folder)
        if found.st_uid != os.getuid():
            raise RamFolderError(f"RAM folder {self.path}: must belong to user {os.getuid()}, got {found.st_uid}; remove it as its owner")
        mode = stat.S_IMODE(found.st_mode)
        if mode != _PRIVATE:
            raise RamFolderError(f"RAM folder {self.path}: must have mode 700, got {mode:o}; others may have looked, so remove it")
        kind = filesystem(self.path)
        if kind not in MEMORY_FILESYSTEMS:
            raise RamFolderError(f"RAM folder {self.path}: must lie on tmpfs or ramfs, got {kind or 'an unknown file system'}")

    def _take_lock(self) -> int:
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        lock = os.open("lock", flags, 0o600, dir_fd=self._folder)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            raise RamBusyError(f"RAM folder {self.path}: held by another process; stop it, or set another HOME") from None
        return lock

    def make_file(self, name: str) -> Path:
        """Return the path of a file in the folder, made with mode 600 if it is not there.

        Raises: RamFolderError if something else lies there.
        """
        try:
            os.close(os.open(name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=self._folder))
        except OSError as error:
            raise RamFolderError(f"RAM folder {self.path}: {name} must be a file of ours, got {error.strerror}") from None
        return self.path / name

    def has_room(self, *, reserve: bool = False) -> bool:
        """Return whether there is room: for a new message, or, with `reserve`, for what must still be written when it is tight."""
        room = os.fstatvfs(self._folder)
        free = room.f_bavail * room.f_frsize
        if room.f_blocks == 0:  # ramfs and an unlimited tmpfs report nothing: the machine's memory is the limit
            return True
        return free >= (self._min_free // 4 if reserve else self._min_free)

    def holds(self, name: str, inode: int) -> bool:
        """Return whether `name` in the folder is still the file that was opened (a log-out may clear /dev/shm: RemoveIPC)."""
        try:
            return (self.path / name).lstat().st_ino == inode
        except OSError:
            return False

    def release(self) -> None:
        """Let the next process in. The lock file stays: removing it would let two in."""
        os.close(self._lock)
        os.close(self._folder)


def unencrypted_swaps(proc: Path = _PROC, sys: Path = _SYS) -> tuple[str, ...]:
    """Return the swap areas that may write memory to a disk in the clear. Empty: words in memory stay in memory.

    Encrypted is what lies on dm-crypt, directly or with all its parts (LVM on LUKS). zram is memory unless it writes back.
    A swap file counts by the device under its file system; what cannot be told counts as in the clear.
    """
    try:
        lines = (proc / "swaps").read_text(encoding="utf-8", errors="replace").splitlines()[1:]
    except OSError:
        return ()
    areas = [line.split()[0].encode().decode("unicode_escape") for line in lines if line.strip()]  # a blank is written \040
    return tuple(area for area in areas if not _is_covered(Path(area), sys))


def _is_covered(area: Path, sys: Path) -> bool:
    try:
        found = area.stat()
    except OSError:
        return False
    device = found.st_rdev if stat.S_ISBLK(found.st_mode) else found.st_dev
    return _is_encrypted(sys / "dev" / "block" / f"{os.major(device)}:{os.minor(device)}")


def _is_encrypted(device: Path) -> bool:
    """Follow a block device down to what it is made of (kernel: sysfs-block, sysfs-block-dm, sysfs-block-zram)."""
    real = device.resolve()
    if real.name.startswith("zram"):
        return _read(real / "backing_dev") in ("", "none")
    if _read(real / "dm" / "uuid").startswith("CRYPT-"):
        return True
    parts = list((real / "slaves").iterdir()) if (real / "slaves").is_dir() else []
    return bool(parts) and all(_is_encrypted(part) for part in parts)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
