"""Many epochs or blocks at once: read from JSON or Parquet, computed on a Dask cluster, written to Parquet.

    python -m nanotao.batch epochs cases.json results.parquet --workers 2
    python -m nanotao.batch emissions blocks.parquet results.parquet --scheduler tcp://10.0.0.1:8786

A record is what the project's vectors have in one case. JSON is a list of records, an object with such a list, or a record a
line. In Parquet each field is a column, and what is nested is JSON text, as `to_parquet` writes it.
"""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from . import emission, epoch

Record = dict[str, Any]
_TERMS = {name: pa.from_numpy_dtype(dtype) for name, dtype in epoch.TERMS.items()}
EPOCHS = pa.schema([("index", pa.uint64()), ("uid", pa.uint16()), *_TERMS.items()])
EMISSIONS = pa.schema(
    [("index", pa.uint64()), ("netuid", pa.uint16()), ("share_u64f64", pa.string()), ("emission_u96f32", pa.string())]
)


def read(path: str | Path) -> Iterator[Record]:
    """Reads records one by one."""
    path = Path(path)
    if path.suffix == ".parquet":
        for batch in pq.ParquetFile(path).iter_batches():
            for row in batch.to_pylist():
                yield {name: _nested(value) for name, value in row.items()}
        return
    text = path.read_text()
    try:
        whole = json.loads(text)
    except json.JSONDecodeError:
        yield from (json.loads(line) for line in text.splitlines() if line.strip())
        return
    if isinstance(whole, dict):
        lists = [value for value in whole.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
        if len(lists) != 1:
            raise ValueError(f"{path} holds {len(lists)} lists of records; one is needed")
        whole = lists[0]
    yield from whole


def _nested(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value[:1] in ("[", "{") else value


def to_parquet(records: Iterable[Record], path: str | Path) -> None:
    """Writes records so that `read` gives them back."""
    flat = [
        {name: json.dumps(value) if isinstance(value, (list, dict)) else value for name, value in record.items()}
        for record in records
    ]
    pq.write_table(pa.Table.from_pylist(flat), path)


def _epochs(first: int, records: list[Record], spec_version: int) -> pa.Table:
    columns: dict[str, list[Any]] = {name: [] for name in EPOCHS.names}
    for index, record in enumerate(records, first):
        given = epoch.EpochInput.from_json(record, int(record.get("spec_version", spec_version)))
        made = epoch.run(given, int(record["rao_emission"]), record["weights"], record["bonds"])
        count = len(given.total_stake)
        columns["index"] += [index] * count
        columns["uid"] += range(count)
        for name in epoch.TERMS:
            columns[name] += made.terms[name].tolist()
    return pa.table(columns, EPOCHS)


def _emissions(first: int, records: list[Record], spec_version: int) -> pa.Table:
    columns: dict[str, list[Any]] = {name: [] for name in EMISSIONS.names}
    for index, record in enumerate(records, first):
        subnets = [
            emission.Subnet(
                emission.moving_alpha_price(subnet["mechanism"], int(subnet["moving_price_i96f32"])),
                int(subnet["miner_burned_u96f32"]),
                subnet["emission_enabled"],
            )
            for subnet in record["subnets"]
        ]
        shares = emission.get_shares(subnets)
        if int(record.get("spec_version", spec_version)) >= 475:
            bar = emission.gate_bar(
                record["rank"],
                int(record["quantile_u64f64"]),
                int(record["bar_before_u64f64"]),
                int(record["current_block"]),
                shares,
            )
            shares = emission.apply_emission_gate(shares, bar, int(record["exponent_u64f64"]))
        amounts = emission.get_subnet_block_emissions(subnets, shares, int(record["block_emission"]))
        columns["index"] += [index] * len(subnets)
        columns["netuid"] += [subnet["netuid"] for subnet in record["subnets"]]
        columns["share_u64f64"] += map(str, shares)
        columns["emission_u96f32"] += map(str, amounts)
    return pa.table(columns, EMISSIONS)


def epochs(source: str | Path, target: str | Path, **options: Any) -> int:
    """Computes every epoch of a file, a row for each uid of each; see `run` for the options. Tells how many there were."""
    return run(_epochs, EPOCHS, source, target, **options)


def emissions(source: str | Path, target: str | Path, **options: Any) -> int:
    """Computes shares and emissions of the subnets in every block of a file, a row for each subnet of each."""
    return run(_emissions, EMISSIONS, source, target, **options)


def run(
    compute: Callable[[int, list[Record], int], pa.Table],
    schema: pa.Schema,
    source: str | Path,
    target: str | Path,
    *,
    spec_version: int = 475,
    scheduler: str | None = None,
    workers: int = 2,
    chunk: int = 16,
    progress: bool = True,
) -> int:
    """Maps a function over the records of a file.

    `scheduler` is the address of a cluster; without one, a local cluster of `workers` processes is started, or none if
    `workers` is 0. Results come in the order of the records.
    """
    records, parts, first = read(source), [], 0
    while part := list(islice(records, chunk)):
        parts.append((first, part, spec_version))
        first += len(part)
    with _results(compute, parts, scheduler, workers) as results, pq.ParquetWriter(target, schema) as writer:
        done = 0
        for (_, part, _), table in zip(parts, results):
            writer.write_table(table)
            done += len(part)
            if progress:
                print(f"\r{done}/{first}", end="", file=sys.stderr, flush=True)
    if progress:
        print(file=sys.stderr)
    return first


@contextmanager
def _results(compute: Any, parts: list[Any], scheduler: str | None, workers: int) -> Iterator[Iterator[pa.Table]]:
    if scheduler is None and workers == 0:
        yield (compute(*part) for part in parts)
        return
    from distributed import Client, LocalCluster

    cluster = None
    if scheduler is None:
        cluster = LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
    try:
        with Client(cluster or scheduler) as client:
            futures = [client.submit(compute, *part, pure=False) for part in parts]
            yield (future.result() for future in futures)
    finally:
        if cluster is not None:
            cluster.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m nanotao.batch", description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=["epochs", "emissions"])
    parser.add_argument("source", help="records: .json or .parquet")
    parser.add_argument("target", help="results: .parquet")
    parser.add_argument("--spec-version", type=int, default=475, help="for records that name none (475)")
    parser.add_argument("--scheduler", help="address of a Dask scheduler; without it, a local cluster is started")
    parser.add_argument("--workers", type=int, default=2, help="processes of the local cluster (2); 0 for none")
    given = parser.parse_args()
    options = {"spec_version": given.spec_version, "scheduler": given.scheduler, "workers": given.workers}
    run_what = epochs if given.what == "epochs" else emissions
    print(f"{run_what(given.source, given.target, **options)} records")


if __name__ == "__main__":
    main()
