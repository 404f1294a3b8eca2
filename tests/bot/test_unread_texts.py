"""A draft is never shown on a real channel, and below native-checked somebody must answer for the texts."""

from __future__ import annotations

import pytest

from bot.app import open_service, unread_texts
from bot.settings import Settings, SettingsError
from locales.texts import Status, load_texts


class Texts:
    """The package's texts, as if one of them were a draft."""

    def __init__(self) -> None:
        self._real = load_texts()
        self.languages = ("en",)

    def __getattr__(self, name):
        return getattr(self._real, name)

    def status(self, tag, text_id):
        return Status.DRAFTED if text_id == "last-line" else self._real.status(tag, text_id)


def settings(tmp_path, **more):
    return Settings(_env_file=None, home=tmp_path, telegram_token="1:a", volatile_url="memory:", hours="always", **more)


def test_texts_below_native_checked_need_the_operator(tmp_path):
    assert len(unread_texts(settings(tmp_path), load_texts())) == len(load_texts().languages)
    assert unread_texts(settings(tmp_path, accepted_texts="en es ar"), load_texts()) == ()


def test_a_draft_cannot_be_accepted(tmp_path):
    (problem,) = unread_texts(settings(tmp_path, accepted_texts="en es ar"), Texts())
    assert "drafts" in problem


async def test_the_service_does_not_start_with_them(tmp_path):
    own = {"way_back_word": "umbrella", "cover_line": "-", "reporting": "none"}
    with pytest.raises(SettingsError, match="ACCEPTED_TEXTS"):
        async with open_service(settings(tmp_path, **own)):
            pass
