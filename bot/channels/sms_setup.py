"""Lists what only the operator can set at Twilio: no call of the API reaches it, and each item left undone can show a number or words.

Rules: one sentence says what to set, where, and what happens otherwise; ids are stable, so that an operator can tick them off; nothing
here reads settings or makes a call.
"""

from __future__ import annotations

from bot.channels.sms import STATUS_PATH
from bot.channels.sms_in import INBOUND_PATH

# Sources: twilio.com/docs/messaging/guides/webhook-request, …/privacy-message-redaction, usage/webhooks/webhooks-connection-overrides,
# docs/errors 23002, 23004 and 23006, support.twilio.com 223134027 and 360034798533 (read 2026-11).
_ITEMS = (
    (
        "webhook",
        (
            "Point 'A message comes in' of the number (or the Messaging Service's inbound URL) at PUBLIC_URL{inbound}, method HTTP "
            "POST: with GET, numbers and words would stand in URLs, and Twilio warns (23006) once redaction is on."
        ),
    ),
    (
        "webhook-timeouts",
        (
            "Append '#rc=3&rp=all&ct=3000&rt=10000&tt=15000' to that URL: Twilio then tries again after a failure, and after that "
            "it never delivers a message again; the fragment is not part of the signature."
        ),
    ),
    (
        "keywords",
        (
            "Ask Twilio's support to switch off default keyword handling (STOP, HELP, START), or turn on Advanced Opt-Out with "
            "replies that say nothing about this service: the default replies come at once, name 'unsubscribed', and cannot be "
            "redacted by us; Advanced Opt-Out does not go together with redaction of numbers (23004)."
        ),
    ),
    (
        "redaction",
        (
            "Turn on Message Redaction for bodies in the account's privacy settings (for numbers too only once keyword handling is "
            "off, 23002): until a message is final nobody can empty it by API, and only redaction hides it meanwhile. The price: a "
            "message that never reached the webhook cannot be brought in afterwards, so set the retries above first."
        ),
    ),
    (
        "debugger",
        (
            "Leave the Debugger's webhook and e-mail alerts unset: an alert about a failed webhook carries the whole request, "
            "number and words."
        ),
    ),
    (
        "event-streams",
        (
            "Delete every Event Streams sink and every Conversations, Studio or Messaging Insights export of this account: each "
            "keeps copies that no deletion of ours reaches."
        ),
    ),
    (
        "fallback",
        (
            "Set 'Primary handler fails' to the generated fallback file as a TwiML Bin, or on a host that shares no machine, "
            "network or account with this service, takes HTTP POST, answers as text/xml and logs no requests; without one Twilio's "
            "debugger keeps each failure."
        ),
    ),
    (
        "validity",
        (
            "In a Messaging Service leave Smart Encoding, Link Shortening, MMS Converter and Fallback to Long Code off: each "
            "changes, or sends by another number, what was reviewed."
        ),
    ),
    (
        "status-callback",
        ("Nothing to set: each message names PUBLIC_URL{status} itself; a firewall in front must let Twilio's POST through to it."),
    ),
    (
        "media",
        (
            "Turn on HTTP authentication for media access in the messaging settings: until a picture is deleted, its URL would be "
            "open to anyone who has it."
        ),
    ),
    (
        "account",
        (
            "Give this line an account or subaccount of its own, with two-factor sign-in and few members: everyone who can open its"
            " message log sees what is not yet redacted."
        ),
    ),
    (
        "carrier",
        (
            "Nothing can be set: carriers and phone bills keep numbers, times and, in some countries, texts; the bot tells people "
            "so and never promises that SMS can be erased."
        ),
    ),
)


def operator_must_set() -> list[tuple[str, str]]:
    """Return id and sentence of each item, in the order in which they are best done."""
    return [(name, sentence.replace("{inbound}", INBOUND_PATH).replace("{status}", STATUS_PATH)) for name, sentence in _ITEMS]
