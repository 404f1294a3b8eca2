"""Sealing the return address of an open case, so that a waiting person survives a reboot and a stolen database tells nothing.

Rules: AES-256-GCM under a key of the day, bound to the case id; keys lie one a file in a folder of their own, outside the database and
its backups, readable by the service alone; a key is read when it is needed and not kept; destroying a day's key is what erases every
copy of its addresses (write-ahead logs, replicas, backups) at once. Blocks for a few small file operations; logs nothing.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from escalation.model import CaseId, SealedAddress

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
PAD_BYTES: Final = 64
"""Addresses are padded to a multiple of this, so that the length of a blob does not tell a number from an id."""

MAX_ADDRESS_BYTES: Final = 1024
GRACE_SECONDS: Final = 120
"""A key that sealed something this lately is not destroyed: the case it was sealed for may be about to be written."""

_FORMAT: Final = b"\x01"
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PRIVATE: Final = 0o077


class KeyFolderError(Exception):
    """The key folder cannot be trusted. The text names the folder, the rule and the remedy; the service must not start."""


class SealBrokenError(Exception):
    """A sealed address cannot be opened: its key is destroyed, or it was changed or belongs to another case. Says nothing else."""


class Seals:
    """Seals and unseals under the keys in `folder`, which is made (0700) when it is missing.

    `away_from` is the folder of the database, inside of which the keys must not lie.
    Raises: KeyFolderError.
    """

    def __init__(self, folder: Path, *, away_from: Path | None = None) -> None:
        self._folder = folder.absolute()
        if away_from is not None and self._folder.resolve().is_relative_to(away_from.resolve()):
            raise KeyFolderError(f"KEY_DIR: {self._folder} must not lie inside the database's folder: its backups would hold the keys too")
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._check_folder()

    def seal(self, case: CaseId, address: bytes, now: float) -> SealedAddress:
        """Return the address sealed for this case under the key of the day of `now` (UTC).

        Raises: KeyFolderError, ValueError for an address of more than `MAX_ADDRESS_BYTES`.
        """
        if len(address) > MAX_ADDRESS_BYTES:
            raise ValueError(f"address: must have at most {MAX_ADDRESS_BYTES} bytes (got {len(address)})")
        day = datetime.fromtimestamp(now, UTC).date().isoformat()
        padded = len(address).to_bytes(2, "big") + address
        padded += bytes(-len(padded) % PAD_BYTES)
        nonce = secrets.token_bytes(NONCE_BYTES)
        with self._key(day, used_at=now) as key:
            sealed = AESGCM(key).encrypt(nonce, padded, _bound_to(case))
        return SealedAddress(case, day, _FORMAT + nonce + sealed)

    def unseal(self, sealed: SealedAddress) -> bytes:
        """Return the address.

        Raises: SealBrokenError, KeyFolderError.
        """
        if not _DAY.fullmatch(sealed.day) or len(sealed.blob) <= 1 + NONCE_BYTES or sealed.blob[:1] != _FORMAT:
            raise SealBrokenError("sealed address: not of a form that this program made")
        try:
            with self._key(sealed.day) as key:
                padded = AESGCM(key).decrypt(sealed.blob[1 : 1 + NONCE_BYTES], sealed.blob[1 + NONCE_BYTES :], _bound_to(sealed.case))
        except FileNotFoundError:
            raise SealBrokenError("sealed address: the key of its day is destroyed") from None
        except InvalidTag:
            raise SealBrokenError("sealed address: changed, or sealed for another case or under another key") from None
        return padded[2 : 2 + int.from_bytes(padded[:2], "big")]

    def destroy_days(self, keep: Collection[str], *, now: float | None = None) -> int:
        """Overwrite and unlink the keys of all days not in `keep`. Returns how many.

        With `now`, a key that sealed within `GRACE_SECONDS` stays until the next call; without, every one goes (wiping).
        A file system that writes elsewhere (flash, snapshots) may keep the old block: keep the folder on an encrypted disk.
        """
        destroyed = 0
        for day in self.days():
            if day not in keep:
                destroyed += self._destroy(self._path(day), now)
        self._remove_strays()
        return destroyed

    def days(self) -> tuple[str, ...]:
        """Return the days that have a key, oldest first."""
        return tuple(sorted(path.stem for path in self._folder.glob("*.key") if _DAY.fullmatch(path.stem)))

    @contextmanager
    def _key(self, day: str, *, used_at: float | None = None) -> Iterator[bytearray]:
        """Yield the key of a day, overwritten afterwards. With `used_at` a missing key is made, and its use noted in the file's time."""
        self._check_folder()
        key = bytearray(KEY_BYTES)
        try:
            while not self._read(day, key, used_at):
                if used_at is None:
                    raise FileNotFoundError
                self._make(day)
            yield key
        finally:
            key[:] = bytes(KEY_BYTES)

    def _read(self, day: str, key: bytearray, used_at: float | None) -> bool:
        try:
            handle = os.open(self._path(day), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return False
        with open(handle, "rb", buffering=0) as file:  # noqa: PTH123 - a descriptor, opened without following links
            # Shared against `_destroy`: whoever has it sees the key whole, or sees that it is gone.
            fcntl.flock(handle, fcntl.LOCK_SH)
            found = os.fstat(handle)
            if not self._is_still(day, found):
                return False
            if found.st_mode & _PRIVATE or found.st_uid != os.geteuid() or not stat.S_ISREG(found.st_mode):
                raise KeyFolderError(f"KEY_DIR: a key in {self._folder} must be a file of the service's own user with mode 0600: chmod 600")
            if found.st_size != KEY_BYTES or file.readinto(key) != KEY_BYTES:
                raise KeyFolderError(
                    f"KEY_DIR: a key in {self._folder} must have {KEY_BYTES} bytes: restore it, or remove it to lose its cases"
                )
            if used_at is not None and used_at > found.st_mtime:
                os.utime(handle, (used_at, used_at))
        return True

    def _is_still(self, day: str, found: os.stat_result) -> bool:
        try:
            return self._path(day).lstat().st_ino == found.st_ino
        except FileNotFoundError:
            return False

    def _make(self, day: str) -> None:
        """Put a key in place whole, unless another process was first."""
        draft = self._folder / f"{day}.{secrets.token_hex(8)}.new"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            with open(handle, "wb", buffering=0) as file:  # noqa: PTH123 - a descriptor, so that the mode is right from the first byte
                file.write(secrets.token_bytes(KEY_BYTES))
                os.fsync(handle)
                os.utime(handle, (0, 0))
            try:
                os.link(draft, self._path(day))  # fails when the key exists, which a rename would not
            except (FileExistsError, FileNotFoundError):  # another process was first, or tidied the draft away: look again
                return
        finally:
            draft.unlink(missing_ok=True)
        self._sync_folder()

    def _destroy(self, path: Path, now: float | None) -> bool:
        try:
            handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return False
        with open(handle, "r+b", buffering=0) as file:  # noqa: PTH123 - a descriptor, opened without following links
            fcntl.flock(handle, fcntl.LOCK_EX)
            found = os.fstat(handle)
            if not found.st_nlink or (now is not None and now - found.st_mtime < GRACE_SECONDS):
                return False
            file.write(secrets.token_bytes(KEY_BYTES))
            os.fsync(handle)
            path.unlink(missing_ok=True)
        self._sync_folder()
        return True

    def _remove_strays(self) -> None:
        """Remove drafts of keys that a crash left behind; nothing was ever sealed under them unless they are linked as a key."""
        for draft in self._folder.glob("*.new"):
            draft.unlink(missing_ok=True)

    def _path(self, day: str) -> Path:
        return self._folder / f"{day}.key"

    def _check_folder(self) -> None:
        found = self._folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & _PRIVATE:
            raise KeyFolderError(
                f"KEY_DIR: {self._folder} must be a folder of the service's own user with mode 0700: chmod 700 {self._folder}"
            )

    def _sync_folder(self) -> None:
        handle = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _bound_to(case: CaseId) -> bytes:
    return b"quietline return address 1\x00" + case.encode()
