"""The package is parts that import one way; pure modules see no AWS, environment, clock or chance.

A part is a folder of the package, or a module of its root. ``docs/development.md`` says what
belongs where. A failure of these tests says what to change.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "layers" / "leadfold" / "leadfold"

#: The parts. Each may import those above it, and none below. ``docs/development.md`` and the
#: package's docstring show this table.
PARTS = {
    "errors": "what can go wrong, and how HTTP says it",
    "keyed": "keyed hashes of personal data",
    "ids": "new ids",
    "model": "the vocabulary: leads, people, cards, tasks, configuration",
    "normalise": "values as sent → values that compare: phones, e-mails, names, dates",
    "store": "items and writes; the two stores, Table and Memory; raw bytes",
    "sources": "one module a platform: what it sends → a lead",
    "identity": "who is it: keys, names, evidence, decisions",
    "cards": "rules of cards and tasks: edits, merging, routing, stages",
    "files": "a file of any kind → rows under recognised columns",
    "resolve": "who is it, asked of the store; which card an id stands for now",
    "reports": "facts → figures",
    "runtime": "what a function runs on: AWS clients, configuration, access, queues",
    "reading": "what is read back, its JSON, and the index that finds cards",
    "intake": "a lead comes in: on one card, in quarantine, or parked",
    "work": "what people do with cards, tasks and suggestions",
    "privacy": "erasing, retention, restricting",
    "react": "what follows from a change: facts, index, pairs, merges by policy",
    "pages": "what every page looks like: style, texts, charts",
    "testwash": "the command: a file's duplicates and faults, with no cloud",
    "web": "the HTTP API, and pages: a folder for each part that has calls",
    "client": "the typed client, for other programs",
    "cli": "the command line: a module for each group of commands",
    "functions": "one folder a Lambda: they only translate",
}

#: Parts and modules whose functions get time, ids and settings as arguments: they see no AWS, no
#: environment, no clock and no chance, and import nothing that does.
PURE = {
    "errors", "keyed", "model", "normalise", "sources", "identity", "cards",
    "store.items", "store.writes",
    "intake.answer", "intake.notices", "intake.submission", "intake.recording",
    "resolve.directory", "react.stream",
    "reports.facts", "reports.schema", "reports.periods", "reports.table", "reports.spend",
    "reports.exports", "reports.conversions",
}  # fmt: skip

#: The most lines of a module that is not generated.
LONGEST = 450
GENERATED = {"client.generated"}

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


def part_of(name: str) -> str:
    """Return the part that a module belongs to; "" for the package's own ``__init__``."""
    return "" if name == "leadfold" else name.partition(".")[0]


def is_pure(name: str) -> bool:
    return any(f"{name}.".startswith(f"{pure}.") for pure in PURE)


def module_of(imported: str) -> str:
    """Return the module of the project that ``from a import b`` reads, given a.b."""
    name = imported.removeprefix("leadfold.")
    return name if name in MODULES else name.rpartition(".")[0] or "leadfold"


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


def of_project(source: str) -> list[str]:
    """Return what a module imports of the project, relative imports included."""
    return [i for i in imports_of(source) if i.partition(".")[0] in ("leadfold", "functions", "")]


def forbidden_imports(name: str, source: str) -> list[str]:
    """Return the imports of the project that a module may not have: relative, of a lower part."""
    return [i for i in of_project(source) if i.startswith(".") or not may_import(name, i)]


def may_import(name: str, imported: str) -> bool:
    order = ["", *PARTS]
    return order.index(part_of(module_of(imported))) <= order.index(part_of(name))


def impurities(source: str) -> list[str]:
    """Return the imports and calls of a module that a pure one may not have."""
    imported = [
        name
        for name in imports_of(source)
        if any(f"{name}.".startswith(f"{banned}.") for banned in NOT_PURE_TO_IMPORT)
    ]
    return imported + [f"{call}()" for call in calls_of(source) if call in NOT_PURE_TO_CALL]


def table_of_parts() -> str:
    """Return the table of parts as documents show it."""
    return "\n".join(f"{name:<11}{about}" for name, about in PARTS.items())


def test_the_root_of_the_package_holds_no_module_but_its_vocabulary():
    loose = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "errors", "ids", "keyed"}
    assert not loose, "move these modules into the folder of a part"


@pytest.mark.parametrize("name", MODULES)
def test_every_module_is_of_a_part(name):
    assert part_of(name) in {"", *PARTS}, (
        f"{part_of(name)} is no part: add a line for it to PARTS, below all parts that it imports, "
        "and to docs/development.md and the package's docstring"
    )


def test_every_part_is_there():
    missing = set(PARTS) - {part_of(name) for name in MODULES}
    assert not missing, "remove these lines from PARTS: there are no such folders"


@pytest.mark.parametrize(
    "document", ["docs/development.md", "layers/leadfold/leadfold/__init__.py"]
)
def test_documents_show_the_table_of_parts(document):
    text = "\n".join(line.strip() for line in (ROOT / document).read_text().splitlines())
    assert table_of_parts() in text, f"{document} is to show this table:\n\n{table_of_parts()}\n"


FOLDERS = sorted({path.parent for path in PACKAGE.rglob("*.py")} - {PACKAGE})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_folder_says_what_it_is_and_where_to_begin_reading(folder):
    source = (folder / "__init__.py").read_text()
    said = ast.get_docstring(ast.parse(source)) or ""
    _, phrase, rest = said.partition("Begin reading at ``")
    assert phrase, (
        f"the docstring of {folder.name}/__init__.py is to say in a sentence what the part does, "
        "and then: Begin reading at ``module``."
    )
    begin = rest.partition("``")[0]
    assert (folder / f"{begin}.py").exists() or (folder / begin).is_dir(), (
        f"{folder.name}/__init__.py says to begin reading at {begin}, which is not in that folder"
    )


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_folder_is_for_one_module(folder):
    modules = [path for path in folder.glob("*.py") if path.stem != "__init__"]
    folders = [path for path in folder.iterdir() if path.is_dir() and path.name != "__pycache__"]
    assert len(modules) + len(folders) > 1, f"move the only module of {folder} up, beside others"


@pytest.mark.parametrize("name", sorted(set(MODULES) - GENERATED))
def test_no_module_is_too_long(name):
    lines = len(MODULES[name].splitlines())
    assert lines <= LONGEST, f"split {name} by meaning: it has {lines} lines, more than {LONGEST}"


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_one_way(name):
    found = forbidden_imports(name, MODULES[name])
    assert not found, (
        f"{name} may import its own part and those above {part_of(name)} in PARTS, by absolute "
        "names: move up what it needs, or take it as an argument"
    )


def circle(arrows: Mapping[str, set[str]]) -> list[str]:
    """Return modules that import each other in a circle, none where there is no circle."""
    done: set[str] = set()

    def search(name: str, way: tuple[str, ...]) -> list[str]:
        if name in way:
            return list(way[way.index(name) :])
        if name in done:
            return []
        found = next((c for to in sorted(arrows[name]) if (c := search(to, (*way, name)))), [])
        done.add(name)
        return found

    return next((found for name in sorted(arrows) if (found := search(name, ()))), [])


def test_no_modules_import_each_other_in_a_circle():
    arrows = {
        name: {module_of(i) for i in of_project(source)} & set(MODULES) - {name}
        for name, source in MODULES.items()
    }
    found = circle(arrows)
    assert not found, (
        f"{' → '.join([*found, *found[:1]])}: move what they share into a third module"
    )


#: Modules at the root of ``web``: what all calls stand on. Two of them put the parts together.
WEB = {name for name in MODULES if name.startswith("web.") and name.count(".") == 1}
WEB_PARTS = {name for name in WEB if any(other.startswith(f"{name}.") for other in MODULES)}
WEB_TOGETHER = {"web.api", "web.openapi"}


def web_parts_of(source: str) -> set[str]:
    """Return the parts of ``web`` that a module imports from."""
    read = {".".join(module_of(i).split(".")[:2]) for i in of_project(source)}
    return read & WEB_PARTS


@pytest.mark.parametrize("name", sorted(WEB - WEB_PARTS - WEB_TOGETHER))
def test_the_mechanics_of_web_know_no_part(name):
    assert web_parts_of(MODULES[name]) == set()


@pytest.mark.parametrize("part", sorted(WEB_PARTS))
def test_calls_of_one_part_use_no_other_part_of_web(part):
    """Schemas of answers may: a card is answered by several parts."""
    calls = [n for n in MODULES if n.startswith(f"{part}.") and not n.endswith(".answers")]
    assert {other for n in calls for other in web_parts_of(MODULES[n])} <= {part}


def test_the_function_intake_loads_no_calls_but_those_that_take_in_leads():
    reached, more = set(), {"functions.intake"}
    while more:
        reached |= more
        read = {module_of(i) for n in more for i in of_project(MODULES[n])}
        more = {package for name in read for package in with_packages(name)} & set(
            MODULES
        ) - reached
    calls = {name for name in reached if part_of(name) == "web"}
    assert calls == {"web", "web.http", "web.intake", "web.intake.leads", "web.intake.webhooks"}
    parts = {part_of(name) for name in reached} - {"", *ROOT_MODULES}
    assert parts == WHAT_A_LEAD_NEEDS


def with_packages(name: str) -> list[str]:
    """Return a module and the packages around it, whose ``__init__`` is loaded with it."""
    parts = name.split(".")
    return [".".join(parts[: n + 1]) for n in range(len(parts))]


ROOT_MODULES = ("errors", "keyed", "ids")
WHAT_A_LEAD_NEEDS = {
    "model", "normalise", "store", "sources", "identity", "cards", "resolve", "reports",
    "runtime", "intake", "web", "functions",
}  # fmt: skip


def test_a_circle_is_seen():
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c"]
    assert circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


@pytest.mark.parametrize("name", [name for name in MODULES if is_pure(name)])
def test_pure_steps_get_time_ids_and_settings_as_arguments(name):
    found = impurities(MODULES[name])
    assert not found, (
        f"{name} is listed in PURE: take time, ids, settings and bytes as arguments instead, or "
        "move the function that needs these to a module that is not pure"
    )
    impure = impure_imports(MODULES[name])
    assert not impure, (
        f"{name} is listed in PURE and imports modules that are not: list those too if they are "
        "pure, or take what they do as an argument"
    )


def impure_imports(source: str) -> set[str]:
    """Return the imported modules of the project that are not pure.

    The types that ``leadfold.store`` itself exports do not count, nor does the version.
    """
    return {m for i in of_project(source) if not is_pure(m := module_of(i))} - {"store", "leadfold"}


@pytest.mark.parametrize("source", ["from leadfold.store import table", "from leadfold import ids"])
def test_what_imports_the_impure_is_not_pure(source):
    assert impure_imports(source)


@pytest.mark.parametrize(
    "source",
    [
        "import leadfold.resolve.desk",
        "from leadfold import runtime",
        "from leadfold.intake import take_in",
        "from leadfold.resolve.desk import Desk",
        "from . import table",
        "def later():\n    from leadfold.reading import search",
    ],
)
def test_an_import_of_a_lower_part_is_found(source):
    assert forbidden_imports("identity.keys", source)


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
def test_what_is_not_pure_is_found(source):
    assert impurities(source)


@pytest.mark.parametrize(
    "source", ["import urllib.parse", "from datetime import timedelta", "osmosis = now"]
)
def test_what_is_pure_is_allowed(source):
    assert impurities(source) == []


def left_out_of_the_layer() -> set[str]:
    """Return the modules that the layer's Makefile removes."""
    text = (PACKAGE.parent / "Makefile").read_text().replace("\\\n", " ")
    [removed] = re.findall(r"&& rm -r ([^\n]+)", text)
    paths = [path for pattern in removed.split() for path in PACKAGE.glob(pattern)]
    return {
        name_of(p) for path in paths for p in ([path] if path.is_file() else path.rglob("*.py"))
    }


def test_what_is_left_out_of_the_layer_is_used_by_nothing_in_it():
    left_out = left_out_of_the_layer()
    assert {"client.generated", "files.opening", "web.work.answers"} <= left_out
    within = {name: source for name, source in MODULES.items() if name not in left_out}
    read = {name: {module_of(i) for i in of_project(source)} for name, source in within.items()}
    assert {name: used for name, to in read.items() if (used := to & left_out)} == {}
