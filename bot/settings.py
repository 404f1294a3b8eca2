"""Settings: environment variables with the prefix `QUIETLINE_`, `.env` read too; each with its meaning, and the rules they must keep.

Rules: a secret is never printed; a half-configured or unauthenticated channel is refused, with the remedy; the defaults are safe and
run the whole service on one machine without any account.
"""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.channels.telegram_in import require_secret
from bot.ports import ChannelKind

Tags = Annotated[tuple[str, ...], NoDecode]


class OperatorError(Exception):
    """Something that only an operator can mend; the text says what, the rule and the remedy."""


class SettingsError(OperatorError):
    """Settings that must not be served with. `problems` says each rule that is broken, and the remedy."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Settings(BaseSettings):
    """What an operator can set. `doctor` prints each with its meaning, never a secret."""

    model_config = SettingsConfigDict(env_prefix="QUIETLINE_", env_file=".env", extra="ignore", hide_input_in_errors=True, frozen=True)

    home: Path = Field(Path("./var"), description="folder for the database and keys; never for words")
    database_url: str = Field("", description="records: sqlite:///… or postgresql+psycopg://…; empty: SQLite under HOME")
    volatile_url: str = Field("ram:", description="where words live: ram: (a RAM-backed folder), memory: (a restart forgets), nats://…")
    bus_url: str = Field("memory:", description="how processes wake one another: memory: or nats://…")
    bind: str = Field("127.0.0.1:8080", description="address of the webhooks and, with DEMO, of the demo page")
    staff_bind: str = Field("127.0.0.1:8081", description="address of the desk and the metrics; never public")
    staff_url: str = Field("", description="how staff reach STAFF_BIND, https:// behind a proxy; empty: http:// on loopback")
    public_url: str = Field(
        "", description="how the providers reach BIND, for example https://line.example.org; signatures are checked over it"
    )
    key_dir: Path | None = Field(None, description="keys of sealed addresses; outside the database and its backups; empty: HOME/keys")

    telegram_token: SecretStr = Field(SecretStr(""), description="token of the Telegram bot")
    telegram_secret: SecretStr = Field(SecretStr(""), description="secret that Telegram sends with each webhook (A-Z a-z 0-9 _ -)")
    telegram_mode: Literal["polling", "webhook"] = Field("polling", description="how updates come in")
    telegram_api_base: str = Field("https://api.telegram.org", description="another Bot API server")
    twilio_account_sid: str = Field("", description="account SID at Twilio")
    twilio_auth_token: SecretStr = Field(SecretStr(""), description="auth token at Twilio; signs the webhooks too")
    twilio_from: str = Field("", description="sender number in E.164; or set TWILIO_MESSAGING_SERVICE_SID")
    twilio_messaging_service_sid: str = Field("", description="Messaging Service that sends")
    twilio_api_base: str = Field("", description="another server that speaks Twilio's API")
    twilio_signature_algorithms: Tags = Field(
        ("HMAC_SHA1",), description="signature algorithms that are accepted; never taken from a request"
    )
    sms_validity_minutes: int = Field(
        10, ge=1, le=600, description="after this an undelivered SMS is dropped: a late one may be read by another"
    )
    sms_countries: Tags = Field((), description="ISO codes of countries that are written to; empty: all")
    sms_daily_budget: int = Field(0, ge=0, description="SMS parts a day; 0: no limit. Safety replies and live chats always go")

    nlu: Literal["builtin", "rasa"] = Field("builtin", description="which engine reads intents; safety is always built in")
    rasa_url: str = Field("", description="address of the Rasa server for NLU=rasa: http:// on loopback, or https://; it sees words")
    languages: Tags = Field((), description="tags that are served, the first is the fallback; empty: all that are complete")
    jurisdiction: str = Field("", description="ISO code of the country to suggest; never chooses an emergency number")
    session_idle_minutes: int = Field(30, ge=1, le=720, description="a session without an open case is erased after this silence")
    knock_minutes: int = Field(10, ge=1, le=60, description="later than this after a person's last message only a knock is sent")
    way_back_word: str = Field("", description="the word that ends cover; your own, not a dictionary's first page")
    cover_line: str = Field("", description="the one bland line of cover; it names an emergency number as any automatic reply does")
    cover_days: int = Field(7, ge=1, le=90, description="cover ends by itself after these days")
    hours: str = Field("always", description="when advocates work: always, or a YAML file")
    case_wait_hours: int = Field(12, ge=1, le=72, description="a case that nobody took closes after this")
    return_address: Literal["sealed", "memory"] = Field(
        "sealed", description="sealed: a waiting person survives a reboot; memory: not on disk at all"
    )
    reporting: str = Field("", description="duties to report: none, or a YAML file by place and age")
    imminent_risk: Literal["never", "break-glass"] = Field(
        "never", description="whether a supervisor may see a number when a life is at stake"
    )
    alert_url: SecretStr = Field(SecretStr(""), description="content-free pages and alarms are posted here")
    show_unverified: bool = Field(False, description="show directory rows that nobody has checked")  # noqa: FBT003 - pydantic's default
    allow_swap: bool = Field(False, description="serve although swap is not encrypted")  # noqa: FBT003 - pydantic's default
    accepted_texts: Tags = Field((), description="languages whose safety texts the operator accepts below native-checked")
    demo: bool = Field(False, description="simulated phones beside the desk; refuses real channels and non-loopback addresses")  # noqa: FBT003 - pydantic's default

    @field_validator("languages", "sms_countries", "twilio_signature_algorithms", "accepted_texts", mode="before")
    @classmethod
    def split_list(cls, value: object) -> object:
        """Read a list written with commas or blanks."""
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @property
    def keys(self) -> Path:
        """The folder of the day keys."""
        return self.key_dir or self.home / "keys"

    @property
    def records_url(self) -> str:
        """The database URL that is used."""
        return self.database_url or f"sqlite:///{(self.records_folder / 'records.db').resolve()}"

    @property
    def records_folder(self) -> Path:
        """The folder of the embedded database. The keys lie beside it, never inside: a backup of it must not hold them."""
        return self.home / "records"

    @property
    def channels(self) -> tuple[ChannelKind, ...]:
        """The real channels that have any credentials."""
        found = []
        if self.telegram_token.get_secret_value():
            found.append(ChannelKind.TELEGRAM)
        if self.twilio_account_sid or self.twilio_auth_token.get_secret_value():
            found.append(ChannelKind.SMS)
        return tuple(found)


def split_bind(bind: str) -> tuple[str, int]:
    """Return host and port of a BIND setting.

    Raises: SettingsError when it is not host:port.
    """
    host, _, port = bind.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:  # noqa: PLR2004 - the largest port
        raise SettingsError((f"an address must be host:port; got {bind!r}",))
    return host.strip("[]"), int(port)


def is_loopback(bind: str) -> bool:
    """Say whether an address is reachable from this machine only."""
    host, _ = split_bind(bind)
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def broken_rules(settings: Settings) -> tuple[str, ...]:
    """Return every rule that these settings break: what, the rule, the remedy. Empty: they can be served with."""
    problems: list[str] = []
    real = settings.channels
    if settings.demo:
        if real:
            problems.append("DEMO=1 refuses real channels: unset the Telegram and Twilio credentials, or set QUIETLINE_DEMO=0")
        problems += [
            f"DEMO=1 refuses the address {bind}: only loopback is allowed, because the demo signs anyone in"
            for bind in (settings.bind, settings.staff_bind)
            if not is_loopback(bind)
        ]
    problems += _rasa_problems(settings)
    if ChannelKind.TELEGRAM in real:
        problems += _telegram_problems(settings)
    if ChannelKind.SMS in real:
        problems += _sms_problems(settings)
    if real:
        problems += [
            f"QUIETLINE_{name} is not set: real channels need the operator's own"
            for name, value in (
                ("WAY_BACK_WORD", settings.way_back_word),
                ("COVER_LINE", settings.cover_line),
                ("REPORTING", settings.reporting),
            )
            if not value
        ]
        if "hours" not in settings.model_fields_set:
            problems.append("QUIETLINE_HOURS is not set: real channels need the operator's own; 'always' or a YAML file")
    return tuple(problems)


def _rasa_problems(settings: Settings) -> list[str]:
    """Return what is missing for Rasa."""
    if settings.nlu != "rasa" or is_private_url(settings.rasa_url):
        return []
    if not settings.rasa_url:
        return ["QUIETLINE_RASA_URL is not set: QUIETLINE_NLU=rasa needs a server (`make rasa` starts one), or set QUIETLINE_NLU=builtin"]
    return ["QUIETLINE_RASA_URL must be http:// on loopback or https://, without name, password or query, because words are sent there"]


def _telegram_problems(settings: Settings) -> list[str]:
    """Return what is missing for Telegram."""
    problems = []
    if settings.telegram_mode == "webhook":
        try:
            require_secret(settings.telegram_secret.get_secret_value())
        except ValueError as error:
            problems.append(str(error))
        if not settings.public_url.startswith("https://") and not is_local_url(settings.telegram_api_base):
            problems.append("QUIETLINE_PUBLIC_URL must start with https:// for TELEGRAM_MODE=webhook")
    return problems


def _sms_problems(settings: Settings) -> list[str]:
    """Return what is missing for SMS."""
    problems = []
    if not settings.twilio_account_sid or not settings.twilio_auth_token.get_secret_value():
        problems.append("SMS is half configured: set both QUIETLINE_TWILIO_ACCOUNT_SID and QUIETLINE_TWILIO_AUTH_TOKEN")
    if bool(settings.twilio_from) == bool(settings.twilio_messaging_service_sid):
        problems.append("SMS needs exactly one sender: QUIETLINE_TWILIO_FROM or QUIETLINE_TWILIO_MESSAGING_SERVICE_SID")
    if not settings.public_url:
        problems.append("QUIETLINE_PUBLIC_URL is not set: Twilio's signatures are checked over it")
    return problems


def is_local_url(url: str) -> bool:
    """Say whether a URL points to this machine, and not to a host whose name only begins like it."""
    return url.startswith("http://") and is_private_url(url)


def is_private_url(url: str) -> bool:
    """Say whether what is posted to a URL stays on this machine or goes encrypted, and the URL itself holds no secret."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc or parts.query or parts.fragment or not url.isascii() or not url.isprintable() or " " in url:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(f"[{host}]:0" if ":" in host else f"{host}:0"))
