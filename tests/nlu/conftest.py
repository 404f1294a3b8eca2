"""Understanding loaded once for the tests of this folder, and data folders to break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import nlu
from nlu import sources
from nlu.pipeline import Pipeline

DATA = Path(nlu.__file__).parent / "data"


@pytest.fixture(scope="session")
def understand() -> Pipeline:
    return Pipeline()


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the reviewed data that a test may break; the package reads it instead of its own."""
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy)
    monkeypatch.setattr(sources, "_root", lambda: copy)
    return copy
