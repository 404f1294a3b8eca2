"""The RAM-backed folder: refused unless it is certainly memory, ours, private and free."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.stores import ram
from bot.stores.ram import RamBusyError, RamFolder, RamFolderError, RamMissingError, filesystem, find_folder, unencrypted_swaps


@pytest.fixture
def shm() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir="/dev/shm", prefix="ql-test-"))
    yield folder
    shutil.rmtree(folder)


def test_a_new_folder_is_private_and_files_in_it_too(shm):
    folder = RamFolder(shm / "a")
    path = folder.make_file("x.db")
    assert (shm / "a").stat().st_mode & 0o7777 == 0o700
    assert path.stat().st_mode & 0o7777 == 0o600
    assert folder.has_room()
    folder.release()


def test_one_holder_at_a_time_and_the_next_after_release(shm):
    first = RamFolder(shm / "a")
    with pytest.raises(RamBusyError, match="held by another process"):
        RamFolder(shm / "a")
    first.release()
    RamFolder(shm / "a").release()


def test_the_lock_dies_with_its_process(shm):
    program = f"from pathlib import Path; from bot.stores.ram import RamFolder; f = RamFolder(Path({str(shm / 'a')!r})); print('held', flush=True); input()"
    child = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stdout.readline() == b"held\n"
    with pytest.raises(RamBusyError):
        RamFolder(shm / "a")
    child.kill()
    child.wait()
    child.stdin.close()
    child.stdout.close()
    RamFolder(shm / "a").release()


def test_a_symbolic_link_is_refused(shm):
    (shm / "real").mkdir(mode=0o700)
    (shm / "link").symlink_to(shm / "real")
    with pytest.raises(RamFolderError, match="no symbolic link"):
        RamFolder(shm / "link")


def test_a_linked_lock_or_database_is_refused(shm):
    folder = RamFolder(shm / "a")
    (shm / "a" / "volatile.db").symlink_to("/tmp/elsewhere.db")
    with pytest.raises(RamFolderError, match="must be a file of ours"):
        folder.make_file("volatile.db")
    assert not Path("/tmp/elsewhere.db").exists()
    folder.release()


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o701, 0o1700])
def test_a_folder_that_others_could_open_is_refused(shm, mode):
    (shm / "a").mkdir()
    (shm / "a").chmod(mode)
    with pytest.raises(RamFolderError, match="mode 700"):
        RamFolder(shm / "a")


def test_a_folder_of_another_user_is_refused(shm, monkeypatch):
    (shm / "a").mkdir(mode=0o700)
    monkeypatch.setattr(os, "getuid", lambda: 123456)
    with pytest.raises(RamFolderError, match="must belong to user 123456"):
        RamFolder(shm / "a")


def test_a_folder_on_a_disk_is_refused(tmp_path):
    if filesystem(tmp_path) in ram.MEMORY_FILESYSTEMS:
        pytest.skip("the temporary folder of this machine is memory itself")
    with pytest.raises(RamFolderError, match="tmpfs or ramfs"):
        RamFolder(tmp_path / "a")
    with pytest.raises(RamMissingError):
        find_folder(tmp_path, shm=tmp_path)


def test_a_refused_folder_leaks_no_descriptor(shm):
    (shm / "a").mkdir()
    (shm / "a").chmod(0o755)
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(5):
        with pytest.raises(RamFolderError):
            RamFolder(shm / "a")
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_two_homes_get_two_folders_and_one_home_the_same(tmp_path):
    one, two = find_folder(tmp_path / "one"), find_folder(tmp_path / "two")
    assert one != two
    assert one == find_folder(tmp_path / "two" / ".." / "one")
    assert one.parent == Path("/dev/shm")


@pytest.mark.parametrize(
    ("total_mib", "free_mib", "room", "reserve"),
    [
        (1000, 33, True, True),
        (1000, 31, False, True),
        (1000, 7, False, False),
        (64, 7, True, True),
        (64, 6, False, True),
        (64, 1, False, False),
    ],
)
def test_new_messages_are_turned_away_before_what_must_still_be_written(shm, monkeypatch, total_mib, free_mib, room, reserve):
    mib = 2**20
    real = os.fstatvfs

    def pretend(descriptor: int) -> os.statvfs_result:
        found = list(real(descriptor))
        found[0:5] = [mib, mib, total_mib, free_mib, free_mib]
        return os.statvfs_result(found)

    monkeypatch.setattr(os, "fstatvfs", pretend)
    folder = RamFolder(shm / "a")
    assert folder.has_room() is room
    assert folder.has_room(reserve=True) is reserve
    folder.release()


def test_a_file_that_was_replaced_is_noticed(shm):
    folder = RamFolder(shm / "a")
    path = folder.make_file("x")
    inode = path.stat().st_ino
    assert folder.holds("x", inode)
    path.rename(shm / "a" / "y")
    assert not folder.holds("x", inode)
    path.touch()
    assert not folder.holds("x", inode)
    folder.release()


# swap


def make_block(sys_folder: Path, device: int, name: str, *, uuid: str = "", backing: str = "", slaves: tuple[str, ...] = ()) -> None:
    block = sys_folder / "devices" / name
    (block / "slaves").mkdir(parents=True)
    if uuid:
        (block / "dm").mkdir()
        (block / "dm" / "uuid").write_text(uuid + "\n")
    if backing:
        (block / "backing_dev").write_text(backing + "\n")
    for slave in slaves:
        (block / "slaves" / slave).symlink_to(sys_folder / "devices" / slave)
    link = sys_folder / "dev" / "block" / f"{os.major(device)}:{os.minor(device)}"
    link.parent.mkdir(parents=True, exist_ok=True)
    if device:
        link.symlink_to(block)


def swaps(tmp_path: Path, area: Path) -> tuple[str, ...]:
    (tmp_path / "swaps").write_text(f"Filename\tType\tSize\tUsed\tPriority\n{str(area).replace(' ', chr(92) + '040')} file\t1\t0\t-2\n")
    return unencrypted_swaps(tmp_path, tmp_path / "sys")


@pytest.mark.parametrize(
    ("name", "uuid", "backing", "slave_uuid", "clear"),
    [
        ("sda1", "", "", "", True),
        ("dm-0", "CRYPT-LUKS2-abc-swap", "", "", False),
        ("dm-0", "CRYPT-PLAIN-swap", "", "", False),
        ("dm-0", "LVM-abc", "", "", True),
        ("dm-0", "LVM-abc", "", "CRYPT-LUKS2-x", False),
        ("zram0", "", "none", "", False),
        ("zram0", "", "/dev/sda3", "", True),
    ],
)
def test_only_dm_crypt_and_plain_zram_count_as_covered(tmp_path, name, uuid, backing, slave_uuid, clear):
    area = tmp_path / "a swap file"  # its device is that of the file system under it
    area.touch()
    if slave_uuid:
        make_block(tmp_path / "sys", 0, "dm-9", uuid=slave_uuid)
    make_block(tmp_path / "sys", area.stat().st_dev, name, uuid=uuid, backing=backing, slaves=("dm-9",) if slave_uuid else ())
    assert swaps(tmp_path, area) == ((str(area),) if clear else ())


def test_one_open_part_is_enough_to_be_in_the_clear(tmp_path):
    area = tmp_path / "swapfile"
    area.touch()
    make_block(tmp_path / "sys", 0, "dm-8", uuid="CRYPT-LUKS2-x")
    make_block(tmp_path / "sys", 0, "sdb1")
    make_block(tmp_path / "sys", area.stat().st_dev, "dm-0", uuid="LVM-abc", slaves=("dm-8", "sdb1"))
    assert swaps(tmp_path, area) == (str(area),)


def test_what_cannot_be_told_counts_as_in_the_clear(tmp_path):
    assert swaps(tmp_path, tmp_path / "vanished") == (str(tmp_path / "vanished"),)
    (tmp_path / "there").touch()
    assert swaps(tmp_path, tmp_path / "there") == (str(tmp_path / "there"),)


def test_no_swap_is_no_worry(tmp_path):
    (tmp_path / "swaps").write_text("Filename\tType\tSize\tUsed\tPriority\n")
    assert unencrypted_swaps(tmp_path, tmp_path) == ()
    assert unencrypted_swaps(tmp_path / "no-proc", tmp_path) == ()
