"""Rows of the store, read and written by loads."""
