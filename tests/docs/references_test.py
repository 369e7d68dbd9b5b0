"""What the documents point to is there: python3 references_test.py SOURCE_DIR PROGRAM

 - every subcommand and option of a command that they or a help text show is one of the program's;
 - every link between documents leads to a file, and every file of the project named in backquotes exists;
 - so does every file of the project that a comment of the sources names by its path.

Worked examples name files that come to be; follow.py sees to them.
"""
import pathlib
import re
import subprocess
import sys

source, program = pathlib.Path(sys.argv[1]), sys.argv[2]
failures = []


def run(*arguments):
    return subprocess.run([program, *arguments], capture_output=True, text=True, timeout=60).stdout


def options_in(text):
    return set(re.findall(r"(?<![\w-])(--?[a-zA-Z][\w-]*)", text))


subcommands = [line for line in run("generate", "commands").splitlines() if line]
general = options_in(run("--help"))
helps = {name: run(*name.split(), "--help") for name in subcommands}
options = {name: general | options_in(re.split(r"^Examples?:", text, flags=re.M)[0]) for name, text in helps.items()}
families = {name.split()[0] for name in subcommands if " " in name}
assert len(options) > 20 and "--casebook" in options["report"], options


def check_command(where, words):
    words = [word for word in words if not re.fullmatch(r"-q|-v|--quiet|--verbose|--log-format|json", word)]
    name = " ".join(words[:2]) if words and words[0] in families else words[0] if words else ""
    if not re.fullmatch(r"[a-z]+( [a-z]+)?", name):
        return  # "citeswatch --help", "citeswatch SUBCOMMAND", the program's name within a sentence
    if name not in options:
        failures.append(f"{where}: no subcommand '{name}'")
        return
    for word in words:
        option = word.split("=")[0]
        if re.fullmatch(r"--?[a-zA-Z][\w-]*", option) and option not in options[name]:
            failures.append(f"{where}: {name} has no option {option}")


def commands_of(text):
    """(offset, words) of what is typed: whole lines of blocks, and what stands in backquotes."""
    text = text.replace("sudo -u citeswatch ", " " * len("sudo -u citeswatch "))
    spans = [(m.start(1), m[1]) for m in re.finditer(r"`((?:[a-z]+=\S+ )?(?:citeswatch|tools/run) [^`]+)`", text)]
    for block in re.finditer(r"^ *```[^\n]*\n(.*?)^ *```", text, re.M | re.S):
        spans += [(block.start(1) + m.start(), m[0]) for m in
                  re.finditer(r"(?:citeswatch|tools/run) [^\n|#>&;]+(?:\\\n[^\n|#>&;]+)*", block[1])]
    spans += [(m.start(1), m[1]) for m in re.finditer(r"^    (citeswatch [^\n|#>&;]+)$", text, re.M)]
    for start, span in spans:
        for command in re.findall(r"(?:citeswatch|tools/run) ([^|#>&;]+)", re.sub(r"\"[^\"]*\"|'[^']*'", "TEXT", span)):
            yield start, re.sub(r"\s{2,}.*", "", command.replace("\\\n", " ")).strip(" `").split()


documents = subprocess.run(["git", "-C", source, "ls-files", "*.md", "config/*.toml"], capture_output=True, text=True)
names = documents.stdout.split() or [str(path.relative_to(source)) for path in source.rglob("*.md")
                                     if not {"build", "node_modules"} & set(path.parts)]
seen = 0
for name in names:
    text = (source / name).read_text(encoding="utf-8")
    line_of = lambda offset: f"{name}:{text.count(chr(10), 0, offset) + 1}"
    for offset, words in commands_of(text):
        seen += 1
        check_command(line_of(offset), words)
    for link in re.finditer(r"\]\(([^)#\s]+)[^)]*\)", text):
        if "://" not in link[1] and not (source / name).parent.joinpath(link[1]).exists():
            failures.append(f"{line_of(link.start())}: leads nowhere: {link[1]}")
    if "adding-" in name:
        continue
    for path in re.finditer(r"`((?:crawler|detector|casebook|tools|tests|config|species_lists)/[\w./-]+)`", text):
        placeholder = re.search(r"/[A-Z]+\.\w+$", path[1])
        if not placeholder and not (source / path[1]).exists():
            failures.append(f"{line_of(path.start())}: no such file: {path[1]}")
for name, text in helps.items():
    for offset, words in commands_of("```\n" + "\n".join(re.findall(r"citeswatch [a-z].*", text)) + "\n```\n"):
        seen += 1
        check_command(f"citeswatch {name} --help", words)
comments = 0
named = re.compile(r"(?<![\w./<])((?:crawler|detector|casebook|tools|tests|config|species_lists)/[\w./*-]+"
                   r"\.(?:h|cpp|tsv|toml|md|py|cmake))")
sources = subprocess.run(["git", "-C", source, "ls-files", "*.h", "*.cpp"], capture_output=True, text=True)
for name in sources.stdout.split():
    text = (source / name).read_text(encoding="utf-8", errors="replace")
    for comment in re.finditer(r"//(.*)", text):
        for path in named.findall(comment[1]):
            comments += 1
            if path != "config/crawl.toml" and not list(source.glob(path)):  # the user's own
                failures.append(f"{name}:{text.count(chr(10), 0, comment.start()) + 1}: no such file: {path}")
assert seen > 60, seen
if failures:
    sys.exit("\n".join(failures))
print(f"{len(names)} documents and the help, {seen} commands, {comments} comments: what they point to is there")
