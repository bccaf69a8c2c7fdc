"""A load, from records to one revision of the store, and its undoing."""
