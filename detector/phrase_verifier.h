// Is what Hyperscan proposed as part of a phrase really that phrase? Words, their neighbours, forms, compounds, and the
// edges that scripts without spaces allow. Immutable, shared by threads; refers to the index and the inflections.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "detector/inflection.h"
#include "detector/term_index.h"
#include "detector/words.h"

namespace detector {

struct PhraseHit {
    Span span;
    Languages languages = every_language;  // in which what stands there is a form of the phrase
    bool inflected = false;
};

class PhraseVerifier {
  public:
    PhraseVerifier(const TermIndex& index, const Inflections& inflections, const Lexicon& lexicon);

    // `literal` of the anchor stands at text[begin, end).
    std::optional<PhraseHit> verify(std::string_view text, Span literal, const Anchor& anchor) const;

  private:
    struct WordHit {
        Span span;
        Languages languages = 0;
    };
    std::optional<PhraseHit> verify_whole(std::string_view text, Span span) const;
    WordHit match_anchor(std::string_view text, Span literal, std::string_view listed, const Phrase& phrase,
                         bool last) const;
    Languages compound(std::string_view tail, Languages languages) const;

    const TermIndex& index_;
    const Inflections& inflections_;
    std::unordered_map<std::string, Languages> part_words_;  // what the second half of a compound may begin with
    std::size_t longest_part_ = 0;
};

}  // namespace detector
