"""What is counted ahead of questions and kept by loads: roll-ups of events and counters of references."""
