// Everything in an advert that may speak for or against an offer: context and part words of the lexicon, words and
// patterns of the rules, each with its place. Negation is settled here: `not faux` becomes the cue `not:imitation`.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "detector/lexicon.h"
#include "detector/listing.h"
#include "detector/matcher.h"
#include "detector/passage_map.h"
#include "detector/rule_set.h"

namespace detector {

struct Cue {
    CueId id = 0;
    std::uint32_t passage = 0;
    Span folded;
    std::int32_t match = -1;                      // index into ScanResult::matches where it is a word of the lexicon
    std::string_view cites_term;                  // parts and live-animal words: what they name
    std::span<const std::string_view> languages;  // whose word it is; empty: of any
    std::int8_t weight = 0;                       // context words: as listed, -3 .. 3
};

// The advert laid out for judging. Views into the listing, scan, lexicon and rules: none may go away before it.
struct Advert {
    const Listing& listing;
    const ScanResult& scan;
    const Lexicon& lexicon;
    const Rules::Storage& rules;
    std::vector<PassageMap> maps;             // parallel to the passages
    std::vector<Cue> cues;                    // of the advert's languages only, by passage and place
    std::vector<std::uint32_t> by_cue;        // indexes into cues, those of one CueId together; see places_of()
    std::vector<std::uint32_t> by_cue_begin;  // by CueId: where its own begin in by_cue; one more at the end
    std::vector<CueId> telling;               // those that stand somewhere, or of which a rule speaks always
    std::vector<std::string_view> languages;  // primary subtags the words of the advert speak for

    // Indexes into cues of all that are `id`, in order; bounded. An id of no rule has none.
    std::span<const std::uint32_t> places_of(CueId id) const {
        if (id + std::size_t{1} >= by_cue_begin.size()) return {};
        return std::span(by_cue).subspan(by_cue_begin[id], by_cue_begin[id + 1] - by_cue_begin[id]);
    }
    std::span<const std::uint32_t> places_of(std::string_view cue) const;

    // Is a word of these languages one of the advert? `und`, English and Latin go with every language.
    bool speaks(std::span<const std::string_view> languages) const;
    bool speaks(std::string_view language) const;
};

// Vietnamese marks tell words apart (giả, fake; gia, family): a word typed with other marks than the listed one is
// another.
bool other_word(const Advert& advert, const Match& match);

Advert lay_out(const Listing& listing, const ScanResult& scan, const Lexicon& lexicon, const Rules::Storage& rules);

}  // namespace detector
