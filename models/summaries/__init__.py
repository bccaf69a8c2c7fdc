"""Tallies of events, and counters of references, which loads keep."""
