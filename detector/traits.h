// What is known of a candidate before its surroundings are read, as a set of flags that evidence rules test by name
// (column `for` of config/rules_evidence.tsv).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace detector {

enum class Trait : std::uint8_t {
    // kind of term
    scientific,
    genus,
    family,
    common,
    product,
    code,
    emoji,
    watch,  // of an analyst's own watch list
    // how sure the lists are of it: ambiguity of names and products, confidence of codes
    sure,
    doubtful,
    ambiguous,
    // how it was found
    exact,
    folded,
    inflected,
    abbreviated,
    fuzzy,
    deobfuscated,
    // where it stands
    title,
    description,
    attribute,
    category,
    tag,
    seller,
    location,
    image_text,
    // what it names
    animal,
    plant,
    coral,
    shark,
    ivory,
    leather,
    wood,
    cosmetic,
    // listed forms of it
    needs_met,      // a code word or watched word whose `needs` are there
    colour,         // the word is also a colour or a pattern (words class `colour_name`)
    foreign,        // its language is not that of the advert
    short_word,     // three letters or fewer
    several_words,  // a genus with an epithet that no list holds, `Ariocarpus novus`
    aside,          // stands in the description of an advert whose title says something else
    broad,          // names an order or more, of which not every species is listed
    hashtag,        // one word of several in a hashtag
    appendix_i,     // every taxon it names is in Appendix I
    finished_out,   // annotations leave finished goods of everything it names out of the listing (#15: rosewood)
    extract_out,    // likewise of extracts and preparations (#3: ginseng)
    opens,          // the title begins with it
    untitled,       // the advert has no title: a post
};
constexpr std::size_t trait_count = static_cast<std::size_t>(Trait::untitled) + 1;

std::optional<Trait> trait_named(std::string_view name);

class Traits {
  public:
    void set(Trait trait) { bits_ |= bit(trait); }
    bool has(Trait trait) const { return (bits_ & bit(trait)) != 0; }
    void add(Traits other) { bits_ |= other.bits_; }
    bool any_of(Traits other) const { return (bits_ & other.bits_) != 0; }

  private:
    static std::uint64_t bit(Trait trait) { return std::uint64_t{1} << static_cast<unsigned>(trait); }
    std::uint64_t bits_ = 0;
};

// `common|product !sure !colour`: every term must hold; a term is one or more trait names, any of which will do, with
// `!` none of which may. Empty or `*` holds for all.
class TraitTest {
  public:
    static std::optional<TraitTest> parse(std::string_view text);
    bool holds(Traits traits) const {
        if (traits.any_of(none_)) return false;
        for (const Traits& wanted : any_)
            if (!traits.any_of(wanted)) return false;
        return true;
    }

  private:
    std::vector<Traits> any_;  // of each one must hold
    Traits none_;              // and of these none
};

}  // namespace detector
