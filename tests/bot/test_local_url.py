"""Only this machine may be spoken to without encryption."""

from __future__ import annotations

import pytest

from bot.settings import is_local_url


@pytest.mark.parametrize("url", ["http://127.0.0.1:8081", "http://localhost:9", "http://[::1]:80/x"])
def test_this_machine_is_local(url):
    assert is_local_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://127.0.0.1@evil.example",
        "https://127.0.0.1",
        "",
        "http://",
        "http://10.0.0.1",
    ],
)
def test_a_name_that_only_begins_like_it_is_not(url):
    assert not is_local_url(url)
