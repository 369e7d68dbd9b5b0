// The connection behind a DeskReader. Internal to casebook/.
#pragma once

#include "casebook/desk_reader.h"
#include "casebook/schema.h"
#include "casebook/sql.h"

namespace casebook {

struct DeskReader::Parts {
    explicit Parts(const std::filesystem::path& file)
        : database(file, Database::Mode::read),
          checked((require_current_schema(database), true)),
          taxa(database, "SELECT name FROM assessment_taxa WHERE assessment_id = ? ORDER BY number LIMIT 3"),
          words(database,
                "SELECT text FROM matches WHERE assessment_id = ? AND kind NOT IN ('part', 'context') ORDER BY number "
                "LIMIT 12"),
          first_passage(database,
                        "SELECT substr(text, 1, 120) FROM passages WHERE version_id = ? ORDER BY number LIMIT 1") {}

    // The present row of a statement that selects `row_columns`.
    QueueRow row(Statement& statement, Order order);

    Database database;
    bool checked;
    Statement taxa, words, first_passage;
};

}  // namespace casebook
