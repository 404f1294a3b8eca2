"""Texts: every sentence the bot says, in Fluent, one folder a language, with the few rules that hold for all of them.

The bottom of the building: everyone may import this, and it imports nobody.
"""

from locales.fold import digits, fold
from locales.lockscreen import Guard, guard
from locales.sms import Encoding, Parts, fold_gsm, parts
from locales.texts import FALLBACK, Status, Texts, TextsError, load_texts

__all__ = [
    "FALLBACK", "Encoding", "Guard", "Parts", "Status", "Texts", "TextsError",
    "digits", "fold", "fold_gsm", "guard", "load_texts", "parts",
]  # fmt: skip
