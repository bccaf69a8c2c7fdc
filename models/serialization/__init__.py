"""The stored JSON and CSV of an event."""
