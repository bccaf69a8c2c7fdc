"""The columns by which the parts of a mapping seem to be told; none tells two of them."""

from typing import Any

from models.text.tokenizer import tokenize
from seeds.mapping.suggest.header_synonyms import SOUGHT_COLUMNS


class ColumnFinder:
    """Looks through the columns of a Sample by their names, without space and marks."""

    def __init__(self, sample: Any) -> None:
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

    def tell_apart(self, columns: list[str]) -> bool:
        """Whether no two rows agree in all of these columns, and none of their cells is empty."""
        cells = [tuple(row.text(column) for column in columns) for row in self.sample.rows]
        return len(set(cells)) == len(cells) and not any(None in each for each in cells)
