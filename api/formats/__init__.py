"""The formats of answers, one entry each in `registry`."""
