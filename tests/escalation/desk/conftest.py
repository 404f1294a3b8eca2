"""Staff who can sign in, and a desk with its parts at hand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pyotp
import pytest
from argon2 import PasswordHasher

from escalation.desk import make_staff
from escalation.model import Role, Staff
from tests.fixtures_desk import PASSWORD, Desk, build


@pytest.fixture(scope="session")
def members() -> tuple[Staff, Staff]:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)  # the real cost is in test_passwords.py
    advocate = make_staff("Noor", Role.ADVOCATE, ["en", "es"], PASSWORD, pyotp.random_base32())
    supervisor = make_staff("Iris", Role.SUPERVISOR, ["en"], PASSWORD, pyotp.random_base32())
    return replace(advocate, password_hash=cheap), replace(supervisor, password_hash=cheap)


@pytest.fixture
async def build_desk(members: tuple[Staff, Staff]) -> AsyncIterator[Callable[..., Awaitable[Desk]]]:
    built: list[Desk] = []

    async def build_one(**settings: object) -> Desk:
        built.append(await build(members, **settings))
        return built[-1]

    yield build_one
    for one in built:
        await one.close()


@pytest.fixture
async def desk(build_desk: Callable[..., Awaitable[Desk]]) -> Desk:
    return await build_desk()
