"""Countries and languages are read in any served language, and never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.directory.countries import read_country, read_language


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Germany", "DE"), ("in germany!", "DE"), ("Deutschland", "DE"), ("ألمانيا", "DE"), ("المانيا", "DE"), ("Alemania", "DE"),
        ("USA", "US"), ("us", "US"), ("Estados Unidos", "US"), ("UK", "GB"), ("England", "GB"), ("Dubai", "AE"), ("在德国", "DE"),
        ("I am in Spain now", "ES"), ("Estoy en España", "ES"), ("في السعودية", "SA"), ("भारत", "IN"), ("FR", "FR"), ("Філіппіни", "PH"),
        # a wrong emergency number is worse than one more question
        ("help us", ""), ("NO", ""), ("no", ""), ("IT", ""), ("Georgia", ""), ("Guinea", ""), ("from Nigeria, now in Italy", ""),
        ("", ""), ("Atlantis", ""), ("xx", ""), ("XX", ""),
    ],
)  # fmt: skip
def test_country(written: str, code: str) -> None:
    assert read_country(written) == code


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("Spanish", "es"),
        ("español", "es"),
        ("ESPANOL", "es"),
        ("العربية", "ar"),
        ("عربي", "ar"),
        ("inglés", "en"),
        ("ar", "ar"),
        ("French", ""),
        ("", ""),
    ],
)
def test_language(written: str, tag: str) -> None:
    assert read_language(written, ("en", "es", "ar")) == tag


@given(st.text())
def test_any_text_is_read_or_not_and_nothing_more(written: str) -> None:
    code = read_country(written)
    assert code == "" or (len(code) == 2 and code.isupper())
    assert read_language(written, ("en", "es", "ar")) in {"", "en", "es", "ar"}
