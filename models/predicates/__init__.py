"""Conditions on events: time, space, casualties, references, full text."""
