// Looking for words in the texts of adverts. The search index holds every run of three letters, whatever the script.
// Internal to casebook/.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "casebook/sql.h"

namespace casebook {

std::int64_t letters(const std::string& text);
// What to ask of the index for a text of two letters or more; empty: nothing holds it. Two (most words of Chinese) are
// looked for as every run of three that begins with them: passages end with a line break, so that there is one.
std::string match_for(Database& database, const std::string& text);
// Versions whose text holds this one, in order.
std::vector<std::int64_t> versions_with(Database& database, const std::string& text);
// Present versions of flagged adverts with this letter. The index knows no single letters: all are read.
std::vector<std::int64_t> flagged_with_letter(Database& database, const std::string& letter);

}  // namespace casebook
