"""Links between datasets: which of their events are the same. seeds.linking.similarity says by which rules.

A revision of its own: pairs begin and end with it, and the documents of events that are `same_as` others than before are written anew.
Between links a load leaves them as they are: an event that is told otherwise keeps its twins, and one that is retracted stands in
their documents until the next link.
"""
