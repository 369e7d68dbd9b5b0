#include "detector/traits.h"

#include <array>

namespace detector {

namespace {

constexpr std::array<std::string_view, trait_count> names{
    "scientific",   "genus",       "family",        "common",     "product",     "code",      "emoji",
    "watch",        "sure",        "doubtful",      "ambiguous",  "exact",       "folded",    "inflected",
    "abbreviated",  "fuzzy",       "deobfuscated",  "title",      "description", "attribute", "category",
    "tag",          "seller",      "location",      "image_text", "animal",      "plant",     "coral",
    "shark",        "ivory",       "leather",       "wood",       "cosmetic",    "needs_met", "colour",
    "foreign",      "short_word",  "several_words", "aside",      "broad",       "hashtag",   "appendix_i",
    "finished_out", "extract_out", "opens",         "untitled"};

// The part of `text` up to `separator`, which is taken off together with it.
std::string_view take(std::string_view& text, char separator) {
    const std::size_t at = text.find(separator);
    const std::string_view head = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return head;
}

}  // namespace

std::optional<Trait> trait_named(std::string_view name) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return static_cast<Trait>(i);
    return std::nullopt;
}

std::optional<TraitTest> TraitTest::parse(std::string_view text) {
    TraitTest test;
    if (text == "*") return test;
    while (!text.empty()) {
        std::string_view word = take(text, ' ');
        if (word.empty()) continue;
        const bool unwanted = word.front() == '!';
        if (unwanted) word.remove_prefix(1);
        Traits traits;
        while (!word.empty()) {
            const std::optional<Trait> trait = trait_named(take(word, '|'));
            if (!trait) return std::nullopt;
            traits.set(*trait);
        }
        if (unwanted)
            test.none_.add(traits);
        else
            test.any_.push_back(traits);
    }
    return test;
}

}  // namespace detector
