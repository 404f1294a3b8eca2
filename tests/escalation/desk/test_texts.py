"""The desk's sentences: none missing, none idle, in every language that the desk speaks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from escalation.desk import app
from escalation.desk.texts import SCRIPT_TEXTS, DeskTexts, language_name
from escalation.desk.work import CHOSEN_BY_STAFF
from escalation.model import Urgency, Words
from nlu.model import Trigger
from tests.fixtures_desk import TEXTS

FOLDER = Path(app.__file__).parent
IDS = {name for name in TEXTS.ids("en") if name.startswith("desk-")}


def used() -> set[str]:
    """Every id that templates, code and scripts name."""
    found = set(SCRIPT_TEXTS)
    for template in (FOLDER / "templates").glob("*.html"):
        found.update(re.findall(r't\("([a-z-]+)"[^~]*?\)', template.read_text()))
    for module in FOLDER.glob("*.py"):
        found.update(re.findall(r'say\(tag, "([a-z-]+)"', module.read_text()))
    found.update(f"urgency-{urgency.name.lower()}" for urgency in Urgency)
    found.update(f"trigger-{trigger.replace('_', '-')}" for trigger in Trigger)
    found.update(f"outcome-{outcome.replace('_', '-')}" for outcome in CHOSEN_BY_STAFF)
    found.update(f"channel-{channel}" for channel in ("telegram", "sms"))
    return {f"desk-{name}" for name in found}


def scripted() -> set[str]:
    """Every text that scripts ask for, by a name or by one of a family."""
    source = "".join(script.read_text() for script in (FOLDER / "static").glob("*.js"))
    found = set(re.findall(r"\btexts\.([a-z]+)", source)) | set(re.findall(r'texts\["([a-z-]+)"\]', source))
    found.update(name for pair in re.findall(r'texts\[\w+ \? "([a-z-]+)" : "([a-z-]+)"\]', source) for name in pair)
    found.update(f"words-{words}" for words in Words)
    found.update(f"{name}-{part}" for name in ("left", "back", "closed", "ended") for part in ("title", "text"))
    found.update({"sending", "taken", "sent", "held", "dropped", "unsent", "too-long"})  # fates
    found.update({"refused", "crowded", "start-again", "words-now"})  # named by an answer, or inside an expression
    return found


@pytest.mark.parametrize("tag", ["en", "es", "ar"])
def test_every_language_of_the_desk_has_every_text(tag):
    assert {name for name in TEXTS.ids(tag) if name.startswith("desk-")} == IDS


@pytest.mark.parametrize("tag", ["es", "ar"])
def test_texts_take_the_same_arguments_everywhere(tag):
    assert {name: TEXTS.arguments(tag, name) for name in IDS} == {name: TEXTS.arguments("en", name) for name in IDS}


def test_no_text_is_missing_and_none_is_idle():
    assert used() == IDS


def test_scripts_get_what_they_say_and_nothing_else():
    assert scripted() == set(SCRIPT_TEXTS)


def test_the_desk_speaks_the_languages_it_has_texts_for():
    texts = DeskTexts(TEXTS)
    assert set(texts.languages) >= {"en", "es", "ar"}
    assert texts.choose("", "fr-FR,ar;q=0.8") == "ar"
    assert texts.choose("es", "ar") == "es"
    assert texts.choose("xx", "zz;;;,,,q=\x00") == "en"


@pytest.mark.parametrize(("tag", "name"), [("tl", "Filipino"), ("zh", "Chinese"), ("zz-zz-zz", "zz-zz-zz"), ("", "")])
def test_languages_are_named(tag, name):
    assert language_name(tag, "en") == name
