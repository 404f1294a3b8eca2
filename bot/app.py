"""The only place that builds: from settings to a service whose parts are put together, and back down again.

Rules: what cannot be kept is refused here, before anything is accepted; parts are closed in the reverse order of opening; nothing is
built at import.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import structlog

from bot.channels.budgeted import BudgetedSms
from bot.channels.simulator import Simulator
from bot.channels.sms import SmsChannel
from bot.looking import World, warm_up
from bot.metrics import Metrics
from bot.paging import Pager
from bot.ports import Channel, ChannelKind, Clock
from bot.rasa import choose_classifier
from bot.reboot import restore_cases
from bot.render import Renderer
from bot.service import Service
from bot.settings import Settings, SettingsError, broken_rules
from bot.stores import choose, open_bus, open_volatile
from bot.stores.records import open_records
from bot.stores.seals import Seals
from bot.times import SystemClock
from escalation.hours import ALWAYS, Hours, load_hours
from flows.load import load_library
from locales.lint import on_screen_only
from locales.texts import Status, Texts, load_texts
from nlu.pipeline import load_understanding


@asynccontextmanager
async def open_service(
    settings: Settings, *, clock: Clock | None = None, channels: Mapping[ChannelKind, Channel] | None = None, restore: bool = True
) -> AsyncIterator[Service]:
    """Build a service, restore what a reboot left, and close it all at the end.

    `channels` replaces the real ones (the command line, the demo, tests). Raises: SettingsError.
    """
    problems = broken_rules(settings)
    if problems:
        raise SettingsError(problems)
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        settings.records_folder.mkdir(parents=True, exist_ok=True)
        texts = load_texts(settings.languages or None)
        if unread := unread_texts(settings, texts):
            raise SettingsError(unread)
        warm_up(texts.languages)
        hours = read_hours(settings.hours)
        metrics = Metrics()
        pager = Pager(settings.alert_url.get_secret_value())
        stack.push_async_callback(pager.close)
        volatile = await open_volatile(settings.volatile_url, home=settings.home, now=clock.now)
        stack.push_async_callback(volatile.close)
        records = await open_records(settings.records_url)
        stack.push_async_callback(records.close)
        bus = await open_bus(settings.bus_url)
        stack.push_async_callback(bus.close)
        second = choose_classifier(settings, lambda: understand)
        if second is not None:
            stack.callback(second.close)
        understand = load_understanding(settings.languages or None, second)
        thinking = stack.enter_context(ThreadPoolExecutor(2, thread_name_prefix="thinking"))
        ways = dict(channels) if channels is not None else build_channels(settings, clock, pager)
        for channel in ways.values():
            stack.push_async_callback(channel.close)
        service = Service(
            settings=settings,
            clock=clock,
            volatile=volatile,
            secret=await volatile.key(),
            records=records,
            seals=Seals(settings.keys, away_from=settings.records_folder) if settings.return_address == "sealed" else None,
            bus=bus,
            channels=ways,
            texts=texts,
            renderer=Renderer(texts),
            library=load_library(),
            understand=understand,
            look=World(records, hours, clock, show_unverified=settings.show_unverified or settings.demo).look,
            metrics=metrics,
            thinking=thinking,
            page=pager.page,
        )
        if restore:
            await restore_cases(service)
        structlog.get_logger().info("ready", place=choose(settings.volatile_url, home=settings.home).kind)
        yield service


def unread_texts(settings: Settings, texts: Texts) -> tuple[str, ...]:
    """Return what keeps real channels from these texts: a draft is never shown, and below native-checked somebody must answer for it."""
    if not settings.channels:
        return ()
    problems = []
    for tag in texts.languages:
        spoken = [texts.status(tag, each) for each in texts.ids(tag) if not on_screen_only(texts, tag, each)]
        drafts = sum(status in {None, Status.DRAFTED} for status in spoken)
        if drafts:
            problems.append(f"{drafts} texts in {tag} are drafts: have them read, or leave the language out with QUIETLINE_LANGUAGES")
        elif tag not in settings.accepted_texts and any(status is not Status.NATIVE_CHECKED for status in spoken):
            problems.append(f"texts in {tag} are not native-checked: have them checked, or accept them with QUIETLINE_ACCEPTED_TEXTS={tag}")
    return tuple(problems)


def build_channels(settings: Settings, clock: Clock, pager: Pager) -> dict[ChannelKind, Channel]:
    """Return the channels that have credentials, or simulated phones for the demo.

    Raises: SettingsError when a token, a sender or an address cannot be right.
    """
    if settings.demo:
        return {kind: Simulator(kind) for kind in ChannelKind}
    found: dict[ChannelKind, Channel] = {}
    try:
        for kind in settings.channels:
            if kind is ChannelKind.TELEGRAM:
                from bot.channels.telegram import TelegramChannel  # noqa: PLC0415 - seconds and 150 MB that only its users pay

                found[kind] = TelegramChannel(settings.telegram_token.get_secret_value(), settings.telegram_api_base)
            else:
                found[kind] = BudgetedSms(
                    build_sms(settings), clock, budget_parts=settings.sms_daily_budget, countries=settings.sms_countries, alarm=pager.page
                )
    except ValueError as error:
        raise SettingsError((str(error),)) from None
    return found


def build_sms(settings: Settings) -> SmsChannel:
    """Return the channel to Twilio."""
    return SmsChannel(
        settings.twilio_account_sid,
        settings.twilio_auth_token.get_secret_value(),
        settings.twilio_messaging_service_sid or settings.twilio_from,
        public_url=settings.public_url,
        validity_minutes=settings.sms_validity_minutes,
        api_base=settings.twilio_api_base,
    )


def read_hours(hours: str) -> Hours:
    """Return when advocates work.

    Raises: HoursError, SettingsError when the file cannot be read.
    """
    if hours == "always":
        return ALWAYS
    try:
        return load_hours(Path(hours).read_text("utf-8"), hours)
    except OSError:
        raise SettingsError((f"QUIETLINE_HOURS names a file that cannot be read: {hours}",)) from None
