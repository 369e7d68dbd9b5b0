// A watch list: words an analyst looks for beside what the species lists hold. Plain values; whoever reads the file
// (TSV or TOML) checks them row by row and leaves out what has expired, the loader resolves the taxa.
//
// A term names listed taxa, or nothing but a note: then a hit stands under that note, as a taxon of rank `watched` that
// no Appendix lists.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace detector {

struct WatchTerm {
    std::string text;
    std::string language = "und";   // BCP 47
    std::vector<std::string> taxa;  // scientific names, accepted or synonyms
    std::string note;               // why it is watched; needed where there are no taxa
    int weight = 2;                 // 1: look when there is time, 2, 3: look now
    std::string needs = "trade";    // none | part | price | trade | context:a,b,c: what else the advert must hold
    std::string expiry;             // last day it counts, ISO; empty: no end
    std::uint32_t line = 0;
};

struct WatchList {
    std::string file;  // as messages and flags name it
    std::string name;  // short, for people: the version of the lists says "+ watch <name>"
    std::vector<WatchTerm> terms;
};

}  // namespace detector
