// Search words of a source: those written out, then those its term sets draw from the species lists.
//
// A draw is capped by the set's `limit` and spread evenly over languages, less ambiguous words first, so that 39,000
// names never become 39,000 requests and a cap does not leave a language out. Deterministic: the order of the lists.
#pragma once

#include <string>
#include <vector>

#include "crawler/config.h"
#include "detector/lexicon.h"

namespace crawler {

// `languages` where the set names none; empty: all.
std::vector<std::string> draw_terms(const TermSet& set, const detector::Lexicon& lexicon,
                                    const std::vector<std::string>& languages);

// Everything `source` searches for, each once. Words of several sets follow one another.
std::vector<std::string> search_terms(const SourceConfig& source, const CrawlConfig& config,
                                      const detector::Lexicon& lexicon);

}  // namespace crawler
