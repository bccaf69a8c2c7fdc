"""Pages of events and other rows: keyset, cursor, order, full-text pages, included claims, and reasons for what is empty or missing."""
