// What Rules holds: the shape of config/rules*.tsv in memory. For the detector's own files; others see rules.h.
//
// A *cue* is a kind of thing that speaks for or against an offer: `imitation`, `garment`, `part`. Cues come from three
// places: context and part words of the lexicon, words of rules_words.tsv, patterns of rules_patterns.tsv. An evidence
// rule says what a cue is worth to a candidate: for which candidates, how near, how many points.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "detector/rules.h"
#include "detector/traits.h"
#include "detector/vocabulary.h"

namespace re2 {
class RE2;
}

namespace detector {

using CueId = std::uint16_t;

// How near a cue must stand, nearest first. A nearer cue satisfies every looser demand of the same direction.
enum class Where : std::uint8_t {
    always,  // no cue is needed: what the candidate is worth by itself
    inside,  // the cue's words hold the candidate's
    before,
    after,
    touching,  // nothing between (one small word at most)
    near_before,
    near_after,
    near,  // up to four words between, in the same clause
    clause,
    passage,
    title,
    advert,
};

struct EvidenceRule {
    std::string name;
    TraitTest test;
    Where where = Where::advert;
    int points = 0;
    std::optional<CueId> beside;  // counts only where this cue stands somewhere in the advert too
    std::string says;             // {name} the candidate's words, {cue} the cue's
};

struct PatternHit {
    std::uint32_t begin = 0, end = 0;
    CueId cue = 0;
};

struct Rules::Storage {
    Storage();
    ~Storage();

    std::vector<std::string> cue_names;
    std::unordered_map<std::string, CueId> cue_ids;
    std::vector<std::vector<EvidenceRule>> evidence;  // by CueId, in file order: the first that fits counts
    Vocabulary vocabulary;
    std::vector<std::string_view> languages;  // Vocabulary::Entry::language
    std::deque<std::string> language_names;   // behind them
    // Vocabulary::Entry::form: spellings of languages whose marks tell words apart (Vietnamese chậu, pot, and châu).
    std::vector<std::string> forms{1};
    std::unordered_map<std::string, double> weights;

    CueId cue(std::string_view name);                    // added when new (while loading)
    const CueId* find_cue(std::string_view name) const;  // nullptr when no rule speaks of it
    double weight(std::string_view name, double fallback = 0) const;

    // Cues of rules_patterns.tsv in folded text, at most `limit` a pattern.
    void find_patterns(std::string_view folded, std::size_t limit, std::vector<PatternHit>& hits) const;

    struct Pattern {
        CueId cue = 0;
        std::unique_ptr<re2::RE2> expression;
    };
    std::vector<Pattern> patterns;
};

}  // namespace detector
