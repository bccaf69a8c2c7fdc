"""Cells of a row read as the values of an event."""
