"""Any call, sensible or not, is answered as the OpenAPI document says: schemathesis on the stack.

`make test` tries some calls of every operation, `make soak` many, and the edges of every schema.
"""

import subprocess
import sys
from pathlib import Path

CONFIG = """
# What a schema cannot say is refused as well: an owner that nobody configured, a time gone by.
[checks]
positive_data_acceptance.expected-statuses = [
    "2xx", "3xx", "400", "401", "403", "404", "409", "412", "422", "429", "503",
]

# Attempts to sign in are limited sooner than they are looked at.
[[operations]]
include-path-regex = "/reports/sign-in"
checks.negative_data_rejection.enabled = false

# A bad lead is held for a person, not refused: nothing is lost.
[[operations]]
include-path-regex = "/(leads|match|webhooks)|/preview$"
checks.negative_data_rejection.enabled = false
"""
EXAMPLES = {"short": "6", "long": "60"}
SHORT, LONG = "fuzzing", "examples,coverage,fuzzing"
#: Lines of JSON are a second form of a batch, and expenses are CSV: schemathesis makes neither. The
#: rest would change what other tests stand on: keys, settings, the sources that they send to.
LEFT_OUT = r"/(leads/batch|spend)$|/keys/|/settings/|/sources/{id}$|/owners/|/buckets/"


def run(stack, place: Path, *options: str) -> subprocess.CompletedProcess[str]:
    config = place / "schemathesis.toml"
    config.write_text(CONFIG)
    api = f"{stack.about['api_url']}"
    return subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", config, "run"),
            *(f"{api}/v1/openapi.json", "--url", api),
            *("--header", f"x-api-key: {stack.about['keys']['admin']}"),
            *("--exclude-path-regex", LEFT_OUT, "--checks", "all", "--no-color"),
            *("--warnings", "off", "--generation-deterministic", *options),
        ],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_call_is_answered_as_the_document_says(stack, tmp_path, pytestconfig):
    phases, examples = (
        (LONG, EXAMPLES["long"]) if pytestconfig.getoption("--soak") else (SHORT, EXAMPLES["short"])
    )
    done = run(stack, tmp_path, "--phases", phases, "--max-examples", examples)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
    assert "generated" in done.stdout
