#!/usr/bin/env python3
"""A made-up "Index of CITES Species" of real size, to measure `citeswatch lists import` with.

    tests/bench/make_checklist_index.py csv|json OUTPUT [ROWS]

38,000 rows (the default) come to about 98 MB, as the real download does: most of it is annotations and countries.
Names are generated; nothing of the official list is in it."""
import csv
import itertools
import json
import random
import sys

SYLLABLES = "ba co di fu ga hi jo ka lu me ni po qua ri sa te ul vo xi za".split()
COUNTRIES = [f"Country of {a}{b}" for a in "ABCDEFGHIJ" for b in "klmnopqrst"]


def names(rng):
    seen = set()
    while True:
        genus = "".join(rng.choices(SYLLABLES, k=3)).capitalize() + "us"
        for _ in range(8):
            epithet = "".join(rng.choices(SYLLABLES, k=4)) + "ensis"
            if (genus, epithet) not in seen:
                seen.add((genus, epithet))
                yield genus, epithet


def main():
    kind, output = sys.argv[1], sys.argv[2]
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else 38_000
    rng = random.Random(8)
    taxa = list(itertools.islice(names(rng), rows))
    note = ("<p>All parts and derivatives, <i>except</i>:</p> a) seeds, spores and pollen; b) tissue cultures; " * 8)[:700]
    with open(output, "w", encoding="utf-8", newline="") as file:
        if kind == "csv":
            header = ("TaxonId Kingdom Phylum Class Order Family Genus Species Subspecies FullName AuthorYear RankName "
                      "CurrentListing FullAnnotationEnglish AnnotationEnglish AnnotationSpanish AnnotationFrench "
                      "#AnnotationSymbol #Annotation SynonymsWithAuthors EnglishNames SpanishNames FrenchNames "
                      "CitesAccepted All_DistributionISOCodes All_DistributionFullNames").split()
            table = csv.writer(file, lineterminator="\n")
            table.writerow(header)
        else:
            file.write("[")
        for number, (genus, epithet) in enumerate(taxa):
            listing = rng.choice(["I", "II", "II", "II", "II", "III", "I/II"])
            author = f"(Maker & Other, {1800 + number % 200})"
            synonyms = [f"{g}ia {e}a Former, Else & Poe, {1900 + number % 90}" for g, e in rng.sample(taxa, rng.randint(0, 2))]
            english = [f"{genus} {word}" for word in rng.sample(["Lily", "Frog", "Parrot", "Shark", "Orchid"], 2)]
            countries = rng.sample(COUNTRIES, 12)
            if kind == "csv":
                table.writerow([number + 1, "Animalia", "Chordata", "Reptilia", "Madeuporder", "Madeupidae", genus, epithet,
                                "", f"{genus} {epithet}", author, "SPECIES", listing, f"Appendix {listing}: {note}\n{note}",
                                note, "", "", "#4" if listing == "II" else "", "", ", ".join(synonyms), ", ".join(english),
                                "", "", "true", "AA, BB", ", ".join(countries)])
                continue
            record = {"id": number + 1, "kingdom_name": "Animalia", "family_name": "Madeupidae", "genus_name": genus,
                      "full_name": f"{genus} {epithet}", "author_year": author, "rank_name": "SPECIES",
                      "cites_accepted": True, "synonyms_with_authors": synonyms, "english_names": english,
                      "countries_iso_codes": countries, "current_listing": listing,
                      "current_listing_changes": [{"species_listing_name": listing.split("/")[0],
                                                   "change_type_name": "ADDITION", "is_current": True,
                                                   "effective_at_formatted": "02/01/2017", "hash_ann_symbol": "#4",
                                                   "full_note": note, "short_note": note}]}
            file.write(("," if number else "") + "\n" + json.dumps(record, ensure_ascii=False))
        if kind == "json":
            file.write("\n]\n")


if __name__ == "__main__":
    main()
