// The tables, as a list of migrations (migrations/): order is important, add new ones at the end, never change one
// that shipped.
//
// `user_version` is the number of migrations applied; `application_id` marks the file as a casebook. Each migration
// runs in its own transaction together with its version number. All tables are STRICT; what must never change
// (verdicts, exports, the evidence chain) is protected by triggers, so that no code path of ours can rewrite it.
#pragma once

#include "casebook/sql.h"

namespace casebook {

int newest_schema();

// Brings an opened file to the newest schema (a new, empty file included). StoreError(not_casebook) for somebody
// else's database and (newer_schema) for a later release's.
void migrate(Database& database);

// For readers: the same checks, no change. An older schema is an error here (a writer has to open it once).
void require_current_schema(Database& database);

}  // namespace casebook
