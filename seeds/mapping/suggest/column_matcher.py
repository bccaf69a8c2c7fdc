"""The columns by which the parts of a mapping seem to be told; none tells two of them."""

from typing import Any

from models.text.tokenizer import tokenize
from seeds.mapping.suggest.header_synonyms import SOUGHT_COLUMNS
from seeds.mapping.suggest.sample import Sample, SampleColumn
from seeds.mapping.suggest.type_inference import Guess, guess_people, is_flag


class ColumnFinder:
    """Looks through the columns of a Sample by their names, without space and marks."""

    def __init__(self, sample: Sample) -> None:
        self.sample = sample
        self.left = {"".join(tokenize(name)): column for name, column in sample.columns.items() if column.texts}

    def find(self, part: Any, suits: Any = lambda column: True) -> Any:
        """The Guess of a part of the mapping from the likeliest column that fits it; None without one."""
        guess, names = SOUGHT_COLUMNS[part]
        columns = {name: self.left[name] for name in names.split() if name in self.left and suits(self.left[name])}
        for name, column in columns.items():
            if found := guess(column):
                del self.left[name]
                return found
        return None

    def find_all(self, parts: dict[str, Any]) -> dict[str, Any]:
        """The Guesses of several parts, by what each is called in the mapping, as far as there are any."""
        return {name: found for name, part in parts.items() if (found := self.find(part))}

    def find_id(self, share: float) -> Guess | None:
        """The Guess of the likeliest column of ids that tells apart at least this share of the rows."""
        return self.find("id", lambda column: self.share_apart([column.name]) >= share)

    def find_flags(self) -> list[SampleColumn]:
        """The columns that have the name of a number of people, and no numbers."""
        names = {name for part in SOUGHT_COLUMNS.values() if part.guess is guess_people for name in part.names.split()}
        return [column for name, column in self.left.items() if name in names and is_flag(column)]

    def share_apart(self, columns: list[str]) -> float:
        """The share of rows that some columns tell apart from those before: that have a text in each, and agree with none in all."""
        cells = {tuple(row.text(column) for column in columns) for row in self.sample.rows}
        return sum(None not in each for each in cells) / max(1, len(self.sample.rows))
