"""What parameters are called elsewhere: in other APIs of events, in those of maps, and in most that give pages."""

import re
from typing import Any

from models.text.spelling import closest_match

DAYS = (
    "date dates day month year when period time datetime timespan event_date from to until before start end start_date end_date date_start "
    "date_end date_from date_to from_date to_date min_date max_date start_year end_year start_time end_time"
)

PARAMETER_SYNONYMS = {
    "since": "from after start updated_after updated modified_since changed_since timestamp from_revision",
    "updated_since": "since updated updated_after last_updated modified modified_since last_modified changed_since timestamp",
    "date": DAYS,
    "published": f"{DAYS} since publication_date published_after published_before",
    "cursor": "page offset skip after next p page_number page_token next_token token start_index starting_after continuation",
    "top": "limit per_page page_size size rows take first n num max max_results",
    "limit": "per_page page_size size rows take first n num max max_records max_results max_features results_per_page",
    "sort": "order order_by sort_by sort_order ordering",
    "by": "group_by group grouping dimension dimensions aggregate breakdown facet facets",
    "facets": "group_by facet dimension dimensions aggregate breakdown by",
    "fields": "select columns properties property_name only attributes fl",
    "include": "expand embed with populate",
    "format": "f fmt output output_format response_format file_type accept",
    "count": "total totals hits include_total with_count",
    "country": "iso iso2 iso3 iso_code iso_a2 iso_a3 countries country_code country_name country_id nation admin0 adm0 gwno cc",
    "location": "country place places locations region province district city admin1 admin2 adm1 adm2 admin1_code admin2_code within",
    "near": "lat lon lng long latitude longitude coordinates point center radius distance around circle max_radius",
    "bbox": "box bounds extent viewbox min_lat max_lat min_lon max_lon min_latitude max_latitude min_longitude max_longitude",
    "within": "polygon geometry geom wkt intersects area shape",
    "q": "query search text full_text keyword keywords term terms words contains name title s",
    "type": "event_type sub_event_type disorder_type attack_type type_of_violence category categories types",
    "kind": "type level admin_level",
    "actor": "actors actor1 actor2 side_a side_b perpetrator gname dyad organization organisation",
    "source": "sources outlet article document publisher",
    "publisher": "source outlet author",
    "dataset": "datasets data_source provider collection database",
    "fatalities_min": "fatalities fatality_min deaths killed dead best min_fatalities min_deaths deaths_min fatalities_gte deaths_gte",
    "fatalities_max": "max_fatalities max_deaths deaths_max fatalities_lte deaths_lte",
    "injuries_min": "injuries injured wounded min_injuries injuries_gte",
    "injuries_max": "max_injuries injuries_lte",
    "distinct": "unique dedupe deduplicate",
    "part_of": "series",
    "as_of": "at as_at valid_at snapshot",
    "revision": "version release rev",
    "language": "lang locale",
}
"""By parameter, names that ask for it; of parameters that share one, the first here that there is counts."""


VALUE_SYNONYMS = {
    "fatalities": "death deaths dead killed kills fatality casualties",
    "injuries": "injury injured wounded",
    "coordinates": "coords geo geometry lat latitude latlon lng lon longitude point",
    "-date": "desc descending latest newest recent",
    "date": "asc ascending oldest",
    "-events": "desc descending",
    "events": "count number",
    "ndjson": "jsonl jsonlines",
}
"""The same of values that parameters take."""


def normalize_name(name: str) -> Any:
    """A name without what tells startDate, start-date and start_date apart."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


PARAMETERS_BY_SYNONYM = {ours: {normalize_name(name) for name in theirs.split()} for ours, theirs in PARAMETER_SYNONYMS.items()}
KNOWN_NAMES = {normalize_name(ours) for ours in PARAMETERS_BY_SYNONYM}.union(*PARAMETERS_BY_SYNONYM.values())
"""Names that are no slip of the pen, wherever they stand."""


VALUES_BY_SYNONYM = PARAMETERS_BY_SYNONYM | {
    ours: {normalize_name(name) for name in theirs.split()} for ours, theirs in VALUE_SYNONYMS.items()
}


def values_by_synonym(values: Any) -> Any:
    """By what else they are called, those of some values of which there is something known."""
    return {name: value for value in values for name in VALUES_BY_SYNONYM.get(value, ())}


def did_you_mean(name: str, parameters: dict[str, Any]) -> str | None:
    """Which of some parameters is meant by a name that none of them has: by what they are called elsewhere, else by the likeness of the
    names; None where neither tells."""
    said = normalize_name(name)
    found = [ours for ours in parameters if normalize_name(ours) == said]
    found += [ours for ours, theirs in PARAMETERS_BY_SYNONYM.items() if said in theirs and ours in parameters]
    if not found and said not in KNOWN_NAMES:
        return closest_match(name, parameters)
    return found[0] if found else None
