// The connection behind a DeskReader. Internal to casebook/.
#pragma once

#include "casebook/desk_reader.h"
#include "casebook/flagged.h"
#include "casebook/schema.h"
#include "casebook/sql.h"
#include "casebook/text_search.h"

namespace casebook {

struct DeskReader::Parts {
    Parts(const std::filesystem::path& file, std::shared_ptr<Flagged> columns)
        : flagged(std::move(columns)),
          database(file, Database::Mode::read),
          checked((require_current_schema(database), true)),
          row_of(database, row_sql),
          taxa(database, "SELECT name FROM assessment_taxa WHERE assessment_id = ? ORDER BY number LIMIT 3"),
          words(database,
                "SELECT text FROM matches WHERE assessment_id = ? AND kind NOT IN ('part', 'context') ORDER BY number "
                "LIMIT 12"),
          first_passage(database,
                        "SELECT substr(text, 1, 120) FROM passages WHERE version_id = ? ORDER BY number LIMIT 1"),
          regimes(database,
                  "SELECT DISTINCT regime || ' ' || listing FROM assessment_regimes WHERE assessment_id = ? LIMIT 3") {}

    // Nothing where there is no such advert. `order`: what its place is told by.
    std::optional<QueueRow> row(ListingId id, Order order);

    // Do the columns answer for this filter?
    bool by_columns(const Filter& filter) const { return flagged && Flagged::answers(filter); }
    // A letter alone is looked for in one text after the other: a page and its bounded counts need few of them.
    bool by_walk(const Filter& filter) const { return letters(filter.text) == 1; }
    // The versions that hold the filter's text; those of the last text are remembered. Of one letter alone: flagged
    // adverts' present ones.
    const Flagged::Versions& found(const Filter& filter);

    std::shared_ptr<Flagged> flagged;
    Database database;
    bool checked;
    Statement row_of, taxa, words, first_passage, regimes;

    struct {
        std::string text;
        std::int64_t data_version = -1;
        Flagged::Versions versions;
    } last_search;

    static constexpr const char* row_sql =
        "SELECT l.id, l.score, l.first_seen_ms, l.level, l.appendix, l.status, v.title, v.price_text, v.seller, "
        "v.location, s.name, l.language, l.assignee, l.gone_ms, l.assessment_id, l.version_id FROM listings l "
        "JOIN versions v ON v.id = l.version_id JOIN sources s ON s.id = l.source_id WHERE l.id = ?";
};

}  // namespace casebook
