// The flagged adverts as columns in memory: the queue, exact counts and figures over any of them in a few milliseconds,
// also where a million adverts are kept (some 60 bytes a flagged one).
//
// What a flag rests on is only ever appended to the casebook: assessments, verdicts, assignments. Each question first
// takes in what was appended since the last; a purge may give numbers out anew, and then all is read again. Answers are
// those of Selection and Summary, which count in SQL, as of the last commit. Any thread. Throws StoreError, and
// std::invalid_argument for a date that cannot be read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "casebook/desk_reader.h"

namespace casebook {

class Flagged {
  public:
    explicit Flagged(const std::filesystem::path& file);  // read by the first question
    ~Flagged();

    // Unflagged adverts, platforms, picked adverts and words of no kind that names a taxon are asked of the tables.
    static bool answers(const Filter& filter);

    // Of a filter with a text: `found` are the versions that hold it, as the search index found them.
    using Versions = std::vector<std::int64_t>;
    std::vector<StatusCount> counts(const Filter& filter, const Versions& found);  // whatever status the filter names
    std::int64_t count(const Filter& filter, const Versions& found);
    Figures figures(const Filter& filter, const Versions& found);
    // Ids and, for the order asked for, keys; one more than the walk's limit where there are more.
    std::vector<Place> page(const Filter& filter, const Versions& found, const Walk& walk);

    std::vector<std::string> languages();  // most frequent first

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace casebook
