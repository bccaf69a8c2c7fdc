"""Readers of formats other than CSV; those that need an extra import it when such a file is read."""
