"""The memory of a server's workers, watched while it answers."""

import threading
from contextlib import suppress
from pathlib import Path

INTERVAL = 0.05
"""Seconds between looks."""


class Watch:
    """The most that any process under a server's held at once, in MB: `resident` in all, `anonymous` without pages of files.

    What it maps of the store counts as resident, though it is the system's cache and shared by all.
    """

    def __init__(self, pid):
        self.pid, self.resident, self.anonymous = pid, 0.0, 0.0
        self.over, self.thread = threading.Event(), threading.Thread(target=self.look, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()

    def look(self):
        while True:
            for pid in workers(self.pid):
                with suppress(FileNotFoundError, ProcessLookupError, KeyError):
                    held = status(pid)
                    self.resident, self.anonymous = max(self.resident, held["VmRSS"]), max(self.anonymous, held["RssAnon"])
            if self.over.wait(INTERVAL):
                return


def workers(pid):
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def status(pid):
    """By name, the entries of a process that count memory, in MB."""
    told = (line.split() for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return {words[0].rstrip(":"): int(words[1]) / 1024 for words in told if words[-1] == "kB"}
