"""The countable columns of a revision in a DuckDB file, which answers every count."""
