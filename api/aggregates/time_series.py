"""Rows of an aggregate as series in time, one for each combination of its other keys: without gaps, and summed up."""

from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Any

from api.aggregates.dimensions import DIMENSIONS
from api.aggregates.row_limit import row_limit
from api.http import problems
from models.summaries.tally import NOTHING, add


def dated_dimensions(names: Iterable[Any] | dict[str, Any]) -> list[str]:
    """The dated ones among dimensions."""
    return [name for name in names if DIMENSIONS[name].period]


def fill_gaps(rows: dict[tuple[Any, ...], Any], names: list[str], span: Any) -> Any:
    """Rows by key, and one of nothing for each period from the first to the last that a combination of the other keys lacks.

    First and last are those of the rows, but where `span`, the models.domain.dates.Span asked for or None, has an end, it is that.
    Raises problems.BadParameters for more rows than an answer may have.
    """
    (name,) = dated_dimensions(names)
    at = names.index(name)
    others = {without(key, at) for key in rows} or ({()} if len(names) == 1 else set())
    bound = row_limit()
    periods = list(islice(periods_between(DIMENSIONS[name].period, sorted({key[at] for key in rows} - {None}), span), bound + 1))
    if len(others) * len(periods) + sum(key[at] is None for key in rows) > bound:
        raise too_many_rows(name, bound)
    return {(*other[:at], period, *other[at:]): NOTHING for other in others for period in periods} | rows


def without(key: tuple[Any, ...], at: int) -> tuple[Any, ...]:
    """The other parts of a key."""
    return key[:at] + key[at + 1 :]


def periods_between(period: Any, found: list[str], span: Any) -> Iterable[Any]:
    """The periods from the first to the last, given those found in order; none where an end is open and nothing is found."""
    first = parse_day(span and span.earliest) or (period.within(found[0]) if found else None)
    last = parse_day(span and span.latest) or (period.within(found[-1]) if found else None)
    return period.between(first, last) if first and last else ()


def parse_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def too_many_rows(name: str, bound: int) -> problems.BadParameters:
    detail = f"that would be more than {bound} rows; ask for a shorter time (date), a longer period than {name}, or fewer dimensions"
    return problems.BadParameters.of([problems.parameter_error("fill", detail)])


def cumulate(rows: dict[tuple[Any, ...], Any], names: list[str]) -> dict[tuple[Any, ...], Any]:
    """Rows by key, each but those that fit no period summed up with what comes before it under the same other keys."""
    (name,) = dated_dimensions(names)
    at = names.index(name)
    running, found = {}, dict(rows)
    for key in sorted((key for key in rows if key[at] is not None), key=lambda key: key[at]):
        other = without(key, at)
        running[other] = found[key] = add(running.get(other, NOTHING), rows[key])
    return found
