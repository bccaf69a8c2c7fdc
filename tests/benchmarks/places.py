"""Where invented events happen: countries in a grid over the globe, each divided in provinces, districts and towns."""

import random

from models.domain.vocabularies import COUNTRY

DATASET = "invented"
"""Whose the places are, whichever dataset uses them."""
COUNTRIES = COUNTRY.codes[::4][:60]
PROVINCES, DISTRICTS = (4, 2), (3, 2)
"""Into how many columns and rows a country and a province are divided."""
EVENTS_A_TOWN, MOST_TOWNS = 20_000, 10
DEPTHS = {"settlement": 75, "admin2": 12, "admin1": 9, "country": 4}
"""How deep the place of an event is known, in percent."""
NAMES = ("Old", "New", "Upper", "Lower", "East", "West", "North", "South", "Great", "Little")


class Places:
    """`rows` are those of Location, `names` their names by id; the more events, the more towns a district has."""

    def __init__(self, events, seed):
        self.rng, self.rows, self.names = random.Random(f"places {seed}"), [], {}
        self.towns = min(1 + events // EVENTS_A_TOWN, MOST_TOWNS)
        self.by_kind = {country: {kind: [] for kind in DEPTHS} for country in COUNTRIES}
        for number, country in enumerate(COUNTRIES):
            self.country(country, box_of(number))

    @property
    def countries(self):
        return COUNTRIES

    def draw(self, rng, country):
        """The id of a place in a country; the first of its places are the most frequent."""
        kind = rng.choices(list(DEPTHS), DEPTHS.values())[0]
        places = self.by_kind[country][kind]
        return places[int(len(places) * rng.random() ** 2)]

    def country(self, code, box):
        name = COUNTRY.by_code[code].label
        self.add("country", code, code.lower(), name, box)
        for number, part in enumerate(divided(box, *PROVINCES)):
            province, called = f"{code.lower()}.province-{number}", f"{NAMES[number]} {name}"
            self.add("admin1", code, province, called, part)
            for index, within in enumerate(divided(part, *DISTRICTS)):
                self.district(code, f"{province}.district-{index}", f"{called} {index}", within)

    def district(self, code, id, name, box):
        self.add("admin2", code, id, f"{name} District", box)
        west, south, east, north = box
        for number in range(self.towns):
            longitude, latitude = round(self.rng.uniform(west, east), 4), round(self.rng.uniform(south, north), 4)
            self.add("settlement", code, f"{id}.town-{number}", f"{NAMES[number]} {name}", (longitude, latitude, longitude, latitude))

    def add(self, kind, country, id, name, box):
        west, south, east, north = box
        latitude, longitude = (south, west) if kind == "settlement" else (None, None)
        self.rows.append({
            "id": id, "dataset": DATASET, "name": name, "kind": kind, "country": country, "latitude": latitude, "longitude": longitude,
            "geonameid": None, "names": [], "basis": None, "west": west, "south": south, "east": east, "north": north,
        })  # fmt: skip
        self.names[id] = name
        self.by_kind[country][kind].append(id)


def box_of(number):
    """The box of a country: west, south, east, north."""
    column, row = number % 10, number // 10
    west, south = -170 + column * 34, -60 + row * 21
    return west, south, west + 30, south + 18


def divided(box, columns, rows):
    """A box in equal parts."""
    west, south, east, north = box
    width, height = (east - west) / columns, (north - south) / rows
    for row in range(rows):
        for column in range(columns):
            corner = west + column * width, south + row * height
            yield (*corner, corner[0] + width, corner[1] + height)
