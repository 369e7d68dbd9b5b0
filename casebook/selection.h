// A Filter as SQL: which index to walk, the WHERE clause over `listings l`, and its values. Internal to casebook/.
//
// Two ways lead to the adverts a filter means. Where few can pass (a seller, a rare taxon, a rare word, some days),
// they are looked up and sorted. Where many do, the queue is walked in its order along an index that holds every column
// the desk filters by, and whoever passes is there already: a page of common things costs no more than one of rare
// things. Which of the two is decided by counting candidates, never further than to `few`.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "casebook/reader.h"
#include "casebook/sql.h"

namespace casebook {

class Selection {
  public:
    // Candidates that are looked up and sorted rather than met on a walk: some 50 ms of work.
    static constexpr std::int64_t usual_few = 20'000;

    // What for: adverts in an order, or figures over all of them in none. Words that many adverts hold are asked of
    // each advert on a walk, and lead to the adverts where all of them are counted.
    enum class Use : std::uint8_t { by_score, by_time, figures };

    // A date that cannot be read is std::invalid_argument, with the remedy.
    Selection(Database& database, const Filter& filter, Use use = Use::by_score, std::int64_t few = usual_few);

    // "listings l", with the index to use: SELECT ... FROM from() ... WHERE where().
    const std::string& from() const { return from_; }
    const std::string& where() const { return where_; }
    // Binds the values from parameter `first` on (1: after a reset); returns the number of the next free parameter.
    int bind(Statement& statement, int first = 1) const { return bind(statement, values_, first); }

    // Where the kept counts answer: the same adverts as conditions on `tallies l`; empty where they cannot.
    const std::string& tally_where() const { return tally_where_; }
    int bind_tally(Statement& statement) const { return bind(statement, facet_values_, 1); }
    // By level and status alone: `taxon_tallies` answer, too.
    bool by_level_and_status() const { return by_level_and_status_; }

  private:
    using Values = std::vector<std::variant<std::int64_t, std::string>>;

    void add_facets(Database& database, const Filter& filter);
    void add_taxon(Database& database, const std::string& taxon);
    void add_regimes(Database& database, const std::vector<std::string>& regimes);
    void add_platform(const std::vector<std::string>& platform);
    void add_desk(const Filter& filter);
    void add_word(const Filter& filter);
    void add_text(Database& database, const std::string& text);
    void choose_index(Database& database, const Filter& filter);
    void add(const std::string& clause, const Values& values = {});
    static int bind(Statement& statement, const Values& values, int first);

    std::string from_ = "listings l", where_ = "1", tally_where_, facets_;
    Values values_, facet_values_;
    std::vector<std::int64_t> sources_;
    const Use use_;
    const std::int64_t few_;
    bool by_ids_ = false;   // the candidates are few, and looked up
    bool by_hits_ = false;  // the adverts are come to by the words in them
    bool by_level_and_status_ = false;
};

// Does the filter ask for nothing but what the kept counts and the queue's indexes hold?
bool only_facets(const Filter& filter);

// Ids in `taxa` of a taxon, by scientific name or id, and of those below it.
std::vector<std::int64_t> taxa_named(Database& database, const std::string& taxon);

// Every regime and listing beside the Appendices that an assessment names: ("EU", "A") ..., in order.
std::vector<std::pair<std::string, std::string>> regimes_of(Database& database);

// SQL for the host (without port) of the URL in `column`; NULL where there is none.
std::string host_of_url(const std::string& column);

}  // namespace casebook
