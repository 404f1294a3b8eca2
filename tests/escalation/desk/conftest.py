"""Staff who can sign in, and a desk with its parts at hand."""

from __future__ import annotations

import pyotp
import pytest

from escalation.desk import make_staff
from escalation.model import Role, Staff
from tests.fixtures_desk import PASSWORD, Desk, build


@pytest.fixture(scope="session")
def members() -> tuple[Staff, Staff]:
    advocate = make_staff("Noor", Role.ADVOCATE, ["en", "es"], PASSWORD, pyotp.random_base32())
    return advocate, make_staff("Iris", Role.SUPERVISOR, ["en"], PASSWORD, pyotp.random_base32())


@pytest.fixture
async def desk(members: tuple[Staff, Staff]) -> Desk:
    return await build(members)
