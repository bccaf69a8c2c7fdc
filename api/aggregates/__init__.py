"""Counts and sums of events: dimensions, measures, grouping, time series, top n."""
