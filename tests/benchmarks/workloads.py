"""What is measured. To add a workload, add it to WORKLOADS."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import questions

NOW = "known_until IS NULL AND revision_until IS NULL AND kind = 'incident'"
THEN = "known_from <= :as_of AND (known_until IS NULL OR known_until > :as_of) AND revision_until IS NULL AND kind = 'incident'"
DOCUMENTS = "SELECT body FROM event JOIN document USING (state) WHERE"
ORDER = "ORDER BY date_earliest DESC, id DESC LIMIT 100"
SORTED = f"SELECT body FROM (SELECT state FROM event WHERE {{}} AND {NOW} {ORDER}) JOIN document USING (state)"
"""What is found is sorted first, and the documents of the first hundred are read then."""

STATE = "search.rowid & 4294967295"
WITH_WORD = f"""
    state IN (
        SELECT {STATE} FROM search WHERE search MATCH :word AND rowid >= (
            SELECT min(number) FROM (
                SELECT search.rowid AS number FROM search CROSS JOIN event ON state = {STATE}
                WHERE search MATCH :word AND {NOW} ORDER BY search.rowid DESC LIMIT 100
            )
        ) & ~ 4294967295
    )
"""
"""Of what has a word, no more than the latest days of a page: models.db.fulltext_index says how its rows are numbered."""

LONG = "CAST(substr(date_latest, 1, 4) AS integer) - CAST(substr(date_earliest, 1, 4) AS integer) > 1"
BEFORE = "(:year - 1) || '-01-01'"
BEGUN = f"""
    date_earliest >= coalesce(
        (SELECT min(date_earliest) FROM event WHERE {LONG} AND date_latest >= :first AND date_earliest < {BEFORE}), {BEFORE}
    )
"""
TOLD_BY = """
    date_earliest <= coalesce(
        (SELECT max(date_earliest) FROM event WHERE date_earliest > known_from AND known_from <= :as_of AND date_earliest > :as_of), :as_of
    )
"""
"""How far an index must be read: models.predicates.time_range says why."""
SUMS = "count(*), sum(fatalities_low), sum(fatalities_best), sum(fatalities_high), count(fatalities_best)"
YEAR = "CASE WHEN substr(date_earliest, 1, 4) = substr(date_latest, 1, 4) THEN substr(date_earliest, 1, 4) END"
MONTH = "CASE WHEN substr(date_earliest, 1, 7) = substr(date_latest, 1, 7) THEN substr(date_earliest, 1, 7) END"
IN_BOX = """
    area IN (
        SELECT area.id FROM area_tree AS tree CROSS JOIN area USING (id)
        WHERE tree.west <= :east AND tree.east >= :west AND tree.south <= :north AND tree.north >= :south
          AND area.west <= :east AND area.east >= :west AND area.south <= :north AND area.north >= :south
    )
"""
BOX = "latitude__gte={south}&latitude__lte={north}&longitude__gte={west}&longitude__lte={east}"
ROWS = "/flat/events.json?_nofacet=1&_nosuggest=1&_nocount=1&_size=100"
ITEMS = "/collections/events/items?f=json&limit=100"


@dataclass(frozen=True)
class Workload:
    """A question, put to each server in its own words: `asked` gives its values, `paths` by server where it is asked, if it can be.

    `statement` is what the limit runs, with the values bound; its rows become bytes by `written`, one of `limit.WRITERS`.
    `driven` is one of `driving.DRIVES`. `cached`: it is measured with the response cache on as well.
    """

    name: str
    about: str
    asked: Callable
    paths: dict
    statement: str
    written: str = "documents"
    driven: str = "pages"
    cached: bool = False


YEAR_OF_COUNTRY = {
    "annals": "/v1/events?country={country}&date={year}",
    "datasette": f"{ROWS}&country={{country}}&year={{year}}",
    "pygeoapi": f"{ITEMS}&country={{country}}&year={{year}}",
}
PAGE_OF_COUNTRY = f"{DOCUMENTS} country = :country AND date_earliest <= :last AND date_latest >= :first AND {BEGUN} AND {NOW} {ORDER}"

WORKLOADS = (
    Workload(
        "W1", "one event", questions.events,
        {"annals": "/v1/events/{id}", "datasette": "/flat/events/{seq}.json", "pygeoapi": "/collections/events/items/{seq}?f=json"},
        f"{DOCUMENTS} id = :id AND known_until IS NULL AND revision_until IS NULL", cached=True,
    ),
    Workload("W2", "first page of 100 by country and year", questions.countries_and_years, YEAR_OF_COUNTRY, PAGE_OF_COUNTRY, cached=True),
    Workload(
        "W3", "the page 5,000 pages deep, or half way", questions.deep_pages,
        {"annals": "{link}", "datasette": f"{ROWS}&_next={{seq}}", "pygeoapi": f"{ITEMS}&offset={{seq}}"},
        f"{DOCUMENTS} (date_earliest, id) < (:date, :id) AND {NOW} {ORDER}", cached=True,
    ),
    Workload(
        "W4", "first page of a box of one degree", questions.boxes,
        {
            "annals": "/v1/events?bbox={west},{south},{east},{north}",
            "datasette": f"{ROWS}&{BOX}",
            "pygeoapi": f"{ITEMS}&bbox={{west}},{{south}},{{east}},{{north}}",
        },
        SORTED.format(IN_BOX), cached=True,
    ),
    Workload(
        "W5", "first page of full text", questions.words,
        {"annals": "/v1/events?q={word}", "datasette": f"{ROWS}&_search={{word}}"},
        SORTED.format(WITH_WORD), cached=True,
    ),
    Workload(
        "W6", "events by year and country, no filter", questions.single,
        {"annals": "/v1/aggregates?by=year,country", "datasette": "/flat/by_year_and_country.json?_shape=array"},
        f"SELECT {YEAR}, country, {SUMS} FROM event WHERE {NOW} GROUP BY 1, 2", "rows", cached=True,
    ),
    Workload(
        "W7", "deaths by month of one country and type", questions.countries_and_types,
        {
            "annals": "/v1/aggregates?by=month&country={country}&type={type}",
            "datasette": "/flat/by_month.json?_shape=array&country={country}&type={type}",
        },
        f"SELECT {MONTH}, {SUMS} FROM event WHERE country = :country AND type = :type AND {NOW} GROUP BY 1", "rows", cached=True,
    ),
    Workload(
        "W8", "deaths by year in a box", questions.boxes,
        {
            "annals": "/v1/aggregates?by=year&bbox={west},{south},{east},{north}",
            "datasette": "/flat/by_year_in_box.json?_shape=array&west={west}&south={south}&east={east}&north={north}",
        },
        f"SELECT {YEAR}, {SUMS} FROM event WHERE {IN_BOX} AND {NOW} GROUP BY 1", "rows", cached=True,
    ),
    Workload(
        "W9 CSV", "whole export as CSV", questions.single,
        {"annals": "/v1/events?limit=all&format=csv", "datasette": "/flat/events.csv?_stream=1&_size=max&_nocount=1"},
        f"SELECT * FROM event WHERE {NOW}", "table", "export",
    ),
    Workload(
        "W9 NDJSON", "whole export as NDJSON", questions.single, {"annals": "/v1/events?limit=all&format=ndjson"},
        f"{DOCUMENTS} {NOW}", "lines", "export",
    ),
    Workload(
        "W10", "W2 again, with the tag of what one has (304); who has no tags answers anew", questions.countries_and_years, YEAR_OF_COUNTRY,
        "SELECT max(number) FROM release", "tag", "revalidation", cached=True,
    ),
    Workload(
        "W11 page", "first page, as of a day", questions.days, {"annals": "/v1/events?as_of={as_of}"},
        f"{DOCUMENTS} {THEN} AND {TOLD_BY} {ORDER}", cached=True,
    ),
    Workload(
        "W11 aggregate", "deaths by year, as of a day", questions.days, {"annals": "/v1/aggregates?by=year&as_of={as_of}"},
        f"SELECT {YEAR}, {SUMS} FROM event WHERE {THEN} GROUP BY 1", "rows", cached=True,
    ),
    Workload(
        "W13", "W2 while a load runs", questions.countries_and_years, {"annals": YEAR_OF_COUNTRY["annals"]}, PAGE_OF_COUNTRY,
        driven="while_loading",
    ),
)  # fmt: skip
CURVE = ("W1", "W2", "W3", "W4", "W5")
"""What is measured at several sizes."""
