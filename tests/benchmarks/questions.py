"""What is asked: for each sort of question, many of them, so that no server answers the same all the time. Values by name."""

import random
import sqlite3
from dataclasses import dataclass

import requests

from benchmarks.events import WORDS
from models.domain.vocabularies import TYPE

MANY = 200
PAGE, STRIDE = 100, 1000
DEPTH = 5000
"""How many pages deep the deep page lies; half way where there are fewer."""


@dataclass
class World:
    """The flat table as `flat.flatten` made it, and the address of Annals over the store that it was made from."""

    flat: sqlite3.Connection
    annals: str
    seed: int

    def sample(self, columns, condition="TRUE"):
        """Values by name of events that are drawn at random: what most events have is asked for most."""
        size = self.flat.execute("SELECT max(seq) FROM events").fetchone()[0]
        drawn = random.Random(self.seed).choices(range(1, size + 1), k=2 * MANY)
        marks = ",".join(map(str, drawn))
        rows = self.flat.execute(f"SELECT {columns} FROM events WHERE seq IN ({marks}) AND {condition} LIMIT {MANY}")
        names = [column[0] for column in rows.description]
        return [dict(zip(names, row, strict=True)) for row in rows]


def single(world):
    return [{}]


def events(world):
    return world.sample("id, seq")


def countries_and_years(world):
    return world.sample("country, year, year || '-01-01' AS first, year || '-12-31' AS last")


def countries_and_types(world):
    leaves = ",".join(f"'{code}'" for code in TYPE.codes if TYPE.within(code) == [code])
    return world.sample("country, type", f"type IN ({leaves})")


def boxes(world):
    """Of one degree, around events."""
    corner = "round(longitude - .5, 2) AS west, round(latitude - .5, 2) AS south"
    return world.sample(f"{corner}, round(longitude + .5, 2) AS east, round(latitude + .5, 2) AS north", "longitude IS NOT NULL")


def words(world):
    """Words that few to many events have, of which each fills a page, so that answers are alike at every size; any, where none does."""
    some = WORDS[20:1500]
    found = [word for word in some if fills_page(world, word)] or some
    return [{"word": word} for word in random.Random(world.seed).sample(found, min(MANY, len(found)))]


def fills_page(world, word):
    query = f"SELECT count(*) FROM (SELECT 1 FROM events_fts WHERE events_fts MATCH ? LIMIT {PAGE})"
    return world.flat.execute(query, (word,)).fetchone() == (PAGE,)


def days(world):
    years = random.Random(world.seed).choices(range(2000, 2024), k=MANY)
    return [{"as_of": f"{year}-{1 + number % 12:02}-01"} for number, year in enumerate(years)]


def deep_pages(world):
    """Walk to the depth by links, as a client must, and then through the pages there: each but the first of those is asked for."""
    size = world.flat.execute("SELECT count(*) FROM events").fetchone()[0]
    link = f"/v1/events?fields=id&limit={STRIDE}"
    for _ in range(min(DEPTH * PAGE, size // 2) // STRIDE):
        link = get(world, link)["links"]["next"]
    return list(walked(world, link.replace(f"limit={STRIDE}", f"limit={PAGE}").replace("fields=id&", "")))


def walked(world, link, pages=20):
    for _ in range(pages):
        page = get(world, link)
        last, link = page["data"][-1]["id"], page["links"]["next"]
        if link is None:
            return
        date, seq = world.flat.execute("SELECT date, seq FROM events WHERE id = ?", (last,)).fetchone()
        yield {"link": link, "id": last, "date": date, "seq": seq}


def get(world, path):
    answer = requests.get(world.annals + path, timeout=60)
    answer.raise_for_status()
    return answer.json()
