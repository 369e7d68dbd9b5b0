// One judged listing as the JSON object that scripts and evaluation read: keys and values are a contract (`scan
// --format jsonl`, `inspect text`, `report`). Pure; safe from any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "detector/assess.h"
#include "detector/lexicon.h"
#include "detector/listing.h"
#include "detector/matcher.h"

namespace tools {

// One line of JSON without a line break. `start` and `end` of a match are byte offsets into the original field; matches
// are those the taxa and reasons stand on.
std::string judgement_json(const detector::Listing& listing, const detector::ScanResult& scan,
                           const detector::Assessment& assessment, const detector::Lexicon& lexicon);

// The terms that stood absurdly often and were cut, in order, each once.
std::vector<std::string> flooding_terms(const detector::ScanResult& scan, const detector::Lexicon& lexicon);

}  // namespace tools
