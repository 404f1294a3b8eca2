"""What people write first, in their own words and spelling, reaches the flow that it asks for."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.ports import ChannelKind
from bot.settings import Settings
from locales.lockscreen import gives_away

FILE = Path(__file__).parent.parent / "conversations" / "first_messages.yaml"
MESSAGES = [
    pytest.param(tag, text, flow, id=f"{tag}-{style}-{place}")
    for tag, styles in yaml.safe_load(FILE.read_text("utf-8")).items()
    for style, messages in styles.items()
    for place, (text, flow) in enumerate(messages.items())
]
ALARMS = {"danger": "now", "medical": "now", "suicide": "now", "fled": "soon"}
"""The urgency of the case that an alarm must have opened."""


@pytest.fixture
def settings(tmp_path):
    """Records in memory, as for the conversations."""
    return Settings(_env_file=None, home=tmp_path, volatile_url="memory:", database_url="sqlite://", demo=True)


@pytest.mark.parametrize(("tag", "text", "flow"), MESSAGES)
async def test_a_first_message_reaches_its_flow(service, begin, tag, text, flow):
    """On both channels. Where we have no texts in a language, the answer is in the one that the phone was told to be in."""
    spoken = tag in service.texts.languages
    for kind in ChannelKind:
        talk = await begin(kind, tag if spoken else "en")
        answer = await talk.write(text)
        assert answer["state"].split("/")[1] == flow, kind
        assert answer["language"] == (tag if spoken else "en"), kind
        assert not any(gives_away(out["text"], answer["language"]) for out in answer["out"])
        if flow in ALARMS:
            assert answer["case"]["urgency"] == ALARMS[flow]
            assert flow in answer["case"]["triggers"]
        if flow == "person":
            assert answer["case"] is not None
        await talk.write("0")


@pytest.mark.parametrize("tag", ["fr", "ru", "zh", "hi"])
async def test_somebody_whose_language_nobody_speaks_reaches_a_person_after_an_alarm(begin, desk, tag):
    """The alarm in a language that we do have, then the way to a person by one number: no word of it need be understood."""
    cry = {"fr": "il va me tuer", "ru": "он меня убьёт, помогите", "zh": "他要杀了我，救救我", "hi": "वह मुझे मार डालेगा"}[tag]
    await desk.open()
    talk = await begin(ChannelKind.SMS, "en")
    answer = await talk.write(cry)
    assert answer["case"]["urgency"] == "now"
    assert "112" in "".join(out["text"] for out in answer["out"])
    case = await desk.next()
    assert case is not None, "an advocate sees it whatever the language"
