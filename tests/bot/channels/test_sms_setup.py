"""What the operator has to do at Twilio: every item whole, and none forgotten."""

from __future__ import annotations

import re

from bot.channels.sms_setup import operator_must_set


def test_every_item_has_an_id_of_its_own_and_one_whole_sentence() -> None:
    items = operator_must_set()
    names = [name for name, _ in items]
    assert len(set(names)) == len(names)
    for name, sentence in items:
        assert re.fullmatch(r"[a-z-]+", name)
        assert sentence.endswith(".")
        assert "{" not in sentence
        assert "  " not in sentence


def test_the_items_cover_what_can_show_a_number_or_words() -> None:
    assert {"keywords", "redaction", "debugger", "event-streams", "fallback", "webhook", "webhook-timeouts"} <= {
        name for name, _ in operator_must_set()
    }
    sentences = dict(operator_must_set())
    assert "POST" in sentences["webhook"]
    assert "23006" in sentences["webhook"]
    assert "/channels/sms/status" in sentences["status-callback"]
