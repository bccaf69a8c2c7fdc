"""The filters of events: one entry each, the selection that they add up to, and its access path."""
