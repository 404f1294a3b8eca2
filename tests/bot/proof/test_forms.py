"""The search of the proof: it finds every form of a canary, pieces too, and nothing where nothing is."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.proof.canaries import Aviary, CanaryKind
from bot.proof.forms import PEELS, Searcher
from bot.proof.trust import BlindError, check_forms, check_places, written_forms


def test_every_form_that_is_planted_is_found():
    assert check_forms() > 200


def test_every_kind_of_place_is_searched(tmp_path):
    assert check_places(tmp_path / "planted") == 8


def test_a_search_that_sees_less_is_not_trusted(monkeypatch):
    monkeypatch.setitem(PEELS, "base64", lambda _data: iter(()))
    with pytest.raises(BlindError, match="base64"):
        check_forms()


@given(st.binary(max_size=40), st.binary(max_size=40), st.sampled_from(["latin", "arabic", "cyrillic", "han"]), st.data())
def test_found_whatever_stands_around_it(before, after, script, data):
    aviary = Aviary()
    aviary.word("a word", script)
    aviary.word("another", script)
    searcher = Searcher(aviary.canaries)
    _, written = data.draw(
        st.sampled_from([pair for pair in written_forms(aviary.canaries[0]) if "+" not in pair[0] and "odd" not in pair[0]])
    )
    found = searcher.search(before + b"\n " + written + b"\n " + after)
    assert {find.canary.label for find in found} == {"a word"}


@given(st.binary(max_size=2000))
def test_no_bytes_break_it(data):
    aviary = Aviary()
    aviary.word("a word")
    aviary.number("a number", 15)
    assert not Searcher(aviary.canaries).search(data)


def test_a_number_is_found_as_an_integer_and_under_a_plain_hash():
    aviary = Aviary()
    number = aviary.number("a number", 15)
    searcher = Searcher(aviary.canaries)
    assert {find.form for find in searcher.search(b"\0\6" + int(number).to_bytes(8, "big"))} == {"integer"}
    hashed = hashlib.sha256(f"+{number}".encode()).hexdigest()
    assert {find.form for find in searcher.search(f"key={hashed}".encode())} == {"hex>plain sha256"}
    assert "base64>utf-16" in {find.form for find in searcher.search(base64.b64encode(number.encode("utf-16-le")))}


def test_short_canaries_of_an_operator_are_found_whole():
    aviary = Aviary()
    aviary.add(CanaryKind.WORD, "line 1", "Sesame")
    assert Searcher(aviary.canaries).search(b"open SESAME now")
    assert not Searcher(aviary.canaries).search(b"open Sesam e now")
