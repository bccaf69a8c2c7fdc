"""The words of new states on their way into the full-text index, which takes many in order of time far faster than as they come."""

from typing import Any

from models.db import fulltext_writer

MOST = 16 << 20
"""Letters that are held. Fewer, and a first load writes the same words more often."""


class FulltextBuffer:
    """Words that are still to be indexed: rows as models.db.fulltext_writer.index_states takes them."""

    def __init__(self) -> None:
        self.rows, self.size = [], 0

    def record(self, states: list[tuple[Any, ...]]) -> Any:
        """Take in the words of states, pairs of a number and a seeds.pipeline.event_states.EventState."""
        for number, state in states:
            self.rows.append((number, state.columns["date_earliest"], state.words))
            self.size += sum(map(len, state.words))
        if self.size > MOST:
            self.flush()

    def flush(self) -> None:
        fulltext_writer.index_states(self.rows)
        self.rows, self.size = [], 0
