"""What was measured, as JSON and as a table in Markdown. A result is {"run": facts by name, "rows": measurements with `workload` and
`server`, "notes": sentences}."""

import json

from benchmarks.servers import CACHED, GRANIAN
from benchmarks.workloads import WORKLOADS

ABOUT = {workload.name: workload.about for workload in WORKLOADS} | {"W12": "load of the store"}
COLUMNS = {
    "rate": lambda row: f"{number(row['rate'])} {row['unit']}/s",
    "p50 ms": lambda row: milliseconds(row["p50"]),
    "p99 ms": lambda row: milliseconds(row["p99"]),
    "p50 ms alone": lambda row: milliseconds(row["alone"]),
    "bytes": lambda row: f"{row['bytes']:,}",
    "MB resident (anonymous)": lambda row: f"{row['resident']:.0f} ({row['anonymous']:.0f})",
}
OURS, LIMIT = ("annals", CACHED, GRANIAN), "limit"


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def milliseconds(value):
    return "" if value is None else f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def markdown(result):
    """The table of a run, what was run on its first line."""
    run = result["run"]
    others = list(dict.fromkeys(row["server"] for row in result["rows"] if row["server"] not in (*OURS, LIMIT)))
    head = ["", "what", "server", *COLUMNS, "of the limit", *(f"times {other}" for other in others)]
    lines = [", ".join(f"{name} {value}" for name, value in run.items()), "", line(head), line(["---"] * len(head))]
    lines += [line(cells(row, result["rows"], others)) for row in result["rows"]]
    return "\n".join([*lines, "", *result["notes"]]) + "\n"


def line(texts):
    return f"| {' | '.join(texts)} |"


def cells(row, rows, others):
    rates = {other["server"]: other["rate"] for other in rows if other["workload"] == row["workload"]}
    share = f"{row['rate'] / rates[LIMIT]:.0%}" if rates.get(LIMIT) else ""
    times = [f"{row['rate'] / rates[other]:.1f}" if rates.get(other) else "" for other in others]
    return [row["workload"], ABOUT[row["workload"]], row["server"], *(shown(row) for shown in COLUMNS.values()), share, *times]


def curve(results):
    """Milliseconds of the median answer, alone and with several at once, and its bytes, at each of several sizes beside each other."""
    by_size = {result["run"]["N"]: {(row["workload"], row["server"]): row for row in result["rows"]} for result in results}
    head = ["", "server", *(f"N = {size:,}: p50 ms alone, p50 ms, bytes" for size in by_size), "last / first alone"]
    lines = [line(head), line(["---"] * len(head))]
    for key in next(iter(by_size.values())):
        found = [rows[key] for rows in by_size.values() if rows.get(key, {}).get("alone")]
        if len(found) == len(by_size):
            shown = [f"{milliseconds(row['alone'])}, {milliseconds(row['p50'])}, {row['bytes']:,}" for row in found]
            lines.append(line([*key, *shown, f"{found[-1]['alone'] / found[0]['alone']:.2f}"]))
    return "\n".join(lines) + "\n"


def write(result, directory):
    """Keep a result as JSON and Markdown, named by its size."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{result['run']['N']}.json"
    path.write_text(json.dumps(result, indent=1))
    path.with_suffix(".md").write_text(markdown(result))
