// Is what was proposed as part of a phrase really that phrase? Words, their neighbours, forms, compounds, and the
// edges that scripts without spaces allow. Immutable, shared by threads; refers to the index and the inflections.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

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

    // The literal stands at `span`: calls found(phrase, hit) for every phrase that really is there.
    template <typename Found>
    void verify(std::string_view text, Span span, const Literal& literal, const Found& found) const {
        const auto check = [&](std::uint32_t begin, std::uint32_t end) {
            for (std::uint32_t i = begin; i < end; ++i)
                if (const auto hit = verify(text, span, index_.anchors[i]))
                    found(index_.phrases[index_.anchors[i].phrase], *hit);
        };
        std::uint32_t i = literal.anchors.begin;
        while (i < literal.anchors.end && index_.anchors[i].side == Anchor::Side::none) ++i;
        check(literal.anchors.begin, i);
        if (i == literal.anchors.end) return;
        const Range left = anchors_beside(text, literal, Anchor::Side::left, word_before(text, span.begin).word);
        check(left.begin, left.end);
        if (index_.anchors[literal.anchors.end - 1].side != Anchor::Side::right) return;
        const std::uint32_t end = word_end(text, span.begin);
        if (end < span.end) return;
        const Range right = anchors_beside(text, literal, Anchor::Side::right, word_after(text, end).word);
        check(right.begin, right.end);
    }

  private:
    std::optional<PhraseHit> verify(std::string_view text, Span literal, const Anchor& anchor) const;
    Range anchors_beside(std::string_view text, const Literal& literal, Anchor::Side side, Span neighbour) const;
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
    std::unordered_set<std::string> katakana_parts_;
    std::unordered_map<std::string, Languages> part_words_;  // what the second half of a compound may begin with
    std::size_t longest_part_ = 0;
};

}  // namespace detector
