"""follow.py must find what differs: a document that is wrong in one way after another fails, and says where."""
import pathlib
import tempfile

import follow

RIGHT = """# A walk

As `words/a.txt`:

```text
one
two
```

In `words/a.txt`:

```diff
 one
-two
+three
```

```console
$ cat words/a.txt; echo noise >&2
one
three
3$ echo gone; exit 3
gone
$ seq 1 9
1
...
9
$ echo took 12 ms
took ... ms
```
"""

WRONG = [
    ("one\nthree\n3$", "one\nfour\n3$", "prints something else"),
    ("3$ echo", "$ echo", "ends with 3 where the document says 0"),
    ("...\n9", "...\n8", "prints something else"),
    ("took ... ms", "took ... s", "prints something else"),
    ("-two", "-2", "holds the lines that the diff begins from 0 times"),
    ("+three", "+four", "prints something else"),
    ("+three", "+two", "needs lines that begin with"),
    ("In `words/a.txt`:", "In that file:", "names no file"),
    ("`words/a.txt`:\n\n```text", "`../a.txt`:\n\n```text", "outside of the project"),
    ("```console", "```text", "holds no command"),
    ("ms\n```\n", "ms\n", "does not end"),
]


def outcome(text):
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch).resolve()
        for name in ("source/words", "source/tools", "build/tools"):
            (folder / name).mkdir(parents=True)
        (folder / "source/words/kept.txt").write_text("kept\n")
        document = folder / "walk.md"
        document.write_text(text)
        try:
            follow.follow(folder / "source", folder / "build", document, folder / "scratch")
        except follow.Differs as difference:
            return str(difference)
        finally:
            assert [path.name for path in (folder / "source/words").iterdir()] == ["kept.txt"], "the project was touched"
        return ""


said = outcome(RIGHT)
assert said == "", said
for right, wrong, expected in WRONG:
    assert RIGHT.count(right) == 1, right
    said = outcome(RIGHT.replace(right, wrong))
    assert expected in said and "walk.md" in said, f"{wrong!r} gives {said!r}"
print(f"{len(WRONG)} wrong documents were found out")
