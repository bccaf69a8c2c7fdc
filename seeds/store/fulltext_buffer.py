"""The words of new states on their way into the full-text index, which takes many in order of time far faster than as they come."""

from models.db import fulltext_writer

MOST = 16 << 20
"""Letters that are held. Fewer, and a first load writes the same words more often."""


class Wording:
    """Words that are still to be indexed: rows as models.db.fulltext_writer.write takes them."""

    def __init__(self):
        self.rows, self.size = [], 0

    def record(self, states):
        """Take in the words of states, pairs of a number and a seeds.pipeline.event_states.State."""
        for number, state in states:
            self.rows.append((number, state.columns["date_earliest"], state.words))
            self.size += sum(map(len, state.words))
        if self.size > MOST:
            self.flush()

    def flush(self):
        fulltext_writer.write(self.rows)
        self.rows, self.size = [], 0
