// A set of lists in memory: taxa, synonyms, common names and what each regime says of them. What the importers fill,
// the writer turns into a folder the detector reads, and `lists diff|stats|check|search` look at.
//
// Plain values, one thread, no invariants beyond those named; SetBuilder (set_builder.h) keeps names unique.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "detector/watch_list.h"

namespace tools::lists {

struct Place {  // where a row came from: file and line, so that a finding can be looked up
    std::string file;
    std::uint64_t line = 0;
};

struct Taxon {
    std::string id;      // Species+ taxon id, "x..." where none is known
    std::string name;    // accepted scientific name
    std::string author;  // empty when unknown
    std::string rank;    // lower case: species, subspecies, variety, genus, subfamily, family, order, class
    std::string kingdom, klass, order, family;
    std::string appendix;    // I, I/II, II, III; empty: not in the CITES Appendices
    std::string annotation;  // "#4", empty where the listing has none
    bool whole = true;       // genus and above: every species below is listed
    bool derived = false;    // of genera.tsv or higher_taxa.tsv: stands over listed species, not listed itself
    std::string source;
    Place place;
};

struct Synonym {
    std::string name;
    std::string accepted;  // scientific name of the taxon meant
    std::string source;
    Place place;
};

struct CommonName {
    std::string name;
    std::string language;           // BCP 47
    std::vector<std::string> taxa;  // scientific names; several where one name serves many
    std::string ambiguity;          // none, low, high; empty: not measured
    std::string source;
    Place place;
};

// What one regime says of a taxon: CITES Appendix, EU Annex, a national category.
struct RegimeListing {
    std::string taxon;       // scientific name
    std::string regime;      // "CITES", "EU", or the name given to a national list
    std::string listing;     // as the regime writes it: "I", "A", "Annex 1"
    std::string annotation;  // "#4", or empty
    std::string since;       // ISO date, empty when unknown
    std::string note;        // the regime's own annotation as plain text, shortened; party of an Appendix III listing
    Place place;
};

// A row of an analyst's own watch list.
struct WatchTerm : detector::WatchTerm {
    Place place;
};

// A code word of the shipped kind (code_words.tsv), as far as `lists check` looks at it.
struct CodeWord {
    std::string term, language, needs;
    std::vector<std::string> taxa;
    Place place;
};

// What is known of the origin of a set; kept in its set.tsv.
struct Provenance {
    std::string name;     // folder name
    std::string kind;     // "Checklist index CSV", ...
    std::string regimes;  // "CITES", "CITES; EU"
    std::string date;     // of the list, ISO; empty where nobody says
    std::string licence;
    std::string imported;                                    // ISO date and time, UTC
    std::vector<std::pair<std::string, std::string>> files;  // name, SHA-256
    bool replaces = false;  // taxa the set does not hold are taken out of the sets below it
};

struct ListSet {
    Provenance provenance;
    std::vector<Taxon> taxa;
    std::vector<Synonym> synonyms;
    std::vector<CommonName> common_names;
    std::vector<RegimeListing> listings;
    std::vector<WatchTerm> watch_terms;
    std::vector<CodeWord> code_words;
};

// A row that was passed over, or whose doubtful part was.
struct RowProblem {
    Place place;
    std::string text;
};

}  // namespace tools::lists
