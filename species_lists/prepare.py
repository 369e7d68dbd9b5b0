#!/usr/bin/env python3
"""Makes the shipped tables of species_lists/ from the gathered sources: prepare.py SOURCE_DIR [OUTPUT_DIR]

SOURCE_DIR holds species/*.tsv, lexicon/*.tsv and vocab/*.csv as gathered (columns: README.md). The hand-kept tables
beside this script (inflections.tsv, everyday_words.tsv, stop_words.tsv, *.citeswatch.tsv) are never written.
Every rule that changes or drops a row is a function below with the reason; what was done is counted on stderr.
"""
import collections
import csv
import html
import re
import sys
import unicodedata
from pathlib import Path

COUNTS = collections.Counter()

# ISO 639-3 codes and retired tags that have a two-letter BCP 47 form; Malay as spoken in Malaysia is plain "ms".
LANGUAGES = {"zlm": "ms", "pan": "pa", "kan": "kn", "san": "sa", "cym": "cy", "bng": "bn", "dzo": "dz", "kik": "ki",
             "ton": "to", "kas": "ks", "no": "nb", "iu": "iu"}

# The word for "or" that joins two names in one cell.
OR_WORDS = {"en": " or ", "fr": " ou ", "pt": " ou ", "es": " o ", "it": " o ", "de": " oder ", "nl": " of ",
            "sv": " eller ", "da": " eller ", "nb": " eller ", "fi": " tai ", "id": " atau ", "ms": " atau ",
            "pl": " lub ", "cs": " nebo ", "hr": " ili ", "sl": " ali ", "tr": " veya "}

# A bracket holding one of these narrows the name to a subspecies or a group: the bare name would say too much.
NARROWING = re.compile(r"\b(ssp|subsp|var|poddruh|ondersoort|underart|alalaji|podgat)", re.I)
GROUP = re.compile(r"(\bgr\b|grupp|groep|group)", re.I)
# Of a whale, but no tooth, as the gathered list has it.
AMBERGRIS = re.compile(r"[aáâ]mb[are]|graue ambra|grijze amber|szara ambra|.*амбра|akamber|عنبر |अंबर|अम्बर|एम्बर|एंबर|"
                       r"व्हेल की उल्टी|তিমির বমি|অ্যাম্বারগ্রিস|อำพันทะเล|อ้วก|long diên|muntah|kotoran|"
                       r"[龙龍]涎香|용연향|matapishi", re.I)

# Family-group names of the trade lists that are no rank of the taxa table: what they stand for there.
STANDS_FOR = {
    "Lutrinae": ["Aonyx", "Enhydra", "Hydrictis", "Lontra", "Lutra", "Lutrogale", "Pteronura"],
    "Loriidae": ["Psittacidae"],
    "Phoenicopteriformes": ["Phoenicopteridae"],
    "Cnidaria": ["Scleractinia", "Antipatharia"],
    "Nardostachys jatamansi": ["Nardostachys grandiflora"],
}


def read_tsv(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        header = next(file).rstrip("\n").split("\t")
        for number, line in enumerate(file, 2):
            cells = line.rstrip("\n").split("\t")
            if len(cells) < len(header):
                cells += [""] * (len(header) - len(cells))
            yield dict(zip(header, cells))


def write_tsv(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write("\t".join(header) + "\n")
        for row in rows:
            cells = [str(cell) for cell in row]
            assert not any("\t" in cell or "\n" in cell for cell in cells), row
            file.write("\t".join(cells) + "\n")
    print(f"{path.name}: {len(rows)} rows", file=sys.stderr)


def plain(text, keep_joiners=False):
    """NFC, entities undone, no control or invisible characters, single spaces."""
    text = unicodedata.normalize("NFC", html.unescape(text)).replace("\u00a0", " ")
    kept = (c for c in text if keep_joiners or unicodedata.category(c) not in ("Cc", "Cf") or c in "\u200c\u200d")
    return re.sub(r"\s+", " ", "".join(kept)).strip(" \t,;:")


def unmangled(name):
    """UTF-8 once read as Latin-1 and lower-cased: 'chamã¤leon' was 'chamäleon'."""
    candidate = re.sub("[ãå](?=[\u0080-\u00bf])", lambda m: m.group().upper(), name)
    if not re.search("[ÃÅáâÂ][\u0080-\u00bf]", candidate):
        return name
    try:
        fixed = candidate.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return name
    COUNTS["mangled encoding undone"] += 1
    return fixed


def language(tag):
    return LANGUAGES.get(tag, tag)


def split_alternatives(name, tag):
    """'Crested/Maghreb Lark' -> both larks; 'Addax of Mendes-antiloop' -> both names."""
    parts = [part.strip() for part in name.split("/")]
    if len(parts) == 1:
        joint = OR_WORDS.get(tag.split("-")[0])
        parts = [part.strip() for part in name.split(joint)] if joint else parts
    if len(parts) == 1:
        return parts
    COUNTS["names split at / or 'or'"] += 1
    if any(part.endswith("-") for part in parts):  # 'Cuba- of ruitkrokodil': the first is no whole word
        parts = [part for part in parts if not part.endswith("-")]
    head = parts[-1].split(" ")
    if len(head) > 1:  # 'Crested/Maghreb Lark': a lone modifier shares the head of the last
        parts = [part if len(part.split(" ")) > 1 or tag.split("-")[0] not in ("en",) else f"{part} {head[-1]}"
                 for part in parts]
    return parts


def clean_name(raw, tag):
    """One cell of common_names -> the names it holds (none where it holds none)."""
    if re.search(r"=[0-9A-F]{2}", raw):  # quoted-printable cut in the middle: beyond repair
        COUNTS["broken encoding"] += 1
        return []
    name = plain(raw)
    if name != raw:
        COUNTS["entities, spaces and invisible characters undone"] += 1
    name = unmangled(name).replace("S:t ", "Sankt ")  # Swedish for Saint
    if ":" in name:
        COUNTS["a remark, no name"] += 1
        return []
    name = re.sub(r"(?<=[^\W\d])\d$", "", name)  # a footnote mark: 'amazone1'
    if re.match(r"^[^()\[\]]*[(\[][^()\[\]]*$", name):  # a bracket never closed: the cell was cut
        COUNTS["cut cells"] += 1
        return []
    names = []
    bracket = re.search(r"\s*[(\[]([^()\[\]]*)[)\]]\s*", name)
    if bracket:
        COUNTS["brackets resolved"] += 1
        inside, outside = bracket.group(1).strip(" ="), (name[:bracket.start()] + " " + name[bracket.end():]).strip()
        if NARROWING.search(inside) or re.match(r"^[A-Z]\.", inside):
            COUNTS["names narrowed to a subspecies by a note: dropped"] += 1
            return []
        if GROUP.search(inside) or not outside or "inkl" in inside:
            names = [outside]
        elif bracket.start() == 0:
            names = [f"{inside} {outside}"]
        elif bracket.end() == len(name) and not inside[:1].islower() or re.search(r"[\u4e00-\u9fff]", inside):
            names = [outside, inside]
        elif bracket.end() == len(name):
            names = [outside, inside] if " " not in inside else [outside]
        else:
            names = [f"{name[:bracket.start()]} {inside} {name[bracket.end():]}"]
    else:
        names = [name]
    out = []
    for each in names:
        if "," in each or "、" in each or ";" in each:
            pieces = [p.strip() for p in re.split(r"[,;、]", each) if p.strip()]
            COUNTS["names split at a comma"] += 1
            if len(pieces) == 2 and tag.startswith("en") and pieces[1][:1].islower() is False and " " not in pieces[0] \
                    and len(pieces[1].split()) <= 2:
                each_list = [f"{pieces[1]} {pieces[0]}"]  # 'Parrot, Grey'
            else:
                each_list = pieces
        else:
            each_list = [each]
        for one in each_list:
            out += split_alternatives(one, tag)
    result = []
    for one in out:
        one = plain(one).strip(" .-*?!\"'")
        letters = sum(c.isalpha() for c in one)
        if letters < 2 and not re.search(r"[\u4e00-\u9fff]", one) or len(one) > 70:
            COUNTS["no name in it"] += 1
            continue
        result.append(re.sub(r"\s+", " ", one))
    return result


def strictest(appendices):
    """Of a group: one Appendix where all agree, I/II where I and II both occur, else the stricter."""
    found = set(appendices) - {""}
    if len(found) == 1:
        return found.pop()
    return "I/II" if found & {"I", "I/II"} else "II"


# Families, orders and the like that the Appendices list whole ("spp."), domestic and other stated exceptions aside.
LISTED_WHOLE = set("""
Primates Cetacea Crocodylia Psittaciformes Falconiformes Strigiformes Acipenseriformes Scleractinia Antipatharia
Felidae Ursidae Elephantidae Rhinocerotidae Tapiridae Manidae Trichechidae Dugongidae Lemuridae Indriidae
Cheirogaleidae Lepilemuridae Daubentoniidae Hylobatidae Hominidae Galagidae Lorisidae Tarsiidae Cebidae Callitrichidae
Atelidae Pitheciidae Aotidae Cercopithecidae Tupaiidae Moschidae Ornithorhynchidae Bradypodidae Balaenidae
Balaenopteridae Delphinidae Monodontidae Phocoenidae Physeteridae Ziphiidae Platanistidae Iniidae Eschrichtiidae
Trochilidae Otididae Gruidae Phoenicopteridae Paradisaeidae Musophagidae Bucerotidae Psittacidae Cacatuidae Strigidae
Tytonidae Accipitridae Falconidae Cathartidae Pandionidae Sagittariidae Balaenicipitidae Alligatoridae Crocodylidae
Gavialidae Boidae Pythonidae Loxocemidae Bolyeriidae Tropidophiidae Testudinidae Cheloniidae Dermochelyidae
Carettochelyidae Dermatemydidae Platysternidae Podocnemididae Helodermatidae Varanidae Chamaeleonidae Cordylidae
Lanthanotidae Shinisauridae Xenosauridae Dendrobatidae Centrolenidae Acipenseridae Polyodontidae Pristidae Mobulidae
Carcharhinidae Sphyrnidae Alopiidae Lamnidae Rhinobatidae Rhinidae Glaucostegidae Rhincodontidae Cetorhinidae
Tridacnidae Milleporidae Stylasteridae Tubiporidae Helioporidae Coenothecalia Orchidaceae Cactaceae Cyatheaceae
Dicksoniaceae Cycadaceae Zamiaceae Stangeriaceae Nepenthaceae Didiereaceae Syngnathidae
""".split()) - {"Syngnathidae", "Tropidophiidae", "Dicksoniaceae"}


def higher_taxa(taxa, genera):
    """Families, orders and classes over the listed species, with what part of them is listed."""
    groups = collections.OrderedDict()
    for taxon in taxa:
        for rank in ("family", "order", "class"):
            name = taxon[rank]
            if not name:
                continue
            group = groups.setdefault(name, {"rank": rank, "appendices": [], "species": 0, "of": taxon})
            group["appendices"].append(taxon["appendix"])
            group["species"] += taxon["rank"] == "species"
    rows = []
    for name, group in sorted(groups.items()):
        of, rank = group["of"], group["rank"]
        rows.append([name, rank, of["kingdom"], of["class"] if rank != "class" else name,
                     of["order"] if rank == "family" else (name if rank == "order" else ""),
                     name if rank == "family" else "", strictest(group["appendices"]),
                     "full" if name in LISTED_WHOLE else "partial", group["species"]])
    return rows


ACCEPTED_FOR = {}  # synonym -> accepted names


def resolve_taxa(cell, known, where):
    out = []
    for name in cell.split(";"):
        name = re.sub(r"\s+spp?\.?$", "", name.strip())
        if not name:
            continue
        if name in known:
            out.append(name)
        elif name in ACCEPTED_FOR:
            out += ACCEPTED_FOR[name]
        elif name in STANDS_FOR:
            out += [n for n in STANDS_FOR[name] if n in known]
        else:
            COUNTS[f"unknown taxon {name}"] += 1
    return ";".join(dict.fromkeys(out))


def main():
    source = Path(sys.argv[1])
    output = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parent
    taxa = list(read_tsv(source / "species/taxa.tsv"))
    genera = list(read_tsv(source / "species/genera.tsv"))
    synonyms = list(read_tsv(source / "species/synonyms.tsv"))
    higher = higher_taxa(taxa, genera)

    write_tsv(output / "taxa.tsv",
              ["taxon_id", "scientific_name", "rank", "kingdom", "class", "order", "family", "appendix",
               "annotation_symbol", "source"],
              [[plain(t[k]) for k in ("taxon_id", "scientific_name", "rank", "kingdom", "class", "order", "family",
                                      "appendix", "annotation_symbol", "source")] for t in taxa])
    write_tsv(output / "genera.tsv",
              ["genus", "family", "order", "class", "kingdom", "appendix", "coverage", "species"],
              [[plain(g[k]) for k in ("genus", "family", "order", "class", "kingdom")] +
               [strictest(g["appendix"].split("/")), g["coverage"], g["species"]] for g in genera])
    write_tsv(output / "higher_taxa.tsv",
              ["name", "rank", "kingdom", "class", "order", "family", "appendix", "coverage", "species"], higher)

    accepted = {t["scientific_name"] for t in taxa}
    known = accepted | {g["genus"] for g in genera} | {h[0] for h in higher}
    write_tsv(output / "synonyms.tsv", ["synonym", "accepted_name", "taxon_id", "source"],
              [[plain(s["synonym"]), s["accepted_name"], s["taxon_id"], s["source"]] for s in synonyms
               if s["accepted_name"] in accepted and plain(s["synonym"]) != s["accepted_name"]])

    for synonym in synonyms:
        if synonym["accepted_name"] in accepted:
            ACCEPTED_FOR.setdefault(plain(synonym["synonym"]), []).append(synonym["accepted_name"])

    merged = collections.OrderedDict()
    for row in read_tsv(source / "species/common_names.tsv"):
        tag = language(row["language"])
        if row["accepted_name"] not in known:
            COUNTS["common name of an unknown taxon"] += 1
            continue
        for name in clean_name(row["name"], tag):
            if name.lower() == row["accepted_name"].lower():
                COUNTS["common name equal to the scientific name"] += 1
                continue
            key = (name.lower(), tag)
            entry = merged.setdefault(key, {"name": name, "taxa": [], "sources": []})
            if row["accepted_name"] not in entry["taxa"]:
                entry["taxa"].append(row["accepted_name"])
            for each in row["source"].split("; "):
                if each not in entry["sources"]:
                    entry["sources"].append(each)
    rows = [[e["name"], tag, ";".join(e["taxa"]), "", "; ".join(e["sources"])]
            for (_, tag), e in sorted(merged.items())]
    common = rows

    trade = []
    for row in read_tsv(source / "lexicon/trade_names.tsv"):
        names = resolve_taxa(row["taxon"], known, "trade_names")
        if names:
            trade.append([plain(row["name"], True), language(row["language"]), names, row["kind"], row["ambiguity"],
                          row["source"]])
    products = []
    for row in read_tsv(source / "lexicon/products.tsv"):
        names = resolve_taxa(row["taxa"], known, "products")
        if names:
            part = "DER" if AMBERGRIS.match(row["term"]) and row["cites_term"] == "TEE" else row["cites_term"]
            products.append([plain(row["term"], True), language(row["language"]), names, part, row["ambiguity"],
                             row["source"]])
    codes = [[plain(r["term"], True), language(r["language"]), r["means"],
              resolve_taxa(r["taxa"], known, "code_words"), r["confidence"], r["needs"], r["false_friends"],
              r["source"]] for r in read_tsv(source / "lexicon/code_words.tsv")]
    emoji = [[r["emoji"], resolve_taxa(r["taxa"], known, "emoji"), r["role"], r["note"]]
             for r in read_tsv(source / "lexicon/emoji.tsv")]

    from everydayness import measure  # beside this file: how common a name is as an ordinary word
    measure(common, trade, products, output, COUNTS)

    write_tsv(output / "common_names.tsv", ["name", "language", "taxa", "ambiguity", "source"], common)
    write_tsv(output / "trade_names.tsv", ["name", "language", "taxa", "kind", "ambiguity", "source"], trade)
    write_tsv(output / "products.tsv", ["term", "language", "taxa", "cites_term", "ambiguity", "source"], products)
    write_tsv(output / "code_words.tsv",
              ["term", "language", "means", "taxa", "confidence", "needs", "false_friends", "source"], codes)
    write_tsv(output / "emoji.tsv", ["emoji", "taxa", "role", "note"], emoji)
    write_tsv(output / "parts.tsv", ["term", "language", "cites_term", "source"],
              [[plain(r["term"], True), language(r["language"]), r["cites_term"], r["source"]]
               for r in read_tsv(source / "lexicon/parts.tsv")])
    write_tsv(output / "context.tsv", ["term", "language", "role", "weight", "note", "source"],
              [[plain(r["term"], True), language(r["language"]), r["role"], r["weight"], r["note"], r["source"]]
               for r in read_tsv(source / "lexicon/context.tsv")])
    for name in ("evasions", "annotations"):  # evasions holds invisible characters on purpose: copied byte for byte
        (output / f"{name}.tsv").write_bytes((source / f"lexicon/{name}.tsv").read_bytes())
    for name in ("cites_terms", "cites_units", "cites_purposes", "cites_source_codes", "family_terms"):
        with open(source / f"vocab/{name}.csv", encoding="utf-8", newline="") as file:
            table = list(csv.reader(file))
        write_tsv(output / f"{name}.tsv", [cell.lower() for cell in table[0]],
                  [[plain(cell) for cell in row] for row in table[1:]])
    for what, count in sorted(COUNTS.items()):
        print(f"  {count:6d} {what}", file=sys.stderr)


if __name__ == "__main__":
    main()
