// What Rules holds: the shape of config/rules*.tsv in memory. For the detector's own files; others see rules.h.
//
// A *cue* is a kind of thing that speaks for or against an offer: `imitation`, `garment`, `part`. Cues come from three
// places: context and part words of the lexicon, words of rules_words_*.tsv, patterns of rules_patterns.tsv. An
// evidence rule says what a cue is worth to a candidate: for which candidates, how near, how many points.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "detector/by_name.h"
#include "detector/patterns.h"
#include "detector/rules.h"
#include "detector/traits.h"
#include "detector/vocabulary.h"

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
    std::vector<CueId> without;   // and only where none of these stands anywhere in it
    std::string says;             // {name} the candidate's words, {cue} the cue's
};

struct Rules::Storage {
    std::vector<std::string> cue_names;
    ByName<CueId> cue_ids;
    std::vector<std::vector<EvidenceRule>> evidence;  // by CueId, in file order: the first that fits counts
    std::vector<bool> needs_no_cue;                   // by CueId: one of its rules always holds
    // By CueId: what a cue is where it is denied (`not:cue`) or comes along (`with:cue`); nothing where no rule asks.
    std::vector<std::optional<CueId>> denied, along;
    Vocabulary vocabulary;
    Patterns patterns;
    std::vector<std::string_view> languages;  // Vocabulary::Entry::language
    std::deque<std::string> language_names;   // behind them
    // Vocabulary::Entry::form: spellings of languages whose marks tell words apart (Vietnamese chậu, pot, and châu).
    std::vector<std::string> forms{1};
    ByName<double> weights;
    std::unordered_set<std::string_view> leather_taxa;  // families and orders of weights `trait.leather.*` above 0

    CueId cue(std::string_view name);                    // added when new (while loading)
    const CueId* find_cue(std::string_view name) const;  // nullptr when no rule speaks of it
    double weight(std::string_view name, double fallback = 0) const;
    void relate_cues();  // fills `denied` and `along` once every cue is known
};

}  // namespace detector
