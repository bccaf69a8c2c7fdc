"""What stands for each dataset in an answer: the release that was foremost at a revision, by a day."""

import functools
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from models import ledger
from models.tables import Release

of_dataset = attrgetter("dataset")


class Standing(NamedTuple):
    """The rows of a dataset's foremost release and of the first that an answer may draw on: another one, where the foremost is a part."""

    last: Any
    first: Any

    @property
    def said(self):
        """What is said of the dataset in every answer that draws on it."""
        return {name: self.last.about[name] for name in ("title", "licence", "citation")}


def standing(identity, revision, day):
    """By dataset, in order of their ids, the Standing at a revision (None: the latest) by a day (None: now)."""
    made = {id: [each for each in releases if each.number <= (revision or each.number)] for id, releases in ledgers(identity).items()}
    return {id: standing_of(releases, day) for id, releases in made.items() if releases}


@functools.lru_cache(maxsize=8)
def ledgers(identity):
    """By dataset, in order of their ids, its Releases in the order in which they were made."""
    rows = Release.select().where(Release.dataset.is_null(False)).order_by(Release.number).namedtuples()
    return {id: list(releases) for id, releases in groupby(sorted(rows, key=of_dataset), of_dataset)}


def standing_of(releases, day):
    """Of a dataset with no load in force, what undid the last."""
    loads = ledger.in_force(releases)
    by_then = [each for each in loads if day is None or ledger.told_by(each, day)] or loads or releases[-1:]
    last = ledger.foremost(by_then)
    whole = ledger.foremost([each for each in by_then if each.complete])
    return Standing(last, last if last.complete else whole or min(by_then, key=attrgetter("released_on")))
