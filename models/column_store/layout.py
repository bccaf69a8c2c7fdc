"""The tables of a column store. They have the names and columns of the store's tables, so that the conditions of filters hold for both.

Counts read one table without a join: `event` by what a state has once, `event_actor` and `event_source` by what it may have several of.
Each has a row for a state and each of its actors or sources, or one with null where it has none. All are in order of date.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from peewee import BigIntegerField, BooleanField, Column, DoubleField, Entity, Field, ForeignKeyField, IntegerField, Node, fn

from models.tables.schema import Actor, Area, Citation, Event, Location, Participation, Release

FORMAT = 3
"""Raised with every change of the tables: files of another format are not read."""

UNCOUNTED = {"checksum"}
"""Columns of events that no filter, no count and no order asks for."""

OF_PAGES = "(id, fatalities_order)"
"""Columns that only orders of events ask for."""

TYPES = ((BigIntegerField, "BIGINT"), (IntegerField, "INTEGER"), (BooleanField, "BOOLEAN"), (DoubleField, "DOUBLE"))

SEGMENTS = fn.LENGTH(Location.id) - fn.LENGTH(fn.REPLACE(Location.id, ".", "")) + 1
IN_PLACE_OF_ADMIN1 = (SEGMENTS == 2) & (Location.kind != "region") & Location.country.is_null(False)
FIRST_LEVEL = Location.select(Location.id).where((Location.kind == "admin1") | IN_PLACE_OF_ADMIN1)
"""The locations that are first-level divisions, or stand in the place of one."""


def column_type(field: Field) -> str:
    """The type that a column of the store has in a column store."""
    plain = field.rel_field if isinstance(field, ForeignKeyField) else field
    return next((name for kind, name in TYPES if isinstance(plain, kind)), "VARCHAR")


class Since(NamedTuple):
    """What a column store has already: all states up to one, as all loads up to a revision left them. Of nothing, both are 0."""

    state: int
    revision: int


NOTHING = Since(0, 0)


class CopiedRows(NamedTuple):
    """Rows that are copied out of the store: what they are called, their columns, and the query for those that are new since a Since."""

    name: str
    columns: tuple[Field, ...]
    query: Callable[[Since], Any]

    def view(self, path: str) -> str:
        """The statement that makes a view of them, given the path of a CSV without header that holds them."""
        types = "{" + ", ".join(f"'{field.column_name}': '{column_type(field)}'" for field in self.columns) + "}"
        dialect = "header = false, auto_detect = false, quote = '\"', escape = '\"'"
        quoted = path.replace("'", "''")
        return f"CREATE TEMP VIEW copied_{self.name} AS SELECT * FROM read_csv('{quoted}', {dialect}, columns = {types})"


def whole_table(name: str, *columns: Field) -> CopiedRows:
    """The CopiedRows of a table whose rows may change."""
    return CopiedRows(name, columns, lambda since: columns[0].model.select(*columns))


def new_states(name: str, *columns: Field) -> CopiedRows:
    """The CopiedRows of a table of states, of which new ones are written and no other changes but for its revision_until."""
    table = columns[0].model
    return CopiedRows(name, columns, lambda since: table.select(*columns).where(table.state > since.state))


ENDED = (Event.state, Event.revision_until)
AREA = (Area.id, Area.west, Area.south, Area.east, Area.north)

COPIED = [
    new_states("event", *(field for field in Event._meta.sorted_fields if field.name not in UNCOUNTED)),
    new_states("participation", Participation.state, Participation.actor, Participation.role),
    new_states("citation", Citation.state, Citation.source),
    CopiedRows("ended", ENDED, lambda since: Event.select(*ENDED).where(Event.revision_until > since.revision, Event.state <= since.state)),
    CopiedRows(
        "area", AREA, lambda since: Area.select(*AREA).where(Area.id.in_(Event.select(Event.area).where(Event.state > since.state)))
    ),
    whole_table("actor", Actor.id, Actor.kind),
    whole_table("location", Location.id),
    whole_table("release", Release.number, Release.loaded_at),
    CopiedRows("first_level", (Location.id,), lambda since: FIRST_LEVEL),
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


DIVISION = """
    WITH segments AS (SELECT id, string_split(id, '.') AS names FROM copied_location),
    lineage AS (SELECT id, array_to_string(names[1:depth], '.') AS above, depth
    FROM segments, unnest(range(1, len(names) + 1)) AS t (depth))
    SELECT lineage.id AS location, min_by(above, depth) AS admin1
    FROM lineage JOIN copied_first_level AS level ON level.id = above GROUP BY lineage.id"""
"""By location, the first-level division that it lies in, or which it is."""

PART = """
    WITH named AS (SELECT DISTINCT state, actor, kind AS actor_kind FROM copied_participation JOIN copied_actor ON copied_actor.id = actor)
    SELECT *, row_number() OVER (PARTITION BY state, actor_kind ORDER BY actor) = 1 AS is_first_of_kind FROM named"""
"""Each actor of a state once, and whether it stands for its kind."""

TABLES = {
    "actor": "FROM copied_actor ANTI JOIN actor USING (id)",
    "area": "FROM copied_area ANTI JOIN area USING (id)",
    "location": "FROM copied_location ANTI JOIN location USING (id)",
    "division": "FROM new_division ANTI JOIN division USING (location)",
    "release": "FROM copied_release ANTI JOIN release USING (number)",
    "participation": "FROM copied_participation ORDER BY state",
    "citation": "FROM copied_citation ORDER BY state",
    "event": "FROM new_event",
    "event_actor": f"""SELECT new_event.* EXCLUDE {OF_PAGES}, part.* EXCLUDE (state)
    FROM new_event LEFT JOIN ({PART}) AS part USING (state) ORDER BY date_earliest, state, actor""",
    "event_source": f"""SELECT new_event.* EXCLUDE {OF_PAGES}, source
    FROM new_event LEFT JOIN copied_citation USING (state) ORDER BY date_earliest, state, source""",
}
"""By table, the SELECT of the rows that are to be added to it."""

SHAPES = {name: rows.partition(" ANTI JOIN ")[0] for name, rows in TABLES.items()}
"""The same for a table that is not there yet."""

OF_STATES = ("event", "event_actor", "event_source")

CHANGED = """
    SELECT EXISTS (FROM copied_actor JOIN actor USING (id) WHERE copied_actor.kind != actor.kind)
    OR EXISTS (FROM new_division FULL JOIN division USING (location) JOIN location ON location.id = location
    WHERE new_division.admin1 IS DISTINCT FROM division.admin1)"""
"""Whether something is otherwise that all states, old ones too, are counted by."""


def prepare_statements(copies: dict[str, str]) -> Iterator[str]:
    """The statements that make what is read by `add_statements`. `copies` are by name the paths of the CSV of COPIED."""
    yield from (rows.view(copies[rows.name]) for rows in COPIED)
    yield f"CREATE TEMP TABLE new_division AS {DIVISION}"
    yield f"""CREATE TEMP TABLE new_event AS SELECT copied_event.*, admin1, {", ".join(map(period_column, PERIODS))}
    FROM copied_event LEFT JOIN new_division USING (location) ORDER BY date_earliest, state"""


def add_statements() -> Iterator[str]:
    """The statements that add new rows to the tables, made if they are not there, and end the states that have ended."""
    for name, rows in TABLES.items():
        yield f"CREATE TABLE IF NOT EXISTS {name} AS FROM ({SHAPES[name]}) LIMIT 0"
        yield f"INSERT INTO {name} {rows}"
    for name in OF_STATES:
        yield f"UPDATE {name} SET revision_until = ended.revision_until FROM copied_ended AS ended WHERE {name}.state = ended.state"


WITH_ACTOR_AND_SOURCE = "(SELECT event_actor.*, source FROM event_actor LEFT JOIN citation USING (state))"


class CountedTable(Node):
    """In FROM, the table that has the columns of Event and `several`, a set of `actor` and `source`; it stands in the place of Event."""

    def __init__(self, several: Iterable[str]) -> None:
        names = sorted({*several})
        self.text = self.cache_key = WITH_ACTOR_AND_SOURCE if len(names) > 1 else "_".join(["event", *names])

    def __sql__(self, ctx: Any) -> Any:
        return ctx.literal(f"{self.text} AS ").sql(Entity(ctx.alias_manager[Event._meta.table]))


def stored_column(name: str) -> Column:
    """A column of a CountedTable that Event has not."""
    return Column(Event._meta.table, name)
