"""How to cite an answer: the datasets that it draws on, at the revision that it stands on."""

from dataclasses import dataclass
from typing import Any

from models.releases import releases_in_force

WORDS = {"\\": "backslash", "{": "braceleft", "}": "braceright", "~": "asciitilde", "^": "asciicircum"}
ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in "&%$#_"} | {sign: f"\\text{word}{{}}" for sign, word in WORDS.items()})
"""What TeX reads as commands, as itself; a brace by its word, since BibTeX counts even one that is escaped."""


@dataclass(frozen=True)
class Reference:
    """A dataset as its release told it that is foremost at a revision, by the day of `as_of`; and the address at which the answer can be
    fetched again. `since` is the label of the first release that it draws on."""

    dataset: str
    title: str
    release: str
    since: str
    released_on: str
    licence: str
    citation: str
    revision: int
    url: str

    @property
    def note(self) -> str:
        releases = "" if self.since == self.release else f" Releases {self.since} to {self.release}."
        return f"{self.citation}{releases} Revision {self.revision}. Licence {self.licence}."


def cite_datasets(datasets: set[str], identity: Any, revision: int, day: str | None, url: str) -> Any:
    """A Reference for each of the ids of datasets, in order."""
    return [cite_dataset(id, each, revision, url) for id, each in releases_in_force(identity, revision, day).items() if id in datasets]


def cite_dataset(id: str, standing: Any, revision: int, url: str) -> Reference:
    last, since = standing.last, standing.first.label
    told = {"dataset": id, "release": last.label, "since": since, "released_on": last.released_on}
    return Reference(**told, **standing.note, revision=revision, url=url)


def format_bibtex(reference: Reference) -> str:
    """A BibTeX entry. The title has braces of its own, so that its capitals stay; \\url takes an address as it is."""
    told = {
        "title": f"{{{escape_tex(reference.title)}}}",
        "year": reference.released_on[:4],
        "version": escape_tex(reference.release),
        "publisher": "Annals",
        "note": escape_tex(reference.note),
        "url": reference.url,
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in told.items())
    return f"@misc{{annals-{reference.dataset}-r{reference.revision},\n{lines}}}\n"


def escape_tex(text: str) -> str:
    return text.translate(ESCAPED)


def csl_item(reference: Reference) -> dict[str, Any]:
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
