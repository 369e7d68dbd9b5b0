"""How ambiguous a name is, measured rather than guessed: fills the `ambiguity` column of prepare.py's tables.

A name that is one word can mean something else in a shop. How likely that is, is measured on four counts:
  - an everyday word of its own language (everyday_words.tsv): low where it is an animal's or plant's plain name there
  - an everyday word of another language, or a word that the trade lexicon uses in another sense (a part, a product, a
    trade or colour word): high
  - a modifier or head of many names ("king", "giant", "rose"): a word in 40 or more longer names says nothing alone
  - three letters or fewer (one Han character): high, it never counts alone
A row that already states its ambiguity keeps the stricter of the two.
"""
import collections
import re
import unicodedata
from pathlib import Path

ORDER = {"": 0, "none": 0, "low": 1, "high": 2}
USES_THAT_SAY_NOTHING = 40


def plain(word):
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f")


def read_words(path):
    words = collections.defaultdict(set)  # word -> languages
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        tag, cells = line.split("\t")
        for word in cells.split():
            words[plain(word)].add(tag)
    return words


def measure(common, trade, products, folder, counts):
    everyday = read_words(Path(folder) / "everyday_words.tsv")
    other_sense = set()
    for table in ("parts.tsv", "context.tsv"):
        path = Path(folder) / table
        if path.exists():
            other_sense.update(plain(line.split("\t")[0]) for line in path.read_text(encoding="utf-8").splitlines()[1:]
                               if " " not in line.split("\t")[0])
    uses = collections.Counter()
    for row in common:
        words = plain(row[0]).replace("-", " ").split()
        if len(words) > 1:
            uses.update(set(words))

    def judge(name, tag):
        word, primary = plain(name), tag.split("-")[0]
        if re.search(r"[\s-]", word):
            return "none"
        is_han = bool(re.match(r"[\u3400-\u9fff]", word))
        if len(word) <= (1 if is_han else 3):
            return "high"
        languages = everyday.get(word, set())
        if languages - {primary} and primary not in languages:
            return "high"
        if word in other_sense or uses[word] >= USES_THAT_SAY_NOTHING:
            return "high"
        return "low" if languages else "none"

    for rows, tag_at, place in ((common, 1, 3), (trade, 1, 4)):
        for row in rows:
            found = judge(row[0], row[tag_at])
            if ORDER[found] > ORDER[row[place]]:
                counts[f"ambiguity raised to {found}"] += 1
                row[place] = found
            row[place] = row[place] or "none"
