// An analyst's writes: decisions, notes, assignments, saved searches, proposed list changes.
//
// Everything is appended to the trail with the analyst's name; nothing is rewritten, and undoing is another entry. A
// decision says which assessment and which earlier decision it was made on: where either has changed meanwhile, it is
// not recorded and comes back as stale, so that nobody overrules a colleague or a new text unseen. Works beside a crawl
// (each call is one short transaction that waits its turn). One thread at a time. Throws StoreError.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "casebook/records.h"

namespace casebook {

// What the analyst saw when deciding.
struct Seen {
    ListingId listing{};
    std::int64_t assessment = 0;
    std::int64_t verdict = 0;  // the last one then, notes aside; 0: none
};

struct Decision {
    std::string who;
    std::string verdict;  // confirmed | dismissed | unsure | new (reopened)
    std::string reason, note;
};

struct Decided {
    std::vector<ListingId> stale;  // not touched: something else has happened to them
    std::int64_t recorded = 0;
    std::int64_t batch = 0;  // names all entries of a decision on several; 0 for one alone
};

struct ListChange {
    std::string word, language, kind;  // the entry that raised false alarms
    std::string file, row;
};

class Desk {
  public:
    explicit Desk(const std::filesystem::path& file);
    ~Desk();
    Desk(Desk&&) noexcept;

    Decided decide(std::span<const Seen> seen, const Decision& decision, Milliseconds now);
    // Takes back a standing verdict, or all of its batch that still stand; each advert gets its earlier status again.
    Decided undo(std::int64_t verdict, bool whole_batch, const std::string& who, Milliseconds now);
    void note(ListingId listing, const std::string& who, const std::string& text, Milliseconds now);
    // An empty assignee takes the advert from whoever has it. Stale where it was not `expected`'s any more.
    Decided assign(std::span<const ListingId> listings, const std::optional<std::string>& expected,
                   const std::string& assignee, const std::string& who, Milliseconds now);

    void save_search(const std::string& owner, const std::string& name, const std::string& query, Milliseconds now);
    void forget_search(const std::string& owner, std::int64_t id);
    void propose(const ListChange& change, std::int64_t adverts, const std::string& who, Milliseconds now);

    struct Parts;

  private:
    std::unique_ptr<Parts> parts_;
};

}  // namespace casebook
