// Mentions: places of the advert where a listed taxon, a product of one, or a code word for one is named. Matches
// that share a place (the same word in several languages, a synonym that is an accepted name) are one mention.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "detector/cues.h"
#include "detector/traits.h"

namespace detector {

struct Mention {
    std::uint32_t passage = 0;
    TermId term{};  // of the best reading
    Span folded;
    std::vector<std::uint32_t> matches;  // the best reading first
    std::vector<TaxonId> taxa;           // of the readings that fit the advert's languages
    Traits traits;
    std::string_view cites_term;  // products: what they are
    bool covered = false;         // stands inside a longer mention
};

// Does any match name something? False for ordinary text, which then costs no more.
bool names_anything(const ScanResult& scan, const Lexicon& lexicon);

// Of one kind: the same taxon, the same family, or one within the other.
bool related(const Lexicon& lexicon, const Mention& a, const Mention& b);

std::vector<Mention> find_mentions(const Advert& advert);

// Does the advert hold what this code word asks for (`needs` of code_words.tsv)?
bool needs_met(const Term& code, const Advert& advert);

}  // namespace detector
