"""Imports go one way, and the pure steps see no AWS, no environment, no clock and no chance."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "layers" / "leadfold" / "leadfold"

# A row may import from itself and the rows above it. A package stands for its modules, apart from
# those that have a place of their own.
LAYERS = (
    ("leadfold", "model", "errors", "answer", "keyed"),
    ("sources", "normalise", "identity", "cards", "facts", "events", "errand", "submission",
     "recording", "store.items", "store.histories", "store.erasures", "store.lists",
     "store.writes", "reports.shape", "reports.periods", "reports.table", "reports.spend",
     "reports.exports", "reports.conversions"),
    ("store", "settings", "telemetry", "config", "ids", "access", "candidates", "living", "blocks",
     "graph", "queues", "suppression"),
    ("intake", "sweep", "reading", "quarantine", "collecting", "waiting", "placing", "apart",
     "pairing", "listing", "acting", "editing", "entering", "outcomes", "erasing", "retention",
     "restricting", "merges", "reports"),
    ("web", "wiring", "pages"),
    ("testwash",),
    ("cli", "client", "calling", "functions"),
)  # fmt: skip
PURE = 2  # rows

NOT_PURE_TO_IMPORT = {
    "boto3", "botocore", "os", "random", "secrets", "socket", "subprocess", "sys", "time", "ulid",
    "urllib.request",
}  # fmt: skip
NOT_PURE_TO_CALL = {"now", "utcnow", "today", "uuid1", "uuid4", "open"}


def name_of(path: Path) -> str:
    """Return "identity.keys" for a module of the package, "functions.intake" for a handler."""
    if path.is_relative_to(PACKAGE):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        return ".".join(part for part in parts if part != "__init__") or "leadfold"
    return f"functions.{path.parent.name}"


MODULES = {
    name_of(path): path.read_text()
    for path in sorted([*PACKAGE.rglob("*.py"), *(ROOT / "functions").glob("*/*.py")])
}


def layer_of(name: str) -> int | None:
    """Return the row of the longest part of the dotted name that is in the table."""
    while name:
        for number, row in enumerate(LAYERS):
            if name in row:
                return number
        name = name.rpartition(".")[0]
    return None


def imports_of(source: str) -> Iterator[str]:
    """Yield all that a module imports, also within functions: a.b for `from a import b`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            start = "." * node.level + (node.module or "")
            yield from (f"{start}.{alias.name}" for alias in node.names)


def calls_of(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func).rpartition(".")[2]


def imports_upwards(name: str, source: str) -> list[str]:
    """Return what this module may not import of the project; relative imports are not read."""
    own = (i for i in imports_of(source) if i.partition(".")[0] in ("leadfold", "functions", ""))
    return [i for i in own if not may_import(name, i)]


def may_import(name: str, imported: str) -> bool:
    if imported.startswith("."):
        return False
    layer, below = layer_of(name), layer_of(imported.removeprefix("leadfold."))
    if below is None:  # something that the package's own __init__ defines
        below = 0
    return layer is not None and layer >= below


def impurities(source: str) -> list[str]:
    imported = [
        name
        for name in imports_of(source)
        if any(f"{name}.".startswith(f"{banned}.") for banned in NOT_PURE_TO_IMPORT)
    ]
    return imported + [f"{call}()" for call in calls_of(source) if call in NOT_PURE_TO_CALL]


@pytest.mark.parametrize("name", MODULES)
def test_every_module_has_its_layer(name):
    assert layer_of(name) is not None, f"add {name} to LAYERS"


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_one_way(name):
    assert imports_upwards(name, MODULES[name]) == []


@pytest.mark.parametrize("name", [name for name in MODULES if (layer_of(name) or 0) < PURE])
def test_pure_steps_get_time_ids_and_settings_as_arguments(name):
    assert impurities(MODULES[name]) == []


@pytest.mark.parametrize(
    "source",
    [
        "import leadfold.store.table",
        "from leadfold import store",
        "from leadfold.intake import take_in",
        "from . import table",
        "def later():\n    from leadfold.store import table",
    ],
)
def test_an_import_from_a_higher_layer_is_seen(source):
    assert imports_upwards("identity.keys", source)


@pytest.mark.parametrize(
    "source",
    [
        "import boto3",
        "from os import environ",
        "import time",
        "from botocore.config import Config",
        "import urllib.request",
        "datetime.now(UTC)",
        "datetime.date.today()",
        "ident = uuid4()",
    ],
)
def test_what_is_not_pure_is_seen(source):
    assert impurities(source)


@pytest.mark.parametrize(
    "source", ["import urllib.parse", "from datetime import timedelta", "osmosis = now"]
)
def test_what_is_pure_is_let_be(source):
    assert impurities(source) == []
