"""Many epochs or blocks at once: read from JSON or Parquet, computed on a Dask cluster, written to Parquet.

    python -m nanotao.batch epochs cases.json results.parquet --workers 2
    python -m nanotao.batch emissions blocks.parquet results.parquet --scheduler tcp://10.0.0.1:8786

A record is what the project's vectors have in one case. JSON is a list of records, an object with such a list, or a record a
line. In Parquet each field is a column, and what is nested is JSON text, as `to_parquet` writes it. Only as many records are in
memory as the cluster is busy with, except those of one JSON text.

A program that calls this guards its start with `if __name__ == "__main__"`, as all do that start processes.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sys
from collections import deque
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError as error:
    raise ImportError(f"nanotao.batch takes more than nanotao: pip install 'nanotao[batch]' ({error})") from error

from . import emission, epoch
from ._core import from_json

Record = dict[str, Any]
Columns = dict[str, list[Any]]
Compute = Callable[[int, Record, int, Columns], None]
# The number of the first record, and the records as they were read.
Part = tuple[int, list[Any]]
_TERMS = {name: pa.from_numpy_dtype(dtype) for name, dtype in epoch.TERMS.items()}
EPOCHS = pa.schema([("index", pa.uint64()), ("uid", pa.uint16()), *_TERMS.items()])
EMISSIONS = pa.schema(
    [("index", pa.uint64()), ("netuid", pa.uint16()), ("share_u64f64", pa.string()), ("emission_u96f32", pa.string())]
)
# How long a cluster may take to answer, in seconds.
PATIENCE = 10


class RecordError(ValueError):
    """A record that cannot be computed: `index` counts from 0."""

    def __init__(self, index: int, why: str) -> None:
        self.index, self.why = index, why
        super().__init__(f"record {index}: {why}")

    def __reduce__(self) -> tuple[Any, ...]:
        return (RecordError, (self.index, self.why))


def read(path: str | Path) -> Iterator[Record]:
    """Reads records one by one."""
    return map(_record, _rows(Path(path), 16)[1])


def _rows(path: Path, chunk: int) -> tuple[int | None, Iterator[Any]]:
    """How many records there are, if that is known before the end, and what `_record` reads each from."""
    if path.suffix == ".parquet":
        file = pq.ParquetFile(path)
        return file.metadata.num_rows, (row for batch in file.iter_batches(chunk) for row in batch.to_pylist())
    with path.open() as lines:
        first, second = ([*islice(filter(str.strip, lines), 2), "", ""])[:2]
    if second and first.rstrip().endswith("}"):
        return None, _lines(path)
    try:
        found = json.loads(path.read_text())
    except json.JSONDecodeError as error:
        raise ValueError(f"{path} is no JSON: {error}") from None
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
        if len(lists) > 1:
            raise ValueError(f"{path} holds {len(lists)} lists of records; one is needed")
        found = lists[0] if lists else [found]
    if not isinstance(found, list):
        raise ValueError(f"{path} holds no list of records")
    return len(found), iter(found)


def _lines(path: Path) -> Iterator[str]:
    with path.open() as lines:
        yield from filter(str.strip, lines)


def _record(row: Any) -> Record:
    found = json.loads(row) if isinstance(row, str) else row
    if not isinstance(found, dict):
        raise ValueError("it is no object with fields")
    return {name: _nested(value) for name, value in found.items()}


def _nested(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value[:1] in ("[", "{") else value


def to_parquet(records: Iterable[Record], path: str | Path) -> None:
    """Writes records so that `read` gives them back. All have to have the fields of the first."""
    flat: list[Record] = []
    for index, record in enumerate(records):
        if flat and record.keys() != flat[0].keys():
            raise RecordError(index, f"not a field of all: {', '.join(sorted(record.keys() ^ flat[0].keys()))}")
        flat.append({name: json.dumps(value) if isinstance(value, (list, dict)) else value for name, value in record.items()})
    with _in_place_of(Path(path)) as unfinished:
        pq.write_table(pa.Table.from_pylist(flat), unfinished)


@contextmanager
def _in_place_of(target: Path) -> Iterator[Path]:
    """A file that takes the place of another once it is whole. Before that, nothing is left of it."""
    if not target.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {target.parent}")
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    try:
        yield unfinished
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _epoch(index: int, record: Record, spec_version: int, columns: Columns) -> None:
    # No default stands in for what a record does not say.
    missing = [name for name in epoch.NUMBERS if name not in record]
    if missing:
        raise KeyError(missing[0])
    given = epoch.EpochInput.from_json(record, spec_version)
    made = epoch.run(given, from_json(record["rao_emission"]), record["weights"], record["bonds"])
    count = len(given.total_stake)
    columns["index"] += [index] * count
    columns["uid"] += range(count)
    for name in epoch.TERMS:
        columns[name] += made.terms[name].tolist()


def _emission(index: int, record: Record, spec_version: int, columns: Columns) -> None:
    subnets = [
        emission.Subnet(
            emission.moving_alpha_price(subnet["mechanism"], from_json(subnet["moving_price_i96f32"])),
            from_json(subnet["miner_burned_u96f32"]),
            subnet["emission_enabled"],
        )
        for subnet in record["subnets"]
    ]
    shares = emission.get_shares(subnets)
    if spec_version >= 475:
        bar = emission.gate_bar(
            record["rank"],
            from_json(record["quantile_u64f64"]),
            from_json(record["bar_before_u64f64"]),
            from_json(record["current_block"]),
            shares,
        )
        shares = emission.apply_emission_gate(shares, bar, from_json(record["exponent_u64f64"]))
    amounts = emission.get_subnet_block_emissions(subnets, shares, from_json(record["block_emission"]))
    columns["index"] += [index] * len(subnets)
    columns["netuid"] += [subnet["netuid"] for subnet in record["subnets"]]
    columns["share_u64f64"] += map(str, shares)
    columns["emission_u96f32"] += map(str, amounts)


def _compute(compute: Compute, schema: pa.Schema, spec_version: int, first: int, rows: list[Any]) -> pa.Table:
    """Computes the records of a part, and names the one at fault."""
    columns: Columns = {name: [] for name in schema.names}
    for index, row in enumerate(rows, first):
        try:
            record = _record(row)
            compute(index, record, from_json(record.get("spec_version", spec_version)), columns)
        except KeyError as error:
            raise RecordError(index, f"there is no {error}") from None
        except ValueError as error:
            raise RecordError(index, str(error)) from None
        except Exception as error:
            raise RecordError(index, f"{type(error).__name__}: {error}") from None
    return pa.table(columns, schema)


def epochs(source: str | Path, target: str | Path, **options: Any) -> int:
    """Computes every epoch of a file, a row for each uid of each; see `run` for the options. Tells how many there were."""
    return run(_epoch, EPOCHS, source, target, **options)


def emissions(source: str | Path, target: str | Path, **options: Any) -> int:
    """Computes shares and emissions of the subnets in every block of a file, a row for each subnet of each."""
    return run(_emission, EMISSIONS, source, target, **options)


def run(
    compute: Compute,
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
    """Maps a function over the records of a file, and tells how many there were.

    `scheduler` is the address of a cluster; without one, a local cluster of `workers` processes is started, or none if
    `workers` is 0. It is given `chunk` records at a time, and results come in their order. The target is written once all are
    there, or not at all: a record that cannot be computed is a `RecordError`, a cluster that does not answer a
    `ConnectionError`.
    """
    for name, given, least in (("workers", workers, 0), ("chunk", chunk, 1)):
        if not isinstance(given, int) or given < least:
            raise ValueError(f"{name} has to be a whole number, {least} at least, not {given!r}")
    total, rows = _rows(Path(source), chunk)
    of, done = "" if total is None else f"/{total}", 0
    work = partial(_compute, compute, schema, spec_version)
    with _in_place_of(Path(target)) as unfinished, pq.ParquetWriter(unfinished, schema) as writer:
        for count, table in _results(work, _parts(rows, chunk), scheduler, workers):
            writer.write_table(table)
            done += count
            if progress:
                print(f"\r{done}{of}", end="", file=sys.stderr, flush=True)
    if progress:
        print(file=sys.stderr)
    return done


def _parts(rows: Iterator[Any], chunk: int) -> Iterator[Part]:
    first = 0
    while part := list(islice(rows, chunk)):
        yield first, part
        first += len(part)


def _results(
    work: Callable[[int, list[Any]], pa.Table], parts: Iterator[Part], scheduler: str | None, workers: int
) -> Iterator[tuple[int, pa.Table]]:
    if scheduler is None and workers == 0:
        yield from ((len(part), work(first, part)) for first, part in parts)
        return
    with _cluster(scheduler, workers) as client:
        waiting: deque[tuple[int, Any]] = deque()
        for first, part in parts:
            waiting.append((len(part), client.submit(work, first, part, pure=False)))
            # Two parts for each that computes.
            if len(waiting) >= 2 * max(1, sum(client.nthreads().values())):
                count, future = waiting.popleft()
                yield count, future.result()
        for count, future in waiting:
            yield count, future.result()


@contextmanager
def _cluster(scheduler: str | None, workers: int) -> Iterator[Any]:
    from distributed import Client, LocalCluster

    if scheduler is None:
        # What a worker cannot compute is told by `RecordError` alone.
        options = {"threads_per_worker": 1, "dashboard_address": None, "silence_logs": logging.CRITICAL}
        with LocalCluster(n_workers=workers, **options) as cluster, Client(cluster) as client:
            yield client
        return
    try:
        client = Client(scheduler, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise ConnectionError(f"no Dask scheduler answers at {scheduler}; `dask scheduler` starts one ({error})") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise ConnectionError(f"the cluster at {scheduler} has no workers; `dask worker {scheduler}` adds one") from error
        yield client


def main() -> int:
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
    # So that nothing unfinished is left behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        print(f"{run_what(given.source, given.target, **options)} records")
    except (OSError, ValueError, pa.ArrowException) as error:
        print(f"\nerror: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ninterrupted; nothing was written", file=sys.stderr)
        return 128 + signal.SIGINT
    return 0


if __name__ == "__main__":
    sys.exit(main())
