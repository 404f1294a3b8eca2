from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.stores.records import open_records
from bot.stores.seals import GRACE_SECONDS, KeyFolderError, SealBrokenError, Seals
from escalation.model import Case, CaseId, SealedAddress, Urgency

NOW = 1_795_405_200.0  # 2026-11-23
CASE = CaseId("case-1")
ADDRESS = b"sms:+15550001234"


@pytest.fixture(scope="module")
def seals(tmp_path_factory: pytest.TempPathFactory) -> Seals:
    return Seals(tmp_path_factory.mktemp("seals") / "keys")


@given(address=st.binary(max_size=1024), case=st.text(st.characters(codec="utf-8"), max_size=64))
def test_what_is_sealed_comes_back(seals: Seals, address: bytes, case: str) -> None:
    sealed = seals.seal(CaseId(case), address, NOW)
    assert sealed.day == "2026-11-23"
    assert seals.unseal(sealed) == address


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_change_of_any_byte_is_refused(seals: Seals, data: st.DataObject) -> None:
    sealed = seals.seal(CASE, data.draw(st.binary(max_size=100)), NOW)
    place = data.draw(st.integers(0, len(sealed.blob) - 1))
    blob = bytearray(sealed.blob)
    blob[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealBrokenError):
        seals.unseal(replace(sealed, blob=bytes(blob)))


def test_every_byte_counts(seals: Seals) -> None:
    sealed = seals.seal(CASE, ADDRESS, NOW)
    for place in range(len(sealed.blob)):
        blob = bytearray(sealed.blob)
        blob[place] ^= 1
        with pytest.raises(SealBrokenError):
            seals.unseal(replace(sealed, blob=bytes(blob)))


@given(other=st.text(st.characters(codec="utf-8")).filter(lambda other: other != CASE))
def test_another_case_id_is_refused(seals: Seals, other: str) -> None:
    with pytest.raises(SealBrokenError):
        seals.unseal(replace(seals.seal(CASE, ADDRESS, NOW), case=CaseId(other)))


@given(day=st.text(max_size=20), blob=st.binary(max_size=200))
def test_whatever_the_database_holds_is_refused_and_no_other_error(seals: Seals, day: str, blob: bytes) -> None:
    with pytest.raises(SealBrokenError):
        seals.unseal(SealedAddress(CASE, day, blob))


def test_a_day_cannot_name_another_file(seals: Seals) -> None:
    sealed = seals.seal(CASE, ADDRESS, NOW)
    with pytest.raises(SealBrokenError, match="form"):
        seals.unseal(replace(sealed, day="../keys/2026-11-23"))


def test_a_truncated_blob_and_another_days_key_are_refused(seals: Seals) -> None:
    sealed, later = seals.seal(CASE, ADDRESS, NOW), seals.seal(CASE, ADDRESS, NOW + 86400)
    for end in range(len(sealed.blob)):
        with pytest.raises(SealBrokenError):
            seals.unseal(replace(sealed, blob=sealed.blob[:end]))
    with pytest.raises(SealBrokenError):
        seals.unseal(replace(sealed, day=later.day))


def test_the_blob_says_nothing_of_the_address(seals: Seals) -> None:
    phone, chat = seals.seal(CASE, ADDRESS, NOW), seals.seal(CASE, b"telegram:7", NOW)
    assert len(phone.blob) == len(chat.blob)
    assert ADDRESS not in phone.blob
    assert phone.blob != seals.seal(CASE, ADDRESS, NOW).blob


def test_an_error_says_nothing_and_has_no_cause(seals: Seals) -> None:
    sealed = seals.seal(CASE, ADDRESS, NOW)
    with pytest.raises(SealBrokenError) as broken:
        seals.unseal(replace(sealed, blob=sealed.blob[:-1]))
    assert broken.value.__cause__ is None
    assert CASE not in str(broken.value)
    with pytest.raises(ValueError, match="1025"):
        seals.seal(CASE, bytes(1025), NOW)


def test_keys_and_folder_are_their_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        Seals(tmp_path / "a" / "keys").seal(CASE, ADDRESS, NOW)
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a" / "keys").stat().st_mode) == 0o700
    (key,) = (tmp_path / "a" / "keys").iterdir()
    assert (key.name, stat.S_IMODE(key.stat().st_mode), key.stat().st_size) == ("2026-11-23.key", 0o600, 32)


@pytest.mark.parametrize("mode", [0o750, 0o705, 0o777, 0o710])
def test_a_folder_that_others_can_enter_is_refused(tmp_path: Path, mode: int) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys").chmod(mode)
    with pytest.raises(KeyFolderError, match="chmod 700"):
        Seals(tmp_path / "keys")


def test_a_link_or_a_file_as_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(KeyFolderError):
        Seals(tmp_path / "link")


@pytest.mark.parametrize("inside", ["records", "records/keys", "other/../records/deep/keys"])
def test_a_folder_inside_the_databases_is_refused(tmp_path: Path, inside: str) -> None:
    (tmp_path / "other").mkdir()
    with pytest.raises(KeyFolderError, match="must not lie inside"):
        Seals(tmp_path / inside, away_from=tmp_path / "records")
    Seals(tmp_path / "keys", away_from=tmp_path / "records")


def test_a_key_that_others_can_read_or_that_is_cut_is_refused(tmp_path: Path) -> None:
    seals = Seals(tmp_path / "keys")
    sealed = seals.seal(CASE, ADDRESS, NOW)
    key = tmp_path / "keys" / "2026-11-23.key"
    key.chmod(0o640)
    with pytest.raises(KeyFolderError, match="0600"):
        seals.unseal(sealed)
    key.chmod(0o600)
    key.write_bytes(b"short")
    with pytest.raises(KeyFolderError, match="32 bytes"):
        seals.seal(CASE, ADDRESS, NOW)


def test_destroying_days_overwrites_and_unlinks_all_but_those_kept(tmp_path: Path) -> None:
    seals = Seals(tmp_path / "keys")
    first, second, third = (seals.seal(CASE, ADDRESS, NOW + day * 86400) for day in range(3))
    copy = (tmp_path / "keys" / f"{first.day}.key").read_bytes()
    os.link(tmp_path / "keys" / f"{first.day}.key", tmp_path / "backup")
    (tmp_path / "keys" / "2026-11-23.abc.new").write_bytes(bytes(32))
    assert seals.destroy_days({second.day}) == 2
    assert seals.days() == (second.day,)
    assert (tmp_path / "backup").read_bytes() != copy
    assert [path.name for path in (tmp_path / "keys").iterdir()] == [f"{second.day}.key"]
    assert seals.unseal(second) == ADDRESS
    for gone in (first, third):
        with pytest.raises(SealBrokenError, match="destroyed"):
            seals.unseal(gone)
    assert seals.destroy_days({second.day}) == 0


def test_a_new_key_of_a_destroyed_day_opens_nothing_old(tmp_path: Path) -> None:
    seals = Seals(tmp_path / "keys")
    old = seals.seal(CASE, ADDRESS, NOW)
    seals.destroy_days(set())
    assert seals.unseal(seals.seal(CASE, ADDRESS, NOW)) == ADDRESS
    with pytest.raises(SealBrokenError):
        seals.unseal(old)


def test_a_key_that_sealed_just_now_outlives_a_sweep(tmp_path: Path) -> None:
    seals = Seals(tmp_path / "keys")
    sealed = seals.seal(CASE, ADDRESS, NOW)
    assert seals.destroy_days(set(), now=NOW + GRACE_SECONDS - 1) == 0
    assert seals.unseal(sealed) == ADDRESS
    assert seals.destroy_days(set(), now=NOW + GRACE_SECONDS) == 1


def test_processes_that_need_the_first_key_at_once_agree_on_it(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    Seals(folder)
    sealed: list[SealedAddress] = []
    start = threading.Barrier(8)

    def seal() -> None:
        start.wait()
        sealed.append(Seals(folder).seal(CASE, ADDRESS, NOW))

    threads = [threading.Thread(target=seal) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [Seals(folder).unseal(one) for one in sealed] == [ADDRESS] * 8
    assert [path.name for path in folder.iterdir()] == ["2026-11-23.key"]


async def test_after_a_reboot_the_addresses_of_open_cases_are_unsealed(tmp_path: Path) -> None:
    # Another process opens two cases and dies with all its memory; only records and keys are left.
    code = """
import asyncio, os, sys
from pathlib import Path
from bot.stores.records import open_records
from bot.stores.seals import Seals
from escalation.model import Case, CaseId, Urgency

async def main(root):
    records = await open_records(f"sqlite:///{root}/records/records.db")
    seals = Seals(Path(root) / "keys", away_from=Path(root) / "records")
    for name, address in (("c1", b"sms:+15550001234"), ("c2", b"telegram:700100200")):
        case = Case(CaseId(name), 1795405200.0, Urgency.NOW, ("danger",), "es", "sms")
        await records.open_case(case, seals.seal(case.id, address, 1795405200.0))
    os.kill(os.getpid(), 9)

asyncio.run(main(sys.argv[1]))
"""
    ended = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, capture_output=True)  # noqa: ASYNC221 - short, and nothing else runs
    assert ended.returncode == -9, ended.stderr
    records = await open_records(f"sqlite:///{tmp_path}/records/records.db")
    seals = Seals(tmp_path / "keys", away_from=tmp_path / "records")
    found = {sealed.case: seals.unseal(sealed) for sealed in await records.sealed_addresses()}
    assert found == {"c1": b"sms:+15550001234", "c2": b"telegram:700100200"}
    assert [case.triggers for case in await records.open_cases()] == [("danger",)] * 2
    assert Case(CaseId("c1"), NOW, Urgency.NOW, ("danger",), "es", "sms") in await records.open_cases()
    await records.close()
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())  # noqa: ASYNC240 - a test may wait
    assert b"15550001234" not in held
    assert b"700100200" not in held
