"""How to cite an answer: the datasets that it draws on, at the revision that it stands on."""

from dataclasses import dataclass

from peewee import fn

from models.tables import Dataset, Release

WORDS = {"\\": "backslash", "{": "braceleft", "}": "braceright", "~": "asciitilde", "^": "asciicircum"}
ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in "&%$#_"} | {sign: f"\\text{word}{{}}" for sign, word in WORDS.items()})
"""What TeX reads as commands, as itself; a brace by its word, since BibTeX counts even one that is escaped."""


@dataclass(frozen=True)
class Reference:
    """A dataset as it was at a revision, and the address at which the answer can be fetched again."""

    dataset: str
    title: str
    release: str
    released_on: str
    licence: str
    citation: str
    revision: int
    url: str

    @property
    def note(self):
        return f"{self.citation} Revision {self.revision}. Licence {self.licence}."


def references(datasets, revision, url):
    """A Reference for each of the ids of datasets."""
    latest = Release.select(fn.MAX(Release.number)).where(Release.dataset == Dataset.id, Release.number <= revision)
    told = (
        Dataset.id.alias("dataset"),
        Dataset.title,
        Release.label.alias("release"),
        Release.released_on,
        Dataset.licence,
        Dataset.citation,
    )
    query = Dataset.select(*told).join(Release, on=(Release.dataset == Dataset.id) & (Release.number == latest))
    found = query.where(Dataset.id.in_(sorted(datasets))).order_by(Dataset.id)
    return [Reference(**row, revision=revision, url=url) for row in found.dicts()]


def bibtex(reference):
    """A BibTeX entry. The title has braces of its own, so that its capitals stay; \\url takes an address as it is."""
    told = {
        "title": f"{{{tex(reference.title)}}}",
        "year": reference.released_on[:4],
        "version": tex(reference.release),
        "publisher": "Annals",
        "note": tex(reference.note),
        "url": reference.url,
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in told.items())
    return f"@misc{{annals-{reference.dataset}-r{reference.revision},\n{lines}}}\n"


def tex(text):
    return text.translate(ESCAPED)


def csl(reference):
    """A CSL-JSON item (https://citationstyles.org) as a dict."""
    return {
        "id": f"annals-{reference.dataset}-r{reference.revision}",
        "type": "dataset",
        "title": reference.title,
        "version": reference.release,
        "publisher": "Annals",
        "issued": {"date-parts": [[int(part) for part in reference.released_on.split("-")]]},
        "note": reference.note,
        "URL": reference.url,
    }
