// One judged listing as a line of output: JSON (judgement_json.h), CSV, or a row of a table for people.
//
// Pure functions over the judgement; safe from any thread. Text cells of the CSV never start a formula in a
// spreadsheet; table rows never carry control characters to the terminal.
#pragma once

#include <string>
#include <string_view>

#include "detector/assess.h"
#include "detector/lexicon.h"
#include "detector/listing.h"
#include "detector/matcher.h"

namespace tools {

std::string judgement_csv_header();
std::string judgement_csv_row(const detector::Listing& listing, const detector::ScanResult& scan,
                              const detector::Assessment& assessment, const detector::Lexicon& lexicon);

// `width`: columns of the terminal, at least 60.
std::string judgement_table_header(unsigned width);
std::string judgement_table_row(const detector::Listing& listing, const detector::ScanResult& scan,
                                const detector::Assessment& assessment, const detector::Lexicon& lexicon,
                                unsigned width);

// A CSV cell by RFC 4180; a text that a spreadsheet would read as a formula gets a leading apostrophe (OWASP: CSV
// injection).
std::string csv_cell(std::string_view text);

// `text` cut or padded to `columns` of a terminal (wide characters count two, combining marks none), control
// characters shown as spaces.
std::string fitted(std::string_view text, unsigned columns);

}  // namespace tools
