// Matches + context -> a judgement a person can check. Pure: same input, same output; no clock, no I/O.
//
// Two figures, kept apart. Confidence: how sure that a specimen of a listed taxon is offered. Priority (score, level):
// what is at stake. The score is the sum of its reasons clamped to 0..100; reasons carry the matches they stand on.
// The program never says "illegal": reasons say what is offered and which words say so.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "detector/lexicon.h"
#include "detector/listing.h"
#include "detector/matcher.h"
#include "detector/rules.h"

namespace detector {

enum class Level : std::uint8_t { none, low, medium, high, critical };
std::string_view to_string(Level level);

struct Reason {
    std::string rule;                    // name of the rule in config/, stable across releases
    int points = 0;                      // for (> 0) or against (< 0)
    std::vector<std::uint32_t> matches;  // indexes into ScanResult::matches
    std::string text;                    // one plain sentence, with the words it stands on
};

struct TaxonHit {
    TaxonId taxon{};
    std::vector<std::string> specimens;  // CITES trade term codes offered, most specific first
    std::vector<std::uint32_t> matches;
};

struct Assessment {
    Level level = Level::none;
    int score = 0;                       // 0..100
    double confidence = 0;               // 0..1, calibrated: config/README.md tells how
    Appendix appendix = Appendix::none;  // strictest of the taxa that count; none where nothing is flagged
    std::vector<TaxonHit> taxa;          // those that count, strongest first
    std::vector<Reason> reasons;         // strongest first
    std::vector<std::string> claims;     // "antique", "captive bred", "permit" ...: for a person to check
    std::string quantity;                // as stated, e.g. "3 kg"; empty when none

    bool flagged() const { return level != Level::none; }
};

Assessment assess(const Listing& listing, const ScanResult& scan, const Lexicon& lexicon, const Rules& rules);

}  // namespace detector
