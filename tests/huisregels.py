"""The rules of the house (see CONTRIBUTING.md), checked on the syntax tree of the code.

Every rule takes modules and returns its complaints as ``path:line: message``.
"""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
MAX_LINES, MAX_FUNCTION, MAX_PARAMETERS = 400, 60, 6
"""Guides: what is larger has its reason in GROTER."""
HARD_LINES = 500
GROTER = {
    # modules
    "notebooks/dashboard.py": "the cells of one page, each with all that it needs",
    "scenarios/boeken/jaar_sluiten.py": "the year of a region from facts to books, and the records it gives",
    "scenarios/ggm/vragen.py": "all SQL stands in one place, to be read by who grants access",
    "scenarios/inlezen/lezen.py": "one pass over an export: what is dropped in one step is counted in the next",
    "scenarios/inlezen/voorstel.py": "one proposal: each column is chosen from what the others left",
    "scenarios/regiomap/modellen.py": "the rows of every file of a region folder, beside one another",
    # functions
    "scenarios/ggm/vragen.py::select_persons": "one SELECT with its joins",
    "scenarios/regiomap/regio.py::read_region": "every file read once, problems gathered over all",
    "scenarios/volumes/schatting.py::learn": "every posterior of the region named once, from all that was counted",
    "scenarios/volumes/tempo.py::_scale": "a search over one factor: what it scales and what it must fit",
    "reports/raming/rekenblad_spuk.py::_chain": "the rows of the sheet in the order of the reader",
    "reports/raming/rekenblad_volumes.py::_rates": "the rows of the sheet in the order of the reader",
    "reports/raming/rekenblad_volumes.py::_lasten": "the rows of the sheet in the order of the reader",
    # parameters
    "finance/meeneemregeling.py::settle_years": "the opening balances are named at the call; arrays and cents alike",
    "finance/meeneemregeling.py::pass_on": "as settle_years",
    "scenarios/boeken/jaar_sluiten.py::_complete": "what the steps before it found, each of another kind",
    "scenarios/boeken/prognose.py::forecast_rest": "an entrance: region, books, and which draws",
    "scenarios/engine/threads.py::run": "an entrance: each has a default, and is named at the call",
    "scenarios/inzicht/doelmeting.py::_group": "what a cohort is measured with",
    "scenarios/inzicht/doelmeting.py::judge": "the rule of docs/voortgang.md: every figure that it weighs",
    "reports/pc/begroting.py::build_begroting": "an entrance: whose piece, which year, and what it rests on",
    "reports/raming/antwoordblad.py::write_answer": "the sheets of a raming, of which this is the first",
    "reports/raming/controleblad.py::_check": "a line of the sheet: its columns",
    "reports/raming/rapport.py::_fan": "a figure: what it shows and what stands around it",
    "reports/raming/rekenblad.py::line": "a line of the sheet: its columns",
}
"""Module, or module::function -> why it is larger than the guide."""

# Per top-level package the house packages it may import. Whoever is not listed may be imported by nobody.
MAY_IMPORT = {
    "finance": {"finance"},
    "scenarios": {"scenarios", "finance"},
    "reports": {"reports", "scenarios", "finance"},
    "cli": {"cli", "reports", "scenarios", "finance"},
    "spuk": {"spuk", "cli"},
    "benchmarks": {"benchmarks", "cli", "reports", "scenarios", "finance"},
    "docs": {"docs", "reports", "scenarios", "finance"},
    "notebooks": {"reports", "scenarios", "finance"},
}
# The rooms from the ground up: a room imports itself and what stands before it.
ROOMS = (
    "finance",
    *(
        f"scenarios.{room}"
        for room in (
            *(
                "grond",
                "regiomap",
                "verandering",
                "inlezen",
                "volumes",
                "onzekerheid",
                "model",
                "oorzaken",
                "kas",
                "engine",
                "boeken",
                "inbrengen",
                "waarheid",
                "plausibel",
                "inzicht",
                "terugblik",
            ),
            *("administratie", "jaar", "afweging", "verkennen", "ggm", "werkboek"),
        )
    ),
    "scenarios.api",
    *(
        f"reports.{room}"
        for room in (
            *("vormen", "grond", "figuren", "tabel", "kas", "afweging", "plausibel", "raming", "terugblik"),
            *("verantwoording", "pc", "voortgang", "invoer", "jaar"),
        )
    ),
    *(f"reports.{room}" for room in ("dashboard", "vergelijking", "dienst", "opdrachten")),
    *("cli", "spuk"),
)
MAX_FILES = 15
HOUSE = MAY_IMPORT.keys() | {"data", "spuk_data", "tests"}

CHANCE_AT = "scenarios/grond/trekking.py"
# A key, of the door or of a pseudonym, is no draw: no figure depends on it, and it must not be repeatable.
SECRETS_AT = {"reports/dashboard/toegang.py", "reports/dienst/bellers.py", "scenarios/ggm/sleutel.py"}
CHANCE = {
    *("random", "secrets", "default_rng", "rng", "RandomState", "SeedSequence", "random_state"),
    *("rvs", "qmc", "uuid1", "uuid4", "urandom"),
}

OPENED_AT = "scenarios/grond/openen.py"
# The notes of a set under way, which its own module reads back.
# It looks where the packages of the house come from before it imports one.
START_AT = "spuk.py"
CSV_AT = "scenarios/grond/csvtekst.py"
NOTES_AT = "scenarios/grond/wissel.py"
SHEETS_AT = "scenarios/grond/werkboekbestand.py"
TOML_AT = "finance/taal/tomltekst.py"
READS = {"read_text", "read_bytes", "readlines"}

IMPURE_MODULES = {
    *("fileinput", "glob", "importlib", "io", "logging", "os", "pathlib", "shutil", "sqlite3", "sys"),
    *("socket", "subprocess", "tempfile", "time", "urllib", "http"),
    *("click", "openpyxl", "python_calamine", "rich", "xlsxwriter"),
}
IMPURE_NAMES = {"open", "input", "print", "exec", "eval"}
IMPURE_METHODS = {
    *("now", "today", "utcnow", "open"),
    *("read_text", "write_text", "read_bytes", "write_bytes"),
    *("read_csv", "read_excel", "read_json", "read_parquet", "read_pickle", "read_sql"),
    *("to_csv", "to_excel", "to_parquet", "to_pickle", "to_sql"),
    *("load", "loadtxt", "genfromtxt", "fromfile", "memmap", "save", "savetxt", "savez", "tofile"),
}


WRITES_AT = {"scenarios/grond/bestanden.py", "scenarios/grond/wissel.py"}
# Libraries write these, at a path that scenarios/grond/bestanden.py gave.
WRITES_WITH_LIBRARY = {
    *("reports/tabel/xlsx.py", "reports/tabel/docx.py", "reports/invoer/xml_cellen.py"),
    *("reports/verantwoording/boekingenblad.py", "reports/vormen/ods.py", "scenarios/engine/parquet.py"),
}
WRITE_MODULES = {"tempfile", "shutil"}
WRITE_METHODS = {
    *("write_text", "write_bytes", "mkdir", "unlink", "rmdir", "touch", "chmod", "symlink_to", "hardlink_to"),
    *("to_csv", "to_excel", "to_parquet", "to_pickle", "to_json", "to_sql", "savetxt", "tofile"),
}
WRITE_OS = {*("open", "replace", "remove", "rename", "makedirs", "link", "symlink", "truncate"), *WRITE_METHODS}
WRITE_LIBRARIES = {"Workbook", "ZipFile", "ParquetWriter"}


@dataclass(frozen=True)
class Module:
    """A module: its path from the root of the repository, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def name(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def package(self) -> str:
        return self.name.partition(".")[0]

    @cached_property
    def imports(self) -> list[tuple[int, str]]:
        """Every import as (line, full name); of ``from a import b`` that is ``a.b``."""
        parts = Path(self.path).parent.parts
        found = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [(node.lineno, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                above = parts[: len(parts) + 1 - node.level] if node.level else ()
                base = ".".join([*above, *([node.module] if node.module else [])])
                found += [(node.lineno, f"{base}.{alias.name}") for alias in node.names]
        return found


@lru_cache
def house_modules() -> tuple[Module, ...]:
    """Every module of the house; read and parsed once."""
    files = [ROOT / "cli.py", ROOT / START_AT, *(p for top in MAY_IMPORT for p in sorted((ROOT / top).rglob("*.py")))]
    return tuple(Module(p.relative_to(ROOT).as_posix(), p.read_text(encoding="utf-8")) for p in files)


def wrong_direction(module: Module) -> Iterator[str]:
    for line, name in module.imports:
        target = name.partition(".")[0]
        if target in HOUSE - MAY_IMPORT[module.package]:
            yield f"{module.path}:{line}: {module.package} may not import {target}"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and _last_name(node.func) in {"import_module", "__import__"}:
            yield f"{module.path}:{node.lineno}: a dynamic import hides its direction"


def wrong_room(module: Module) -> Iterator[str]:
    here = _room(module.name)
    for line, name in module.imports if here else ():
        there = _room(name)
        if there and ROOMS.index(there) > ROOMS.index(here or there):
            yield f"{module.path}:{line}: {here} stands below {there} and may not import it"


def without_room(module: Module) -> Iterator[str]:
    if module.package in {"scenarios", "reports"} and not (_room(module.name) or module.path.endswith("__init__.py")):
        yield f"{module.path}:1: stands in no room of the house"


def crowded(modules: Iterable[Module]) -> Iterator[str]:
    """Rooms, or folders within a room, with more modules than one can oversee."""
    files = (module for module in modules if not module.path.endswith("__init__.py"))
    rooms = Counter(module.name.rpartition(".")[0] for module in files if _room(module.name))
    for room, number in rooms.items():
        if number > MAX_FILES:
            yield f"{room}: {number} files is more than {MAX_FILES}; split the room"


def misplaced_chance(module: Module) -> Iterator[str]:
    if module.path == CHANCE_AT:
        return
    words = [(line, word) for line, name in module.imports for word in name.split(".")]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name | ast.Attribute):
            words.append((node.lineno, _last_name(node)))
        elif isinstance(node, ast.arg | ast.keyword):
            words.append((node.lineno, node.arg or ""))
    for line, word in words:
        if word in CHANCE and not (word == "secrets" and module.path in SECRETS_AT):
            yield f"{module.path}:{line}: '{word}': chance belongs in {CHANCE_AT}"


def writes_elsewhere(module: Module) -> Iterator[str]:
    if module.path in WRITES_AT or module.package in {"benchmarks", "docs"}:
        return
    for line, name in module.imports:
        if name.partition(".")[0] in WRITE_MODULES:
            yield f"{module.path}:{line}: {name}: files are written by scenarios/grond/bestanden.py"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and (word := _writes(node)):
            if word in WRITE_LIBRARIES | {"open"} and module.path in WRITES_WITH_LIBRARY:
                continue
            yield f"{module.path}:{node.lineno}: {word}: files are written by scenarios/grond/bestanden.py"


def _writes(call: ast.Call) -> str:
    """The word by which a call makes, changes or takes away a file; else ''."""
    word = _last_name(call.func)
    modes = [a.value for a in (*call.args, *(k.value for k in call.keywords)) if isinstance(a, ast.Constant)]
    if word in {"open", "fdopen", "ZipFile"}:
        writing = any(isinstance(m, str) and len(m) <= 3 and set(m) & set("wax+") for m in modes)
        of_os = isinstance(call.func, ast.Attribute) and _last_name(call.func.value) == "os"
        return word if writing or (of_os and word == "open") else ""
    if not isinstance(call.func, ast.Attribute):
        return word if word in WRITE_LIBRARIES else ""
    # A path is renamed or replaced by one thing; a text, a table and a date take more, or by name.
    by_one = word in {"replace", "rename"} and len(call.args) == 1 and not call.keywords
    of_os = _last_name(call.func.value) == "os" and word in WRITE_OS
    return word if by_one or of_os or word in WRITE_METHODS | WRITE_LIBRARIES else ""


def impure_finance(module: Module) -> Iterator[str]:
    if module.package != "finance":
        return
    for line, name in module.imports:
        if name.partition(".")[0] in IMPURE_MODULES:
            yield f"{module.path}:{line}: finance is pure and does not import {name}"
    for node in ast.walk(module.tree):
        match node:
            case ast.Name(id=word) if word in IMPURE_NAMES:
                yield f"{module.path}:{node.lineno}: finance is pure and does not use {word}"
            case ast.Attribute(attr=word) if word in IMPURE_METHODS:
                yield f"{module.path}:{node.lineno}: finance is pure and does not use .{word}"
            case ast.Global():
                yield f"{module.path}:{node.lineno}: finance is pure and keeps no global state"


def opened_elsewhere(module: Module) -> Iterator[str]:
    """Reading a file outside its one home: errors of the system, sizes and line ends would be told in many ways."""
    if module.path in (OPENED_AT, NOTES_AT, START_AT) or module.package in {"benchmarks", "docs", "notebooks"}:
        return
    for node in ast.walk(module.tree):
        match node:
            case ast.Attribute(attr=word) if word in READS:
                yield f"{module.path}:{node.lineno}: '.{word}': reading a file belongs in {OPENED_AT}"
            case ast.Call(func=ast.Name(id="open")):
                yield f"{module.path}:{node.lineno}: 'open': reading a file belongs in {OPENED_AT}"
            case ast.Call(func=ast.Attribute(attr="open"), args=[] | [ast.Constant("r" | "rb"), *_]):
                yield f"{module.path}:{node.lineno}: '.open' to read belongs in {OPENED_AT}"
            case ast.Call(func=ast.Attribute(attr="from_path")) if module.path != SHEETS_AT:
                yield f"{module.path}:{node.lineno}: opening a spreadsheet belongs in {SHEETS_AT}"
            case ast.Call(func=ast.Attribute(value=ast.Name(id="tomllib"))) if module.path != TOML_AT:
                yield f"{module.path}:{node.lineno}: reading TOML belongs in {TOML_AT}"


def csv_elsewhere(module: Module) -> Iterator[str]:
    """Writing CSV outside its one home: separators, decimal signs and line ends would differ by file."""
    for node in ast.walk(module.tree) if module.path != CSV_AT and module.package != "benchmarks" else ():
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="csv"), attr="writer" | "DictWriter" as word)):
                yield f"{module.path}:{node.lineno}: 'csv.{word}': writing CSV belongs in {CSV_AT}"


def unnamed_newline(module: Module) -> Iterator[str]:
    """A text file written without its line ends named: they would be those of the system that wrote it."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            word = _last_name(node.func)
            # Of a path it is the first argument; open(path, mode) has it second, and an archive holds bytes.
            of_path = isinstance(node.func, ast.Attribute)
            named = [k.value for k in node.keywords if k.arg == "mode"]
            modes = [a.value for a in (*node.args[not of_path :][:1], *named) if isinstance(a, ast.Constant)]
            text = word == "open" and any({*str(m)} & {*"wax"} and {*str(m)} <= {*"waxt+"} for m in modes)
            if (text or (word == "write_text" and of_path)) and "newline" not in {k.arg for k in node.keywords}:
                yield f"{module.path}:{node.lineno}: {word} without newline: name the line ends"


def forks(module: Module) -> Iterator[str]:
    """A process that begins as a copy of this one: Windows has none, and threads do not survive it."""
    # The tracker is no process of ours, and is started anew too.
    named = [(line, name) for line, name in module.imports if name != "multiprocessing.resource_tracker"]
    words = [(line, part) for line, name in named for part in name.split(".")]
    words += [(n.lineno, n.attr) for n in ast.walk(module.tree) if isinstance(n, ast.Attribute)]
    for line, word in words:
        if word in {"fork", "forkpty", "multiprocessing", "ProcessPoolExecutor", "get_context"}:
            yield f"{module.path}:{line}: '{word}': processes are started anew, by Dask"


def listed_elsewhere(module: Module) -> Iterator[str]:
    """An enumeration in a sentence that is not made by `list_words`: 'a en b en c' is no Dutch."""
    for node in ast.walk(module.tree) if module.package in {"finance", "scenarios", "reports"} else ():
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(tussen)), attr="join")):
                if tussen.strip(", ") in {"en", "of"} and module.path != "finance/fouten.py":
                    yield f"{module.path}:{node.lineno}: an enumeration is made by list_words"


def too_long(module: Module) -> Iterator[str]:
    lines = len(module.text.splitlines())
    if lines > HARD_LINES:
        yield f"{module.path}:{lines}: {lines} lines is more than {HARD_LINES}; split the module"
    for name, line, what in oversized(module):
        if name not in GROTER:
            yield f"{module.path}:{line}: {what}; split it along a seam, or give the reason in GROTER"


def oversized(module: Module) -> Iterator[tuple[str, int, str]]:
    """What is larger than the guide: its name, line and size. A command has a parameter for every option."""
    if (lines := len(module.text.splitlines())) > MAX_LINES:
        yield module.path, lines, f"{lines} lines is more than {MAX_LINES}"
    for node in ast.walk(module.tree):
        # Of a notebook marimo writes the cells: each takes what it uses.
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or module.package == "notebooks":
            continue
        name = f"{module.path}::{node.name}"
        if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > MAX_FUNCTION:
            yield name, node.lineno, f"{lines} lines is more than {MAX_FUNCTION}"
        parameters = [a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
        number = len([p for p in parameters if p not in ("self", "cls")])
        if number > MAX_PARAMETERS and not module.path.startswith("reports/opdrachten/"):
            yield name, node.lineno, f"{number} parameters is more than {MAX_PARAMETERS}"


def homonyms(modules: Iterable[Module]) -> Iterator[str]:
    """Classes that share a name: a name has one meaning in the whole project."""
    places: dict[str, list[str]] = {}
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(f"{module.path}:{node.lineno}")
    for name, where in places.items():
        if len(where) > 1:
            yield f"{where[0]}: class {name} stands in {', '.join(where[1:])} as well"


def cycles(modules: Iterable[Module]) -> Iterator[str]:
    """Import cycles between modules, whether inside one package or across packages."""
    by_name = {module.name: module for module in modules}
    graph = {
        name: {target for _, full in module.imports if (target := _owner(full, by_name))} - {name}
        for name, module in by_name.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        ring = error.args[1]
        yield f"{by_name[ring[0]].path}:1: import cycle: {' <- '.join(ring)}"


def _room(name: str) -> str | None:
    return next((room for room in ROOMS if name == room or name.startswith(f"{room}.")), None)


def _owner(full: str, by_name: dict[str, Module]) -> str | None:
    """The module that an imported name is, or lives in."""
    return next((name for name in (full, full.rpartition(".")[0]) if name in by_name), None)


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=word) | ast.Attribute(attr=word):
            return word
    return ""
