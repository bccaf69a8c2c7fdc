"""Python's garbage collector while a load runs: it keeps much and leaves hardly a cycle, so that most looking finds nothing."""

import gc
from contextlib import contextmanager

SELDOM = 100_000
"""Objects made between two looks; Python's own number takes a tenth of a load's time."""


@contextmanager
def collecting_seldom():
    usual = gc.get_threshold()
    gc.set_threshold(SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
