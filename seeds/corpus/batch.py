"""A corpus of our own coding, as a batch for the loader: ids get the dataset's name before them."""

from typing import Any

from models.domain import dates
from models.domain.vocabularies import COUNTRY
from seeds.batch import Batch, Record, publication_days
from seeds.corpus.corpus import checksum, parse_corpus
from seeds.gazetteer.areas import BOUNDS


def read_corpus(directory: Any) -> Batch:
    """The Batch of a corpus's directory. Raises LoadRefused with every fault that its files have."""
    corpus = parse_corpus(directory)
    dataset = corpus.dataset["id"]
    return Batch(
        dataset={key: corpus.dataset[key] for key in ("id", "title", "description", "licence", "licence_url", "citation")},
        label=corpus.dataset["release"],
        released_on=dates.parse_date(corpus.dataset["released"]).last,
        checksum=checksum(directory),
        sources=[source_row(dataset, source) for source in corpus.sources],
        locations=[location_row(dataset, location) for location in corpus.locations],
        actors=[actor | {"id": f"{dataset}:{actor['id']}", "dataset": dataset} for actor in corpus.actors],
        records=[event_record(dataset, event) for event in corpus.events],
        share=lambda done: done / len(corpus.events),
    )


def source_row(dataset: str, source: dict[str, Any]) -> Any:
    row = {key: value for key, value in source.items() if key != "heading"}
    return row | {"id": f"{dataset}:{source['id']}", "dataset": dataset} | publication_days(dates.parse_date(source["published"]))


def location_row(dataset: str, location: dict[str, Any]) -> dict[str, Any]:
    row = {key: value for key, value in location.items() if key != "bounds"}
    country = location["id"].partition(".")[0].upper()
    point = [location["longitude"], location["latitude"]] * 2
    bounds = dict(zip(BOUNDS, location["bounds"] or point, strict=True))
    return row | bounds | {"dataset": dataset, "country": country if country in COUNTRY else None}


def event_record(dataset: str, event: dict[str, Any]) -> Record:
    id = f"{dataset}:{event['id']}"
    replaces = [f"{dataset}:{other}" for other in event["replaces"]]
    return Record(id, [claim_row(dataset, id, claim) for claim in event["claims"]], replaces=replaces)


def claim_row(dataset: str, event_id: str, claim: dict[str, Any]) -> dict[str, Any]:
    locator = {"paragraph": claim["paragraph"]} | ({"also": claim["also"]} if claim["also"] else {})
    return {
        "id": f"{event_id}:{claim['source']}",
        "event": event_id,
        "source": f"{dataset}:{claim['source']}",
        "attributed_to": claim["attributed_to"],
        "certainty": claim["certainty"],
        "locator": locator,
        "note": claim["note"],
        "assertions": qualify_ids(dataset, claim["values"]),
    }


def qualify_ids(dataset: str, values: dict[str, Any]) -> dict[str, Any]:
    """The values with the dataset's name before every id of an event or actor."""
    values = dict(values)
    if "part_of" in values:
        values["part_of"] = f"{dataset}:{values['part_of']}"
    if "related" in values:
        values["related"] = [f"{dataset}:{other}" for other in values["related"]]
    if "actors" in values:
        values["actors"] = [part | {"actor": f"{dataset}:{part['actor']}"} for part in values["actors"]]
    return values
