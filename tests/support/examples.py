"""How many examples hypothesis draws for a test.

The profile `quarter` draws a fourth of what `house` does: for questions that SQLite has been asked in full, asked of PostgreSQL.
"""

from collections.abc import Callable

from hypothesis import HealthCheck, settings

HOUSE = 30
QUARTER = HOUSE // 4


def load_house_profile() -> None:
    """Register both profiles, and draw as many examples as `house` does unless pytest is told of another."""
    # Stores are fixtures, and are only read; those that are not are made anew by each example.
    unchecked = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    settings.register_profile("house", max_examples=HOUSE, deadline=None, suppress_health_check=unchecked)
    settings.register_profile("quarter", settings.get_profile("house"), max_examples=QUARTER)
    settings.load_profile("house")


def examples(number: int) -> Callable:
    """Draw `number` examples for a test, or the part of them that the profile in force draws."""
    return settings(max_examples=max(1, number * settings.default.max_examples // HOUSE))
