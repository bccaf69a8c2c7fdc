"""The stored domain: tables, the rules that turn claims into events, and the documents served. No HTTP, no seeds."""
