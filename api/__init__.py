"""Event data together with its evidence: who said what about an event, where in the source, and when it was published.

`GET /v1/events` lists events, `/v1/events/{id}/claims` says who said what about one, `/v1/aggregates` counts and sums,
`/v1/vocabularies` has every code. Filters mean the same everywhere. Where sources disagree you see it; a toll that nobody
reported is `null`, never 0; what is wrong with a question comes with what would be right.

The [guide](/guide) has the rest: imprecise dates, past states, keeping a copy, pages, formats, licences and failures.
"""
