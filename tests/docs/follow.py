"""Does what a document says: python3 follow.py SOURCE_DIR BUILD_DIR DOCUMENT [--show]

A worked example is a text with fenced blocks, and this is how a reader takes them:

  - a block behind a line that ends in a file's name, "... `folder/name.tsv`:", is that file, to be written;
  - a `diff` block behind such a line changes that file: the lines it keeps and takes away stand there, once;
  - in a `console` block a line with "$ " is typed, and what is printed follows. "..." alone on a line is any number of
    lines, "..." within one any run of characters. What a command says on stderr is not held against the document. A
    command that does not end well says so in the prompt: "1$ ";
  - a `text` block is to be looked at; any other block that names no file is a mistake.

All of it is done in a folder of its own that looks like the project (links to its files). There `citeswatch` is the program
of BUILD_DIR, and `tools/build citeswatch` compiles what the document wrote and changed, with the flags of BUILD_DIR, and
links it with the rest as it is (`tools/run` builds nothing): headers must be changed only in ways that leave the layout of their types alone.
What a command leaves running ends with the document. --show prints what was said, to write a document by.
"""
import difflib
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile

MAXIMUM_SECONDS = 300  # of one command
show = "--show" in sys.argv
sessions = []  # process groups of the commands typed

TOOLS_BUILD = """#!/bin/sh
exec "{python}" "{build_changed}" "{source}" "{build}" "{folder}"
"""


class Differs(Exception):
    pass


def blocks(text):
    """(line number, kind, file's name or None, lines) of every fenced block."""
    found, fence, file = [], None, None
    for number, line in enumerate(text.split("\n"), 1):
        mark = re.fullmatch(r" {0,3}```(.*)", line)
        if mark and fence is None:
            fence = (number, mark[1].strip(), file, [])
        elif mark:
            found.append(fence)
            fence = file = None
        elif fence is not None:
            fence[3].append(line)
        elif line.strip():
            named = re.search(r"`([^`]+)`:$", line)
            file = named[1] if named else None
    if fence is not None:
        raise Differs(f"line {fence[0]}: the block does not end")
    return found


def inside(folder, name):
    path = folder / name
    if os.path.isabs(name) or ".." in pathlib.PurePath(name).parts:
        raise Differs(f"'{name}' lies outside of the project")
    return path


def write(path, text):
    """Never through a link into the project itself: folders on the way become folders of links first."""
    way = [parent for parent in reversed(path.parents)]
    for parent in way:
        if parent.is_symlink():
            real = parent.resolve()
            parent.unlink()
            mirror(real, parent)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        path.unlink()
    path.write_text(text, encoding="utf-8")


def mirror(real, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for entry in real.iterdir():
        if entry.name not in (".git", "build"):
            (folder / entry.name).symlink_to(entry)


def change(path, lines):
    before = [line[1:] for line in lines if line[:1] in (" ", "-", "")]
    after = [line[1:] for line in lines if line[:1] in (" ", "+", "")]
    if before == after or any(line[:1] not in (" ", "-", "+", "") for line in lines):
        raise Differs("a diff needs lines that begin with '+' or '-', and with a blank where it keeps them")
    text = path.read_text(encoding="utf-8").split("\n")
    places = [at for at in range(len(text)) if text[at:at + len(before)] == before]
    if len(places) != 1:
        raise Differs(f"{path.name} holds the lines that the diff begins from {len(places)} times")
    text[places[0]:places[0] + len(before)] = after
    write(path, "\n".join(text))


def same(wanted, got):
    """Does `got`, a list of lines, read as `wanted` says, where "..." stands for what does not matter?"""
    pattern = ""
    for line in wanted:
        if line.strip() == "...":
            pattern += r"(?:[^\n]*\n)*"
        else:
            pattern += ".*".join(re.escape(part.rstrip()) for part in line.split("...")) + r"[ \t]*\n"
    return re.fullmatch(pattern, "".join(line + "\n" for line in got)) is not None


def run(command, folder, environment):
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        sessions.append(process.pid)
        try:
            out, err = process.communicate(timeout=MAXIMUM_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise Differs(f"does not end within {MAXIMUM_SECONDS} s: {command[-1]}") from None
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def end_what_runs():
    for session in sessions:
        try:
            os.killpg(session, signal.SIGKILL)
        except ProcessLookupError:
            pass


def type_in(folder, environment, command, wanted, code):
    ended = run(["bash", "-c", "set -o pipefail; " + command], folder, environment)
    got = ended.stdout.rstrip("\n").split("\n") if ended.stdout.strip("\n") else []
    said = f"$ {command}\n{ended.stdout}{ended.stderr}"
    if show:
        print(said)
    if ended.returncode != code:
        raise Differs(f"ends with {ended.returncode} where the document says {code}:\n{said}")
    if not same(wanted, got):
        differences = "\n".join(difflib.unified_diff(wanted, got, "the document", "the program", lineterm="", n=99))
        raise Differs(f"prints something else:\n$ {command}\n{differences}\n{ended.stderr}")


def console(folder, environment, lines):
    steps = []
    for line in lines:
        prompt = re.match(r"(\d*)\$ ", line)
        if prompt:
            steps.append([line[prompt.end():], [], int(prompt[1] or 0)])
        elif not steps:
            raise Differs("a console block begins with '$ '")
        elif steps[-1][0].endswith("\\") and not steps[-1][1]:
            steps[-1][0] = steps[-1][0][:-1] + line
        else:
            steps[-1][1].append(line)
    for command, wanted, code in steps:
        while wanted and not wanted[-1].strip():
            wanted.pop()
        type_in(folder, environment, command, wanted, code)
    return len(steps)


def own_address():
    """In place of the documents' loopback address: several may be followed at the same time on one machine."""
    return f"127.{os.getpid() >> 16 & 127 | 128}.{os.getpid() >> 8 & 255}.{os.getpid() % 254 + 1}"


def follow(source, build, document, folder):
    mirror(source, folder)
    write(folder / "tools/build", TOOLS_BUILD.format(python=sys.executable, source=source, build=build, folder=folder,
                                                     build_changed=source / "tests/docs/build_changed.py"))
    write(folder / "tools/run", '#!/bin/sh\nexec citeswatch "$@"\n')
    for script in ("tools/build", "tools/run"):
        os.chmod(folder / script, 0o755)
    programs = folder / ".programs"
    programs.mkdir()
    (programs / "citeswatch").symlink_to(build / "tools/citeswatch")
    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "NO_COLOR": "1", "LC_ALL": "C.UTF-8",
                   "CITESWATCH_DATA": str(folder), "XDG_DATA_HOME": str(folder / ".data")}
    done = 0
    try:
        steps = blocks(document.read_text(encoding="utf-8").replace("127.0.4.17", own_address()))
    except Differs as difference:
        raise Differs(f"{document}: {difference}") from None
    for number, kind, file, lines in steps:
        try:
            if kind == "console":
                done += console(folder, environment, lines)
            elif kind == "diff" and file:
                change(inside(folder, file), lines)
            elif file:
                write(inside(folder, file), "\n".join(lines) + "\n")
            elif kind != "text":
                raise Differs("the line before the block names no file (only `text` blocks are not followed)")
        except Differs as difference:
            raise Differs(f"{document}:{number}: {difference}") from None
    if not done:
        raise Differs(f"{document}: holds no command to follow")
    return done


def main():
    source, build, document = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
    with tempfile.TemporaryDirectory() as folder:
        try:
            commands = follow(source, build, document, pathlib.Path(folder).resolve())
        except Differs as difference:
            sys.exit(str(difference))
        finally:
            end_what_runs()
    print(f"{document}: {commands} commands did what it says")


if __name__ == "__main__":
    main()
