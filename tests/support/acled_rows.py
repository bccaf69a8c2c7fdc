"""Invented rows in the columns of ACLED's exports, of all eras, event-based and actor-based. No place, actor or event here is ACLED's."""

import csv
import io

from seeds.files.row import Row
from seeds.importers.acled.importer import IMPORTER

HEADERS = {
    "A": """GWNO EVENT_ID_CNTY EVENT_ID_NO_CNTY EVENT_DATE YEAR TIME_PRECISION EVENT_TYPE ACTOR1 ALLY_ACTOR_1 INTER1 ACTOR2 ALLY_ACTOR_2
        INTER2 INTERACTION COUNTRY ADMIN1 ADMIN2 ADMIN3 LOCATION LATITUDE LONGITUDE GEO_PRECISION SOURCE NOTES FATALITIES""",
    "B": """data_id iso event_id_cnty event_id_no_cnty event_date year time_precision event_type sub_event_type actor1 assoc_actor_1 inter1
        actor2 assoc_actor_2 inter2 interaction region country admin1 admin2 admin3 location latitude longitude geo_precision source
        source_scale notes fatalities timestamp iso3""",
    "C": """event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2
        assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude
        geo_precision source source_scale notes fatalities tags timestamp""",
}
HEADERS = {era: header.split() for era, header in HEADERS.items()}
HEADERS["D"] = HEADERS["C"] + ["population_1km", "population_2km", "population_5km", "population_best"]
SECOND = {"actor2", "assoc_actor_2", "ally_actor_2", "inter2"}

PLACE = {
    "country": "Kenya", "iso": "404", "iso3": "KEN", "gwno": "501", "region": "Eastern Africa", "admin1": "Invented Province",
    "admin2": "Invented District", "admin3": "Invented Ward", "location": "Inventown", "latitude": "-1.25", "longitude": "36.75",
    "geo_precision": "1",
}  # fmt: skip
TOLD = {
    "time_precision": "1", "source": "Daily Invention; Radio Made-Up", "source_scale": "National-Other", "notes": "An invented event.",
    "fatalities": "0", "data_id": "7", "event_id_no_cnty": "12", "timestamp": "1650000000", "population_best": "1200",
}  # fmt: skip
ROWS = {
    "A": {
        "event_id_cnty": "12KEN", "event_date": "01-January-2015", "year": "2015", "event_type": "Battle-No change of territory",
        "actor1": "Invented Liberation Front", "ally_actor_1": "NA", "inter1": "2", "actor2": "Military Forces of Inventia (2013-)",
        "ally_actor_2": "Police Forces of Inventia (2013-)", "inter2": "1", "interaction": "12", "fatalities": "4",
    },
    "B": {
        "event_id_cnty": "KEN34", "event_date": "03 December 2020", "year": "2020", "event_type": "Violence against civilians",
        "sub_event_type": "Attack", "actor1": "ILF: Invented Liberation Front", "inter1": "2", "actor2": "Civilians (Inventia)",
        "assoc_actor_2": "Women (Inventia); Teachers (Inventia)", "inter2": "7", "interaction": "27", "fatalities": "2",
    },
    "C": {
        "event_id_cnty": "KEN56", "event_date": "5-Aug-24", "year": "2024", "disorder_type": "Political violence; Demonstrations",
        "event_type": "Protests", "sub_event_type": "Excessive force against protesters", "actor1": "Protesters (Inventia)",
        "assoc_actor_1": "Invented Labour Union", "inter1": "6", "actor2": "Police Forces of Inventia (2013-)", "inter2": "1",
        "interaction": "16", "civilian_targeting": "Civilian targeting", "tags": "crowd size=around 1,200; local administrators",
        "fatalities": "1",
    },
    "D": {
        "event_id_cnty": "KEN78", "event_date": "2024-11-23", "year": "2024", "disorder_type": "Political violence",
        "event_type": "Riots", "sub_event_type": "Mob violence", "actor1": "Rioters (Inventia)", "inter1": "Rioters",
        "actor2": "Civilians (Inventia)", "inter2": "Civilians", "interaction": "Rioters-Civilians", "tags": "crowd size=no report",
    },
}  # fmt: skip
"""What a row of each era has beside PLACE and TOLD."""


def cells(era, actor_based=False, **changes):
    """The cells by column, as they stand in the header, of the era's invented row with some of them changed."""
    told = PLACE | TOLD | ROWS[era] | changes
    columns = [column for column in HEADERS[era] if not (actor_based and column.lower() in SECOND)]
    return {column: told.get(column.lower(), "") for column in columns}


def actors(era, **changes):
    """The rows of the same event in an actor-based export: one for each actor, without the columns of a second."""
    whole = {column.lower(): cell for column, cell in cells(era, **changes).items()}
    second = {"actor1": whole["actor2"], "inter1": whole["inter2"]}
    second |= {column.replace("2", "1"): whole[column] for column in ("assoc_actor_2", "ally_actor_2") if column in whole}
    return [cells(era, True, **whole), cells(era, True, **whole | second)]


def mirrored(era, **changes):
    """The row, and the same told once more from the other side, as other actor-based exports do."""
    whole = {column.lower(): cell for column, cell in cells(era, **changes).items()}
    other = {"actor1": whole["actor2"], "inter1": whole["inter2"], "actor2": whole["actor1"], "inter2": whole["inter1"]}
    beside = [column for column in whole if column.startswith(("assoc_actor", "ally_actor"))]
    return [
        cells(era, **whole),
        cells(era, **whole | other | dict(zip(beside, (whole[column] for column in reversed(beside)), strict=True))),
    ]


def row(cells, number=2):
    return Row(number, {column.lower(): cell for column, cell in cells.items()}, IMPORTER.missing)


def told(*tables):
    """What the importer tells of the rows of one event."""
    return IMPORTER.tell([row(each, number) for number, each in enumerate(tables, 2)])


def written(tables, encoding="utf-8"):
    """A CSV of rows that have the same columns, as bytes."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(tables[0]))
    writer.writeheader()
    writer.writerows(tables)
    return text.getvalue().encode(encoding)
