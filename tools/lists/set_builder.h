// Collects what an importer reads into a ListSet in which every name stands once: downloads name a taxon in several
// rows (one a listing, one a party), and repeat synonyms and common names. One thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "tools/lists/list_set.h"
#include "tools/lists/listing_words.h"

namespace tools::lists {

class SetBuilder {
  public:
    // A second row of the same name joins its Appendices to the first; whatever the first left empty is filled.
    void add_taxon(Taxon taxon, const Appendices& appendices);
    bool has_taxon(const std::string& name) const { return by_name_.contains(name); }

    void add_synonym(const std::string& name, const std::string& accepted, const Place& place);
    void add_common_name(const std::string& name, const std::string& language, const std::string& taxon,
                         const Place& place);
    void add_listing(RegimeListing listing);
    void add_watch_term(WatchTerm term) { set_.watch_terms.push_back(std::move(term)); }

    void add_problem(const Place& place, std::string text) { problems_.push_back({place, std::move(text)}); }
    void note(const std::string& what) { ++notes_[what]; }  // counted facts: "rows of taxa no longer listed (NC)"

    // When a listing took effect: the list is no older than the newest of them.
    void took_effect(const std::string& iso) { newest_ = std::max(newest_, iso); }

    const std::vector<RowProblem>& problems() const { return problems_; }
    const std::map<std::string, std::size_t>& notes() const { return notes_; }
    const std::string& newest_listing() const { return newest_; }  // ISO; empty: none says

    ListSet finish();  // afterwards the builder is spent

  private:
    ListSet set_;
    std::vector<Appendices> appendices_;  // parallel to set_.taxa
    std::unordered_map<std::string, std::size_t> by_name_;
    std::unordered_map<std::string, std::size_t> common_;
    std::unordered_set<std::string> seen_;
    std::vector<RowProblem> problems_;
    std::map<std::string, std::size_t> notes_;
    std::string newest_;
};

}  // namespace tools::lists
