// species_lists/ as one immutable Lexicon: taxa, and every term that may be looked for in an advert.
//
// A folder holds any subset of the tables that species_lists/README.md describes; `<table>.<anything>.tsv` adds to
// `<table>.tsv`, and `disabled.tsv` takes terms out. Built once at start by load_lexicon() from the shipped folder and
// any --lists folders laid over it; afterwards constant and shared by all threads without locks. Strings are views into
// storage the Lexicon owns. A row that breaks a rule throws DataError with file:line and remedy: a list is used whole
// or not at all.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace detector {

struct WatchList;  // watch_list.h

enum class TaxonId : std::uint32_t {};  // index into Lexicon::taxa()
enum class TermId : std::uint32_t {};   // index into Lexicon::terms()

// Strictest first: I, then I/II (split by population), II, III. `none` = not listed (a genus with partial coverage).
enum class Appendix : std::uint8_t { none, III, II, I_II, I };

// `watched`: no taxon but what a watch list describes in a note (watch_list.h).
enum class Rank : std::uint8_t { subspecies, variety, species, genus, family, order, higher, watched };

struct Taxon {
    std::string_view id;    // Species+ taxon id, "x..." where none is known
    std::string_view name;  // accepted scientific name
    Rank rank = Rank::species;
    Appendix appendix = Appendix::none;
    std::string_view kingdom, klass, order, family;
    std::string_view annotation;  // "#4", empty where the listing has none
    bool whole = true;            // every species below it is listed (false: a genus or family listed in part)
};

// The `kind` values of the JSON output, then the kinds that only support or speak against (never a flag alone).
enum class TermKind : std::uint8_t {
    accepted,
    synonym,
    genus,
    family,
    common,
    product,
    code,
    part,
    context,
    emoji,
    watch  // an analyst's own (watch_list.h); may flag
};

// Roles of context.tsv.
enum class Role : std::uint8_t {
    none,
    trade_intent,
    concealment,
    genuineness,
    legality_claim,
    imitation,
    domestic,
    toy_media,
    awareness,
    colour,
    pet_supply,
    place_team_person,
    food_sense,
    brand,
    fossil
};

enum class Ambiguity : std::uint8_t { none, low, high };
enum class Confidence : std::uint8_t { low, medium, high };

// What a code word or a watched word stands for, and asks for. Few terms have one: it is kept beside them.
struct Sense {
    std::string_view means;  // kind code: what it stands for, in English; kind watch: its note
    std::string_view needs;  // none | part | price | trade | context:a,b,c
    // Folded; one of them must stand in the advert for the term to mean anything (context:a,b,c).
    std::span<const std::string> needed_words;
};
inline constexpr Sense no_sense{};

// A CITES trade term code ("TUS"), kept in place; empty: none.
class CitesTerm {
  public:
    CitesTerm() = default;
    explicit CitesTerm(std::string_view code) {  // three letters at most
        for (std::size_t i = 0; i < code_.size() && i < code.size(); ++i) code_[i] = code[i];
    }
    operator std::string_view() const { return {code_.data(), code_[0] ? code_[2] ? 3u : code_[1] ? 2u : 1u : 0u}; }
    bool empty() const { return !code_[0]; }
    friend bool operator==(const CitesTerm& a, const CitesTerm& b) = default;
    friend bool operator==(const CitesTerm& a, std::string_view b) { return std::string_view(a) == b; }

  private:
    std::array<char, 3> code_{};
};

// A quarter of a million of them are held: 96 bytes each.
struct Term {
    std::string_view text;           // as listed
    std::string_view language;       // BCP 47, "la" for scientific names
    const Sense* sense = &no_sense;  // kinds code, watch
    std::span<const TaxonId> taxa;   // what it names; several where ambiguous; empty for part and context
    // Languages in which this word, however it is spelt there, is a term of this kind; its own among them.
    std::span<const std::string_view> languages;
    const std::string* file = nullptr;  // provenance: file and 1-based line of the row
    std::uint32_t line = 0;
    CitesTerm cites_term;  // product, part
    TermKind kind = TermKind::common;
    Role role = Role::none;                    // kind context
    Ambiguity ambiguity = Ambiguity::none;     // common, product, and everyday words measured as such
    Confidence confidence = Confidence::high;  // kind code; kind watch: its weight
    std::int8_t weight = 0;                    // kind context: -3 .. 3
    bool misspelt = false;                     // made from a listed term by misspellings.tsv
};

class Lexicon {
  public:
    ~Lexicon();
    Lexicon(Lexicon&&) noexcept;
    Lexicon& operator=(Lexicon&&) noexcept;

    std::span<const Taxon> taxa() const;
    std::span<const Term> terms() const;
    const Taxon& taxon(TaxonId id) const { return taxa()[static_cast<std::uint32_t>(id)]; }
    const Term& term(TermId id) const { return terms()[static_cast<std::uint32_t>(id)]; }

    // The taxon of that accepted name (any rank); nullptr when no table lists it.
    const Taxon* find_taxon(std::string_view name) const;

    // Is this CITES trade term ("TUS") plausible for the taxon's family or class (family_terms.csv)?
    bool plausible(const Taxon& taxon, std::string_view cites_term) const;

    // The last day a watched word counts, ISO; empty: no end, as for every term of the lists.
    std::string_view expiry(const Term& term) const;

    // SHA-256 over the loaded rows, hex: the version that flags record.
    std::string_view digest() const;
    // Human-readable version, e.g. "CITES Appendices 2026-03".
    std::string_view version() const;

    struct Storage;
    explicit Lexicon(std::unique_ptr<Storage> storage);
    const Storage& storage() const { return *storage_; }

  private:
    std::unique_ptr<Storage> storage_;
};

// `folders`: the shipped species_lists first, then extra ones that add to it. Throws DataError.
Lexicon load_lexicon(std::span<const std::filesystem::path> folders);
Lexicon load_lexicon(std::span<const std::filesystem::path> folders, std::span<const WatchList> watch_lists);

}  // namespace detector
