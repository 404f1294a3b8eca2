"""What `doctor` says about understanding."""

from __future__ import annotations

from bot import doctor
from bot.settings import Settings
from nlu.encoders import open_encoder
from nlu.heads import HeadsError


async def test_understanding_is_fine_with_what_is_installed(tmp_path):
    expected = "" if open_encoder()[0] else "n-grams alone"
    assert expected in await doctor._understanding(Settings(home=tmp_path))


async def test_a_machine_without_the_encoder_is_told_so(tmp_path, monkeypatch):
    monkeypatch.setattr(doctor, "open_encoder", lambda: (None, "the processor has no AVX2"))
    assert "n-grams alone" in await doctor._understanding(Settings(home=tmp_path))


async def test_stale_heads_are_told_with_the_remedy(tmp_path, monkeypatch):
    def stale(_encoder):
        raise HeadsError("trained on other examples: run `make train`")

    monkeypatch.setattr(doctor, "load_heads", stale)
    assert "make train" in await doctor._understanding(Settings(home=tmp_path))
