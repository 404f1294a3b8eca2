"""Texts as they are shipped, loaded once."""

import pytest

from locales.texts import Texts, load_texts


@pytest.fixture(scope="session")
def texts() -> Texts:
    return load_texts()
