"""Which loads of a dataset are in force: those that are not undone."""

from models.tables import Release


def loads(dataset):
    """The loads of a dataset that are in force, in the order in which they were made."""
    standing = []
    for each in Release.select().where(Release.dataset == dataset).order_by(Release.number):
        if each.action == "revert":
            standing.pop()
        else:
            standing.append(each)
    return standing


def next_complete(dataset, day):
    """The day of the first complete release of a dataset after a day, None where there is none."""
    return min((each.released_on for each in loads(dataset) if each.complete and each.released_on > day), default=None)
