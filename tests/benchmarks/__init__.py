"""Annals, its peers and the limit, driven over the same rows in one run: `make bench`. See `__main__.py` for its options.

To add a workload, add it to `workloads.py`; a server to compare with, to `servers.py`.
"""
