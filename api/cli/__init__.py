"""The `annals` command: its subcommands, what they print, the progress bar, and what they say of a failing database."""
