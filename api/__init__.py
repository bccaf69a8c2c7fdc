"""Annals serves structured event data together with its evidence.

Its store holds **claims**: what a source said about an event, where in the source it says so, and when it was published.
An **event** is what its claims add up to. So where sources disagree you see it (`disputed`, `low` and `high`), a date known
only as a month stays a month, a toll that nobody reported is `null` and never 0, and every value can be traced to a
paragraph.

**Try it.** `GET /v1/events` lists events, `/v1/events/{id}/claims` says who said what about one, `/v1/aggregates` counts
and sums, `/v1/vocabularies` has every code with its definition.

**Filters** are plain parameters and mean the same everywhere. Values separated by commas (or each in a parameter of its own)
are alternatives, and `!` before one excludes it: `country=!KZ`. Several filters must all hold. A parameter that is unknown or
wrong, has two values where it takes one, or has no effect without another that is not there, is answered 400, with what would
be right: the accepted values and the nearest one. Names are looked up as one types, with `q` of `/v1/locations` and `/v1/actors`.

**Imprecision.** Dates are EDTF (ISO 8601-2): `2011-12-03`, `2011-12`, `2015-22` for the summer of 2015,
`2011-05/2011-12`. A filter on date, place or toll finds what may match; `match=certain` finds only what must. In filters and
sums, a best figure stands for a `low` or `high` that nobody gave. Sums are of the events that have a best figure, so that low <= best
<= high; `unreported` says how many have none.

**Two times.** `as_of=2012-01-01` answers as the sources had told it by then. `revision=1` answers as the store stood after
that load, so that a figure can be fetched again. `as_of=ucdp-ged@21.0.12` answers as that release had told the world; it takes
`dataset@label` of any release that was loaded.

**Keeping a copy.** `/v1/changes?since=17` tells every creation, update, retraction and merge since that load, in order and without
a cap: keep `after` where a change is `selected`, else let go of `event`.

**Several datasets** may tell of the same event. `same_as` names its twins, `related=same_as` finds what has some, and
`distinct=true` counts one of each group: that of the dataset which `prefer` names first.

**Pages.** `links.next` and `links.prev` (also in the `Link` header) lead to the neighbouring pages until they are null. A walk
stays on the revision that it began at, even while a load runs. `count=exact` counts. Links are relative to the host,
or absolute where the server knows its address.

**Formats**, by the `Accept` header or `format`: JSON, CSV, NDJSON and Parquet; where there are places, GeoJSON and GeoJSON
text sequences; `bibtex` and `csl` say how to cite the answer. `limit=all` streams everything in one; a stream that is cut
ends without its last chunk, which HTTP clients tell as an error. `fields` keeps parts of each event, `include` lets it carry
its claims along. In CSV, what is not reported is an empty cell, a list is joined by `;`, and an apostrophe stands before a
text that a spreadsheet would take for a formula. The code of Namibia is `NA`, which pandas reads as missing unless told
`keep_default_na=False, na_values=[""]`, and R unless told `na.strings=""`. Tables, NDJSON and text sequences hold the things alone: what
`meta` says besides (`count`, `facets`, `totals`, `imprecise`, `not_additive`, `left_out`) JSON and GeoJSON have.

**Licence and citation** of the datasets that an answer draws on stand in `meta.datasets`. Where a body has no `meta`, its `Link`
header leads on, as `describedby`: from one thing to its dataset; from events and counts in other formats than JSON and GeoJSON
to the BibTeX of that very answer; from other lists to `/v1/datasets`.

**Emptiness** has a reason: `meta.empty` says which default, moment, place or time left nothing, and what the store covers.

**Caching.** Every answer has an `ETag`; send it back as `If-None-Match` and an answer that still holds is a 304 without a body.
What `revision` or a cursor pins never changes, and may be kept for a year (`immutable`), but for included actors and sources.
`If-Modified-Since` is not heeded, since one second may see two loads, and one address another store or version of Annals.

**Failures** are `application/problem+json` (RFC 9457), whatever format was asked for. An event that was retracted is 410, with
when and why; one that was merged into another redirects there (308).

Keys may be added to answers; none is renamed or removed within `/v1`.
"""
