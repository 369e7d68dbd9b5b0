"""python3 check_chain.py: checks chain.tsv, custody.tsv and the texts in stamps/ against each other, with nothing but
Python's standard library. Run it in the folder of the package; it says what it found and exits 1 where something is
wrong. How the links are made:

  link(n) of a capture = SHA-256(link(n-1) LF n LF file LF start LF length LF sha256 LF)
  link(n) of the custody log = SHA-256(link(n-1) LF n LF at_ms LF who LF action LF detail LF sha256 LF captures LF head LF)
  link(0) = SHA-256("citeswatch evidence chain 1") and SHA-256("citeswatch custody log 1")
"""
import csv
import glob
import hashlib
import sys
import zipfile

wrong = []


def rows(name):
    with open(name, encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def sha256(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def walk(name, table, number_of, columns, origin):
    links = {0: origin}
    for row in table:
        number = int(row[number_of])
        if number - 1 in links:  # else a stretch begins here: the entry before is not part of this package
            fields = [links[number - 1], row[number_of]] + [row[column] for column in columns]
            if sha256("".join(field + "\n" for field in fields)) != row["link"]:
                wrong.append("%s: the link of entry %d is not that of its fields" % (name, number))
        links[number] = row["link"]
    return links


chain = walk("chain.tsv", rows("chain.tsv"), "capture", ["file", "start", "length", "sha256"],
             sha256("citeswatch evidence chain 1"))
custody = walk("custody.tsv", rows("custody.tsv"), "number",
               ["at_ms", "who", "action", "detail", "sha256", "captures", "head"], sha256("citeswatch custody log 1"))

with zipfile.ZipFile("evidence.wacz") as package:
    warc = package.read("archive/evidence.warc.gz")
captures = rows("captures.tsv")
for row in captures:
    start, length = int(row["start_in_evidence.warc.gz"]), int(row["length"])
    if hashlib.sha256(warc[start:start + length]).hexdigest() != row["sha256"]:
        wrong.append("capture %s: its bytes are not those of its digest" % row["capture"])
    if chain.get(int(row["capture"])) != row["link"]:
        wrong.append("capture %s: is not in the chain" % row["capture"])

stamps = sorted(glob.glob("stamps/*.txt"))
for name in stamps:
    with open(name, encoding="utf-8") as text:
        heads = dict((line.split()[0], line.split()[1:]) for line in text.read().splitlines()[1:])
    for what, links in (("captures", chain), ("custody", custody)):
        number, link = int(heads[what][0]), heads[what][1]
        if links.get(number) != link:
            wrong.append("%s: the head of %s it names is not the one here" % (name, what))

for line in wrong:
    print("WRONG:", line)
print("%d captures, %d links, %d custody entries, %d stamped texts: %s" % (
    len(captures), len(chain) - 1, len(custody) - 1, len(stamps), "WRONG" if wrong else "as they should be"))
sys.exit(1 if wrong else 0)
