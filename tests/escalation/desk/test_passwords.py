"""Passwords and codes of staff."""

from __future__ import annotations

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.desk.codes import step_of, tidy_code
from escalation.desk.passwords import UNUSABLE, PasswordRefusedError, make_staff, password_fits
from escalation.model import Role

SECRET = pyotp.random_base32()


def make(password: str, name: str = "Noor"):
    return make_staff(name, Role.ADVOCATE, ["en"], password, SECRET)


def test_a_good_password_is_kept_as_argon2id_and_fits():
    staff = make("slow river under stones")
    assert staff.password_hash.startswith("$argon2id$")
    assert password_fits("slow river under stones", staff.password_hash)
    assert not password_fits("slow river under stone", staff.password_hash)


def test_no_composition_rules_and_any_script():
    assert make("яблокиивишни").password_hash
    assert make("اثنا عشر حرفا هنا").password_hash


def test_a_password_typed_in_another_form_is_the_same():
    assert password_fits("cafe\u0301 sous la pluie", make("caf\u00e9 sous la pluie").password_hash)


@pytest.mark.parametrize(
    "password", ["short", "elevenchars", "password1234", "Quietline123", "aaaaaaaaaaaa", "x" * 257, "maryam m maryam m"]
)
def test_what_is_guessed_first_or_out_of_bounds_is_refused_without_being_quoted(password):
    with pytest.raises(PasswordRefusedError) as refusal:
        make(password, name="maryam m")
    assert password not in str(refusal.value)


@pytest.mark.parametrize(
    "values", [("", SECRET, ["en"]), ("a\nb\x00", SECRET, ["en"]), ("Noor", "not base32!", ["en"]), ("Noor", SECRET, [])]
)
def test_names_secrets_and_languages_are_checked(values):
    name, secret, languages = values
    with pytest.raises(ValueError, match="staff") as refusal:
        make_staff(name, Role.ADVOCATE, languages, "slow river under stones", secret)
    assert "not base32!" not in str(refusal.value)


@pytest.mark.parametrize("password_hash", [None, UNUSABLE])
def test_nothing_fits_nobody_and_an_unusable_hash(password_hash):
    assert not password_fits("", password_hash)
    assert not password_fits("!", password_hash)


def test_a_code_belongs_to_its_step_and_to_its_neighbours_only():
    now = 1_800_000_000.0
    totp = pyotp.TOTP(SECRET)
    for offset, found in ((-2, None), (-1, -1), (0, 0), (1, 1), (2, None)):
        step = int(now) // 30 + offset
        assert step_of(totp.generate_otp(step), SECRET, now) == (None if found is None else step)


def test_codes_are_read_in_other_digits_and_with_spaces():
    assert tidy_code("١٢٣ ٤٥٦") == "123456"
    assert tidy_code("۱۲۳۴۵۶") == "123456"
    assert tidy_code("12345a") == ""


@given(st.text(max_size=80))
def test_whatever_is_typed_as_a_code_is_answered(text):
    assert step_of(text, SECRET, 1_800_000_000.0) is None or len(tidy_code(text)) == 6
