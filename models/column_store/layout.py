"""The tables of a column store. They have the names and columns of the store's tables, so that the conditions of filters hold for both.

Counts read one table without a join: `event` by what a state has once, `event_actor` and `event_source` by what it may have several of.
Each has a row for a state and each of its actors or sources, or one with null where it has none. All are in order of date.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from peewee import BigIntegerField, BooleanField, Column, DoubleField, Entity, Field, ForeignKeyField, IntegerField, Node, fn

from models.tables.schema import Actor, Area, Citation, Event, Location, Participation, Release

FORMAT = 1
"""Raised with every change of the tables: files of another format are not read."""

UNCOUNTED = {"checksum", "fatalities_order"}
"""Columns of events that no filter and no count asks for."""

TYPES = ((BigIntegerField, "BIGINT"), (IntegerField, "INTEGER"), (BooleanField, "BOOLEAN"), (DoubleField, "DOUBLE"))

SEGMENTS = fn.LENGTH(Location.id) - fn.LENGTH(fn.REPLACE(Location.id, ".", "")) + 1
IN_PLACE_OF_ADMIN1 = (SEGMENTS == 2) & (Location.kind != "region") & Location.country.is_null(False)
FIRST_LEVEL = Location.select(Location.id).where((Location.kind == "admin1") | IN_PLACE_OF_ADMIN1)
"""The locations that are first-level divisions, or stand in the place of one."""


def column_type(field: Field) -> str:
    """The type that a column of the store has in a column store."""
    plain = field.rel_field if isinstance(field, ForeignKeyField) else field
    return next((name for kind, name in TYPES if isinstance(plain, kind)), "VARCHAR")


class CopiedRows(NamedTuple):
    """Rows that are copied out of the store: what they are called, their columns, and the query for them."""

    name: str
    columns: list[Field]
    query: Any

    def view(self, path: str) -> str:
        """The statement that makes a view of them, given the path of a CSV without header that holds them."""
        types = "{" + ", ".join(f"'{field.column_name}': '{column_type(field)}'" for field in self.columns) + "}"
        dialect = "header = false, auto_detect = false, quote = '\"', escape = '\"'"
        quoted = path.replace("'", "''")
        return f"CREATE TEMP VIEW copied_{self.name} AS SELECT * FROM read_csv('{quoted}', {dialect}, columns = {types})"


def copied_columns(name: str, *columns: Field) -> CopiedRows:
    """The CopiedRows of a whole table of the store."""
    return CopiedRows(name, list(columns), columns[0].model.select(*columns))


COPIED = [
    copied_columns("event", *(field for field in Event._meta.sorted_fields if field.name not in UNCOUNTED)),
    copied_columns("participation", Participation.state, Participation.actor, Participation.role),
    copied_columns("citation", Citation.state, Citation.source),
    copied_columns("actor", Actor.id, Actor.kind),
    copied_columns("area", Area.id, Area.west, Area.south, Area.east, Area.north),
    copied_columns("location", Location.id),
    copied_columns("release", Release.number, Release.loaded_at),
    CopiedRows("first_level", [Location.id], FIRST_LEVEL),
]

PERIODS = {
    "year": "substr({day}, 1, 4)",
    "quarter": "substr({day}, 1, 4) || '-Q' || quarter({day}::DATE)",
    "month": "substr({day}, 1, 7)",
    "week": "strftime({day}::DATE, '%G-W%V')",
    "day": "{day}",
}
"""By period, its name for a stored day: a column of `event`, null where the date does not lie in one period."""


def period_column(name: str) -> str:
    first, last = (PERIODS[name].format(day=day) for day in ("date_earliest", "date_latest"))
    return f'CASE WHEN {first} = {last} THEN {first} END AS "{name}"'


TABLES = (
    "CREATE TABLE actor AS FROM copied_actor",
    "CREATE TABLE area AS FROM copied_area",
    "CREATE TABLE location AS FROM copied_location",
    "CREATE TABLE release AS FROM copied_release",
    "CREATE TABLE participation AS FROM copied_participation ORDER BY state",
    "CREATE TABLE citation AS FROM copied_citation ORDER BY state",
    """CREATE TEMP TABLE division AS
    WITH segments AS (SELECT id, string_split(id, '.') AS names FROM location),
    lineage AS (SELECT id, depth, array_to_string(names[1:depth], '.') AS above
    FROM segments, unnest(range(1, len(names) + 1)) AS t (depth))
    SELECT lineage.id AS location, min_by(above, depth) AS admin1
    FROM lineage JOIN copied_first_level AS level ON level.id = above GROUP BY lineage.id""",
    f"""CREATE TABLE event AS SELECT copied_event.*, admin1, {", ".join(map(period_column, PERIODS))}
    FROM copied_event LEFT JOIN division USING (location) ORDER BY date_earliest, state""",
    """CREATE TABLE event_actor AS
    WITH named AS (SELECT DISTINCT state, actor, kind AS actor_kind FROM participation JOIN actor ON actor.id = participation.actor),
    part AS (SELECT *, row_number() OVER (PARTITION BY state, actor_kind ORDER BY actor) = 1 AS is_first_of_kind FROM named)
    SELECT event.* EXCLUDE (id), part.* EXCLUDE (state)
    FROM event LEFT JOIN part USING (state) ORDER BY date_earliest, state, actor""",
    """CREATE TABLE event_source AS SELECT event.* EXCLUDE (id), source
    FROM event LEFT JOIN citation USING (state) ORDER BY date_earliest, state, source""",
)
"""The statements that make the tables out of the views of CopiedRows."""


def create_statements(copies: dict[str, str]) -> Iterator[str]:
    """The statements that make a column store. `copies` are by name the paths of the CSV of COPIED."""
    yield from (rows.view(copies[rows.name]) for rows in COPIED)
    yield from TABLES


WITH_ACTOR_AND_SOURCE = "(SELECT event_actor.*, source FROM event_actor LEFT JOIN citation USING (state))"


class CountedTable(Node):
    """In FROM, the table that has the columns of Event and `several`, a set of `actor` and `source`; it stands in the place of Event."""

    def __init__(self, several: Iterable[str]) -> None:
        names = sorted({*several})
        self.text = WITH_ACTOR_AND_SOURCE if len(names) > 1 else "_".join(["event", *names])

    def __sql__(self, ctx: Any) -> Any:
        return ctx.literal(f"{self.text} AS ").sql(Entity(ctx.alias_manager[Event._meta.table]))


def stored_column(name: str) -> Column:
    """A column of a CountedTable that Event has not."""
    return Column(Event._meta.table, name)
