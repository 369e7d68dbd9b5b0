"""python3 build_changed.py SOURCE_DIR BUILD_DIR FOLDER: `tools/build` of a followed document (follow.py).

FOLDER looks like SOURCE_DIR, with some files written anew. Sources among them, and sources that a CMakeLists.txt or a
changed source of theirs could not be without, are compiled with the flags that their folder has in BUILD_DIR, FOLDER's
headers first; then the program is linked with these objects in front of the libraries. The result takes the place of
`citeswatch` in FOLDER/.programs.
"""
import json
import pathlib
import re
import shlex
import subprocess
import sys


def written(folder, under):
    """Files of FOLDER itself, where the others are links into the project."""
    return sorted(path for path in (folder / under).rglob("*") if path.is_file() and folder in path.resolve().parents)


def run(command, where):
    ended = subprocess.run(command, cwd=where, shell=True, capture_output=True, text=True)
    if ended.returncode:
        sys.exit(f"{command}\n{ended.stdout}{ended.stderr}")
    return ended.stdout


def main():
    source, build, folder = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
    sources = [path for part in ("detector", "crawler", "casebook", "tools") for path in written(folder, part)
               if path.suffix == ".cpp"]
    commands = {entry["file"]: entry["command"] for entry in json.loads((build / "compile_commands.json").read_text())}
    objects = []
    for path in sources:
        name = path.relative_to(folder)
        listed = (folder / name.parts[0] / "CMakeLists.txt").read_text()
        if not re.search(rf"^\s*{re.escape(str(name.relative_to(name.parts[0])))}\s*$", listed, re.M):
            sys.exit(f"{name} is not in {name.parts[0]}/CMakeLists.txt")
        like = commands.get(str(source / name)) or next(
            command for file, command in commands.items() if file.startswith(f"{source}/{name.parts[0]}/"))
        flags = re.sub(r" -o \S+ -c \S+$", "", like)
        flags = flags.replace(f" -I{source} ", f" -I{folder} ", 1)
        objects.append(folder / ".programs" / (str(name).replace("/", "_") + ".o"))
        run(f"{flags} -o {shlex.quote(str(objects[-1]))} -c {shlex.quote(str(path))}", build)
    link = run("ninja -t commands citeswatch | tail -1", build)
    main_object = "tools/CMakeFiles/citeswatch.dir/main.cpp.o"
    if main_object not in link:
        sys.exit(f"cannot tell how the program is linked: {link}")
    program = folder / ".programs/citeswatch.new"
    link = link.replace(main_object, " ".join([main_object, *(shlex.quote(str(o)) for o in objects)]), 1)
    link = re.sub(r" -o \S+", f" -o {shlex.quote(str(program))}", link, 1)
    run(link, build)
    program.replace(folder / ".programs/citeswatch")


if __name__ == "__main__":
    main()
