"""What a release is made of: packages with all their data, locks that fit pyproject and name no index, a licence, scripts that can run.

That it installs and works far from a checkout is shown by `.ci/packaging`, which needs a package index.
"""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from importlib import resources
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGES = ("locales", "nlu", "flows", "escalation", "bot")
LOCKS = ("requirements/run.lock", "requirements/dev.lock")


def locked(name: str) -> dict[str, str]:
    """Return the version of each library of a lock, by its plain name."""
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ \\;]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    return {plain(library): version for library, version in found}


def plain(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def test_every_package_is_in_the_wheel() -> None:
    with_code = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == set(PACKAGES) == with_code - {"tests"}


@pytest.mark.parametrize(
    ("package", "pattern"),
    [
        ("locales", "*/*.ftl"),
        ("locales", "*/giveaway.yml"),
        ("nlu", "data/*/words.yml"),
        ("nlu", "data/*/safety.yml"),
        ("flows", "library/*.yaml"),
        ("flows", "rights/*.yaml"),
        ("flows", "directory/data/*.csv"),
        ("escalation", "desk/templates/*.html"),
        ("escalation", "desk/static/*.js"),
        ("bot", "demo/*.html"),
        ("bot", "demo/static/*.js"),
        ("bot", "stores/records/migrations/versions/r*.py"),
    ],
)
def test_data_is_package_data_and_committed(package: str, pattern: str) -> None:
    inside = Path(str(resources.files(package)))
    found = sorted(inside.glob(pattern))
    assert found, f"nothing of {package}/{pattern}"
    # The build leaves out what git ignores.
    ignored = subprocess.run(["git", "check-ignore", "--no-index", *map(str, found)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ignored.stdout == ""


@pytest.mark.parametrize("name", LOCKS)
def test_locks_carry_hashes_and_no_index(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text, "a lock must not say where a library is fetched from"
    for entry in re.split(r"\n(?=[A-Za-z0-9])", text.strip()):
        assert "==" in entry.splitlines()[0], entry.splitlines()[0]
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_locks_hold_every_library_that_is_asked_for() -> None:
    run, dev = (locked(name) for name in LOCKS)
    wanted = {plain(each) for each in PROJECT["project"]["dependencies"]}
    assert wanted <= set(run)
    assert wanted | {plain(each) for each in PROJECT["dependency-groups"]["dev"]} <= set(dev)


def test_both_locks_agree() -> None:
    run, dev = (locked(name) for name in LOCKS)
    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}


def test_no_tool_of_the_tests_gets_into_the_run_lock() -> None:
    only_tests = {plain(each) for each in PROJECT["dependency-groups"]["dev"]}
    assert not only_tests & set(locked("requirements/run.lock"))


def test_the_licence_is_there() -> None:
    assert PROJECT["project"]["license"] == "AGPL-3.0-or-later"
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
    assert "13. Remote Network Interaction" in text


@pytest.mark.parametrize("name", [".ci/run", ".ci/packaging", "tests/contracts/prism.sh"])
def test_scripts_can_be_run(name: str) -> None:
    path = ROOT / name
    assert os.access(path, os.X_OK)
    shell = path.read_text("utf-8").splitlines()[0].rpartition("/")[2].removeprefix("env ")
    assert subprocess.run([shell, "-n", str(path)], check=False).returncode == 0


def test_the_command_is_the_one_that_is_installed() -> None:
    assert PROJECT["project"]["scripts"] == {"quietline": "bot.cli:main"}
