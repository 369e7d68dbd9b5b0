// The second view: a text with what looks like a disguise undone, so that the same matching can run over it.
//
// Only places that look disguised are rewritten, each with a few words around it, and (except between Han characters)
// only where the result is a word of the lists: "1v0ry" becomes "ivory", the model number "R4410A" stays what it is.
// What is undone: leet, separators within a word, spaced letters, masked letters, look-alike letters of other scripts,
// letters repeated three times and more, characters split into their parts, emoji in place of words, joined hashtags.
// Linear in the text; masked words, the one costly kind, are limited per text. Immutable, shared by threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "detector/byte_map.h"
#include "detector/fold.h"
#include "detector/lexicon.h"
#include "detector/term_index.h"

namespace detector {

struct Undisguised {
    FoldedPassage view;           // text, and per byte the offset in the folded text it stands for
    std::vector<Span> concealed;  // places of the view where somebody hid something
    std::vector<Span> respelt;    // places that only join or part words: hashtags, hyphens

    void clear();
};

class Disguises {
  public:
    Disguises(const TermIndex& index, const Lexicon& lexicon);

    // Fills `out` with the rewritten windows of the folded `text`; empty where nothing looks disguised. `map` is that
    // of the text.
    void undo(std::string_view text, const ByteMap& map, Undisguised& out) const;

  private:
    struct Edit {
        Span place;  // in the folded text
        std::string plain;
        bool concealed = true;
    };
    struct Token {
        Span span;
        bool letters = false, digits = false, marks = false, wide = false, repeats = false;
    };

    void find_edits(std::string_view text, const ByteMap& map, std::vector<Edit>& edits) const;
    static Token next_token(std::string_view text, std::uint32_t from);
    void edit_token(std::string_view text, const Token& token, std::vector<Edit>& edits, int& masked_left) const;
    std::uint32_t edit_spaced(std::string_view text, const Token& first, std::vector<Edit>& edits) const;

    static bool compose_jamo(std::string_view word, std::string& composed);
    bool find_form(std::string_view word, std::size_t ending, std::string& plain) const;
    bool undo_leet(std::string_view word, std::string& plain) const;
    bool undo_separators(std::string_view word, std::string& plain, bool& concealed) const;
    bool undo_syllable_beside(std::string_view text, Span word, std::string& plain) const;
    bool undo_masks(std::string_view word, std::string& plain) const;
    bool undo_lookalikes(std::string_view word, std::string& plain) const;
    bool undo_repeats(std::string_view word, std::string& plain) const;
    bool edit_unspaced(std::string_view text, Span word, std::vector<Edit>& edits) const;
    bool edit_masks_unspaced(std::string_view text, Span word, std::vector<Edit>& edits, int& masked_left) const;
    bool undo_emoji(std::string_view word, std::string& plain) const;
    bool edit_emoji_alone(std::string_view text, const Token& token, std::vector<Edit>& edits) const;
    bool edit_parted_kana(std::string_view text, Span word, std::vector<Edit>& edits) const;
    bool part_hashtag(std::string_view word, std::string& plain) const;

    const TermIndex& index_;
    std::unordered_map<char32_t, std::vector<std::pair<std::u32string, char32_t>>> split_characters_;  // by first part
    std::unordered_map<char32_t, std::pair<std::string, std::string>> emoji_words_;  // English, Chinese
};

}  // namespace detector
