"""Whether a server still works: who has stopped asking does not stop it from answering."""

import time
from pathlib import Path

from benchmarks.memory import workers

INTERVAL, PATIENCE = 0.3, 60
"""Seconds between looks, and at most to wait."""
IDLE = 3
"""Ticks of the processor's time, some 10 ms each, within an INTERVAL; one worker at work takes thirty."""


def until_idle(pid):
    """Wait until the workers under a server's process have done with what they were asked, so that the next is measured alone."""
    deadline, before = time.monotonic() + PATIENCE, spent(pid)
    while time.monotonic() < deadline:
        time.sleep(INTERVAL)
        now = spent(pid)
        if now - before < IDLE:
            return
        before = now


def spent(pid):
    """Ticks that the workers have taken so far."""
    told = (Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split() for worker in workers(pid))
    return sum(int(user) + int(system) for user, system in (fields[11:13] for fields in told))
