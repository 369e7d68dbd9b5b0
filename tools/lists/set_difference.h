// What changed between two list sets. Taxa are the same when their Species+ id is, or else their name; a name that the
// later set holds as a synonym was renamed, not lost. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "tools/lists/list_set.h"

namespace tools::lists {

// Another listing under a regime beside the Appendices; one side is empty where it is new or gone.
struct Relisted {
    std::string taxon, regime, before, after;
};

struct SetDifference {
    using Pair = std::pair<const Taxon*, const Taxon*>;  // before, after; point into the sets compared
    std::vector<const Taxon*> added, gone;
    std::vector<Pair> moved;      // another Appendix
    std::vector<Pair> annotated;  // another annotation
    std::vector<Pair> renamed;
    std::vector<Relisted> relisted;                     // under regimes that both sets hold
    std::size_t names_added = 0, names_gone = 0;        // common names, by (name, language)
    std::size_t synonyms_added = 0, synonyms_gone = 0;  // by name

    bool empty() const {
        return added.empty() && gone.empty() && moved.empty() && annotated.empty() && renamed.empty() &&
               relisted.empty() && names_added + names_gone + synonyms_added + synonyms_gone == 0;
    }
};

// Both sets must outlive the result.
SetDifference difference(const ListSet& before, const ListSet& after);

// A name that a replacing set takes out of the lists below it.
struct TakenOut {
    std::string name;
    std::string now;  // the accepted name that took its place; empty: listed no more
};

// What `current` holds and a complete list `replacement` does not: neither listed there, nor the genus, family, order
// or class of something listed there. A list of another regime than CITES takes out only what it alone had listed.
std::vector<TakenOut> taken_out(const ListSet& current, const ListSet& replacement);

}  // namespace tools::lists
