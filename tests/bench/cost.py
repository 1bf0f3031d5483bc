"""What a million leads cost on AWS, from the other figures of the bench. An estimate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.bench import report
from tests.bench.handler_cpu import Figure
from tests.bench.outcomes import Cost

TITLE = "What a million leads cost on AWS, in US dollars (an estimate)"

#: List prices without free tier, region us-east-1, as known on 2026-11-21; check before you quote.
REGION, AS_OF = "us-east-1", "2026-11-21"
PRICES = {
    "DynamoDB, a million write request units": 0.625,
    "DynamoDB, a million read request units": 0.125,
    "Lambda on arm64, a million GB-seconds": 13.3334,
    "Lambda, a million requests": 0.20,
    "HTTP API, a million requests": 1.00,
    "CloudWatch Logs, a GB taken in": 0.50,
}
MEMORY_GB = 1.0
#: Lambda's CPU grows with memory: 1769 MB is one vCPU.
VCPU = 1024 / 1769
#: Assumed, not measured: the way to DynamoDB and back, and a lead's lines in both log groups.
ROUND_TRIP_MS = 8.0
LOG_KB = 1.2


@dataclass(frozen=True, kw_only=True)
class Bill:
    """US dollars for a million leads of one outcome."""

    writes: float
    reads: float
    compute: float
    requests: float
    logs: float

    @property
    def total(self) -> float:
        return self.writes + self.reads + self.compute + self.requests + self.logs


def bill(cost: Cost, cpu: Figure) -> Bill:
    duration_ms = cpu.handler / VCPU + cost.round_trips * ROUND_TRIP_MS
    writes, reads, compute, invocations, calls, logs = PRICES.values()
    return Bill(
        writes=(cost.write_units + cost.index_units) * writes,
        reads=cost.read_units * reads,
        compute=duration_ms / 1000 * MEMORY_GB * compute,
        requests=invocations + calls,
        logs=LOG_KB * logs,
    )


def show(
    costs: Mapping[str, Cost], cpu: Mapping[str, Figure], say: Callable[[str], None]
) -> dict[str, Bill]:
    """Print the prices and the table, and return its figures by outcome."""
    bills = {name: bill(costs[name], figure) for name, figure in cpu.items()}
    say(
        report.heading(
            TITLE,
            f"Lambda at {MEMORY_GB:g} GB ({VCPU:.2f} vCPU): this machine's CPU for a lead, as if a",
            f"vCPU were one of its cores, and {ROUND_TRIP_MS:g} ms a round trip (assumed). Logs: "
            f"{LOG_KB:g} KB a lead",
            "(assumed). Left out: cold starts, storage, transfer, and what follows: relay, react",
            "(its units stand with the round trips).",
        )
    )
    header = ("outcome", "writes", "reads", "Lambda", "requests", "logs", "total")
    rows = [
        (name, *(f"{v:.2f}" for v in (b.writes, b.reads, b.compute, b.requests, b.logs, b.total)))
        for name, b in bills.items()
    ]
    say(report.table(header, rows))
    say("")
    prices = [(name, f"{price:g}") for name, price in PRICES.items()]
    say(report.table((f"price in {REGION}, {AS_OF}", "US dollars"), prices))
    return bills
