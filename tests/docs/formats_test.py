"""The documents name the columns, keys, tables and files that the program reads and writes:
python3 formats_test.py SOURCE_DIR PROGRAM

Names stand in backquotes in the first column of a table (or in its last, in the lists of columns of casebook and package),
`name?` where there may be nothing to say. What the program writes and no document names fails, and so does the reverse.
"""
import csv
import io
import json

import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

source, program = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
failures = []


def fail(text):
    failures.append(text)


def text_of(name):
    return (source / name).read_text(encoding="utf-8")


def section(document, title):
    found = re.search(rf"^## {re.escape(title)}.*?$(.*?)(?=^## |\Z)", document, re.M | re.S)
    assert found, title
    return found[1]


def rows(text):
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.split("\n")
            if line.startswith("| ")]


def names(cell):
    return re.findall(r"`([^` ]+?)`", cell)


def run(*arguments, code=0, **more):
    ended = subprocess.run([program, "-q", *map(str, arguments)], capture_output=True, text=True, timeout=300, **more)
    assert ended.returncode == code, f"{arguments}: {ended.returncode}\n{ended.stdout}{ended.stderr}"
    return ended.stdout


def same_list(what, documented, got):
    if documented != got:
        fail(f"{what}: documented {documented}, written {got}")


def same_keys(what, documented, objects):
    """`documented`: names, those that end in '?' optional; each object has the others, and none beyond."""
    must = {name for name in documented if not name.endswith("?")}
    may = {name.rstrip("?") for name in documented}
    assert objects, f"{what}: nothing to look at"
    for one in objects:
        if missing := must - one.keys():
            fail(f"{what}: {sorted(missing)} documented, not written")
        if unnamed := one.keys() - may:
            fail(f"{what}: {sorted(unnamed)} written, not documented")


def first_cells(text):
    return [name for row in rows(text) for name in names(row[0])]


def parts_of(text, key):
    """The names behind `key` in its row: the keys of the objects within."""
    return next(names(re.sub(r"\(of [^)]*\)", "", row[1])) for row in rows(text) if key in names(row[0].replace("?`", "`")))


formats = text_of("tools/formats.md")

with tempfile.TemporaryDirectory() as scratch:
    folder = pathlib.Path(scratch)
    adverts = source / "tests/cli/data/adverts.jsonl"

    # What scan writes.
    header = next(csv.reader(io.StringIO(run("scan", adverts, "--format", "csv"))))
    same_list("scan --format csv", first_cells(section(formats, "scan --format csv")), header)
    judged = [json.loads(line) for line in
              run("scan", adverts, source / "tests/adverts/steps.tsv", "--all", "--format", "jsonl").splitlines()]
    scan_text = section(formats, "scan --format jsonl")
    scan_keys = first_cells(scan_text)
    same_keys("scan --format jsonl", scan_keys, judged)
    for key in ("taxa", "matches", "reasons"):
        wanted = [name for name in parts_of(scan_text, key) if name not in ("regime", "listing")]
        same_keys(f"scan --format jsonl, {key}", wanted, [one for each in judged for one in each[key]])

    # What a report writes: a casebook of the first release, which has a capture and a verdict, and contacts added.
    book = folder / "case.db"
    shutil.copytree(source / "tests/casebook/first_release", folder, dirs_exist_ok=True)
    for path in folder.rglob("*"):
        path.chmod(path.stat().st_mode | 0o200)
    run("migrate", "--casebook", book)
    header = next(csv.reader(io.StringIO(run("report", "--casebook", book, "--format", "csv"))))
    report_text = section(formats, "report --format csv, xlsx")
    same_list("report --format csv", first_cells(report_text), header)
    stored = [json.loads(line) for line in run("report", "--casebook", book, "--format", "jsonl").splitlines()]
    lines_text = section(formats, "report --format jsonl")
    same_keys("report --format jsonl", scan_keys + first_cells(lines_text), stored)
    same_keys("report --format jsonl, price", parts_of(lines_text, "price"), [one["price"] for one in stored])
    same_keys("report --format jsonl, capture", parts_of(lines_text, "capture"),
              [one["capture"] for one in stored if "capture" in one])
    same_keys("report --format jsonl, verdicts", parts_of(lines_text, "verdicts"),
              [entry for one in stored for entry in one.get("verdicts", [])])
    case = json.loads(run("report", "--casebook", book, "--case", "Operation Tusk", "--format", "jsonl"))
    case_text = section(formats, "report --case NAME --format jsonl")
    same_keys("report --case", first_cells(case_text), [case])
    same_keys("report --case, listings", parts_of(case_text, "listings"), case["listings"])
    same_keys("report --case, taxa", [name for name in parts_of(case_text, "taxa") if name != "code"], case["taxa"])

    # evaluate and status.
    measured = json.loads(run("evaluate", source / "tests/adverts/steps.tsv", "--format", "json"))
    measured_text = section(formats, "evaluate --format json")
    same_keys("evaluate", first_cells(measured_text), [measured])
    same_keys("evaluate, all", parts_of(measured_text, "all"), [measured["all"], *measured["by_language"]])
    same_keys("evaluate, rows", parts_of(measured_text, "rows"), measured["rows"])
    state = json.loads(run("status", "--casebook", book, "--format", "json"))
    state_text = section(formats, "status --format json")
    same_keys("status", first_cells(state_text), [state])
    same_keys("status, run", parts_of(state_text, "run"), [state["run"]])

    # Tables that are read: every documented column is taken, whatever its case, and none besides.
    documented = first_cells(section(formats, "Listing tables, read by scan and evaluate"))
    known = re.search(r"column_names\{\{(.*?)\}\};", text_of("tools/listing_table.cpp"), re.S)[1]
    known = set(re.findall(r'\{"(\w+)"', known))
    text = section(formats, "Listing tables, read by scan and evaluate")
    if missing := known - {name for row in rows(text) for cell in row for name in names(cell)}:
        fail(f"listing tables: {sorted(missing)} read, not documented")
    if unknown := set(documented) - known:
        fail(f"listing tables: {sorted(unknown)} documented, not read")

    # The casebook's tables and columns.
    chapter = text_of("casebook/README.md")
    described = {row[0]: names(row[2]) for row in rows(chapter) if len(row) == 3 and row[0] != "table"}
    with sqlite3.connect(f"file:{book}?mode=ro", uri=True) as database:
        tables = [name for (name,) in database.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'advert_text_*' AND name NOT GLOB 'sqlite_*'")]
        for table in tables:
            columns = [row[1] for row in database.execute(f"SELECT * FROM pragma_table_info('{table}')")]
            if sorted(described.get(table, [])) != sorted(columns):
                fail(f"casebook/README.md, {table}: documented {described.get(table)}, there are {columns}")
        if gone := described.keys() - set(tables):
            fail(f"casebook/README.md: no tables {sorted(gone)}")
        for query in re.search(r"```sql\n(.*?)```", chapter, re.S)[1].split(";"):
            if query.strip():
                database.execute(query).fetchall()
    database.close()

    # The evidence package.
    package = folder / "package"
    listing = next(one["listing"] for one in stored if "capture" in one)
    run("evidence", "export", "--casebook", book, "--id", listing, "--output", package)
    pages = rows(text_of("tools/export/README.md"))
    files = {names(row[0])[0]: row[1] for row in pages if names(row[0])}
    same_list("evidence export", sorted(name for name in files if name != "stamps/"),
              sorted(path.name for path in package.iterdir()))
    for table in ("captures.tsv", "chain.tsv", "custody.tsv", "verdicts.tsv"):
        same_list(table, names(files[table].split(":", 1)[1]), (package / table).read_text().split("\n")[0].split("\t"))

# The species lists: columns, and how many rows the README says there are.
for table, count, columns in (row[:3] for row in rows(text_of("species_lists/README.md")) if len(row) == 3):
    file = source / "species_lists" / table
    if not file.is_file():
        continue
    lines = [line for line in file.read_text(encoding="utf-8").split("\n") if line and not line.startswith("# ")]
    number = re.match(r"[\d,]+", count)
    if number and int(number[0].replace(",", "")) != len(lines) - 1:
        fail(f"species_lists/README.md, {table}: says {number[0]} rows, has {len(lines) - 1}")
    for column in re.findall(r"(?:^|, )(\w+)\??", re.sub(r"\([^)]*\)|:.*", "", columns)):
        if "_" in column and column not in lines[0].split("\t"):
            fail(f"species_lists/README.md, {table}: documents a column {column}; there are {lines[0].split()}")

# What the loader asks of each table stands in the README's row of it, or in the text on sets.
lists = text_of("species_lists/README.md")
asked = re.findall(r'\{"(\w+)",\s*&LexiconLoader::\w+,\s*\{([^}]*)\}(?:,\s*false)?\}', text_of("detector/lexicon_loader.cpp"))
assert len(asked) > 20, asked
described = {row[0]: row[2] for row in rows(lists) if len(row) == 3}
for table, columns in asked:
    said = described.get(table + ".tsv", lists if table + ".tsv" in lists else "")
    for column in re.findall(r'"(\w+)\??"', columns):
        if not re.search(rf"\b{column}\b", said):
            fail(f"species_lists/README.md, {table}.tsv: says nothing of the column {column}")

# Configuration: every key that is read stands in the example, and the profile keys in their README.
for code, document in (("crawler/config.cpp", "config/crawl.example.toml"),
                       ("crawler/extract/profile.cpp", "config/profiles/README.md"),
                       ("tools/platforms.cpp", "config/platforms.example.toml")):
    known = set(re.findall(r'(?:\.|->)(?:text|texts|flag|integer|required_text|table|tables)\("(\w+)"', text_of(code)))
    known |= set(re.findall(r'(?:_of|read_\w+|secret)\(\*?\w+, "(\w+)"', text_of(code)))
    assert known, code
    words = set(re.findall(r"\w+", text_of(document)))
    if missing := known - words:
        fail(f"{document}: says nothing of {sorted(missing)}, which {code} reads")
    # The keys that an example sets are read when it is tried (tests/cli); these are those in its notes.
    shown = set(re.findall(r"^# (\w+) = ", text_of(document), re.M))
    if unknown := shown - known:
        fail(f"{document}: shows {sorted(unknown)}, which {code} does not read")

if failures:
    sys.exit("\n".join(dict.fromkeys(failures)))
print("the documents name what is read and written")
