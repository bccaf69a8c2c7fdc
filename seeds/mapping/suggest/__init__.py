"""Suggests a mapping for a table from its header and a sample of its rows."""
