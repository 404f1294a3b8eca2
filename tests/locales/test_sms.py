"""What an SMS costs, at the very edges where a mistake costs a part or cuts a letter in two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.sms import Encoding, Parts, fold_gsm, is_gsm, parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Parts(Encoding.GSM7, 0, 1)),
        ("a" * 160, Parts(Encoding.GSM7, 160, 1)),
        ("a" * 161, Parts(Encoding.GSM7, 161, 2)),
        ("a" * 306, Parts(Encoding.GSM7, 306, 2)),
        ("a" * 307, Parts(Encoding.GSM7, 307, 3)),
        ("a" * 459, Parts(Encoding.GSM7, 459, 3)),
        ("€" * 80, Parts(Encoding.GSM7, 160, 1)),
        ("€" * 81, Parts(Encoding.GSM7, 162, 2)),
        ("€" * 153, Parts(Encoding.GSM7, 306, 3)),  # 153 is odd: an escape pair does not fit the last unit of a part
        ("¿Qué ñandú?", Parts(Encoding.UCS2, 11, 1)),
        ("é" * 160, Parts(Encoding.GSM7, 160, 1)),
        ("م" * 70, Parts(Encoding.UCS2, 70, 1)),
        ("م" * 71, Parts(Encoding.UCS2, 71, 2)),
        ("م" * 134, Parts(Encoding.UCS2, 134, 2)),
        ("م" * 135, Parts(Encoding.UCS2, 135, 3)),
        ("🙂" * 35, Parts(Encoding.UCS2, 70, 1)),
        ("🙂" * 66, Parts(Encoding.UCS2, 132, 2)),  # 33 pairs a part: the 67th unit stays empty
        ("🙂" * 67, Parts(Encoding.UCS2, 134, 3)),
    ],
)
def test_counts(text, expected):
    assert parts(text) == expected


@given(st.text(st.characters(exclude_categories=()), max_size=400))
def test_any_text_has_a_cost_that_no_part_is_too_small_for(text):
    cost = parts(text)
    alone, part = (160, 153) if cost.encoding is Encoding.GSM7 else (70, 67)
    assert cost.parts >= 1
    assert cost.units <= (alone if cost.parts == 1 else cost.parts * part)


@given(st.text(max_size=200))
def test_folding_never_makes_a_text_dearer(text):
    folded = fold_gsm(text)
    assert folded == text or is_gsm(folded)
    assert parts(folded).parts <= parts(text).parts


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("It’s “fine” – ok…", 'It\'s "fine" - ok...'),
        ("Aquí está", "Aqui esta"),
        ("mañana", "mañana"),
        ("São", "São"),  # a tilde makes another letter in Portuguese, and GSM has none for it
        ("không có", "khong co"),
        ("được", "được"),
        ("مرحبا – ok", "مرحبا – ok"),
        ("ok 🙂 “x”", "ok 🙂 “x”"),
    ],
)
def test_look_alikes_only_where_the_whole_text_gains(text, folded):
    assert fold_gsm(text) == folded
