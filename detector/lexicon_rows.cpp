// What a row of each table means: see species_lists/README.md for the columns.

#include <algorithm>
#include <charconv>

#include "detector/fold.h"
#include "detector/lexicon_loader.h"
#include "detector/words.h"

namespace detector {

namespace {

template <typename Value>
struct Named {
    std::string_view name;
    Value value;
};

// Empty: listed by another regime alone (listings.tsv).
constexpr Named<Appendix> appendices[] = {
    {"I", Appendix::I}, {"II", Appendix::II}, {"III", Appendix::III}, {"I/II", Appendix::I_II}, {"", Appendix::none}};

constexpr Named<Rank> ranks[] = {{"species", Rank::species}, {"subspecies", Rank::subspecies},
                                 {"variety", Rank::variety}, {"genus", Rank::genus},
                                 {"family", Rank::family},   {"order", Rank::order},
                                 {"class", Rank::higher},    {"subfamily", Rank::higher}};

constexpr Named<Ambiguity> ambiguities[] = {
    {"none", Ambiguity::none}, {"low", Ambiguity::low}, {"high", Ambiguity::high}};

constexpr Named<Confidence> confidences[] = {
    {"low", Confidence::low}, {"medium", Confidence::medium}, {"high", Confidence::high}};

constexpr Named<Role> roles[] = {{"trade_intent", Role::trade_intent},
                                 {"concealment", Role::concealment},
                                 {"genuineness", Role::genuineness},
                                 {"legality_claim", Role::legality_claim},
                                 {"imitation", Role::imitation},
                                 {"domestic", Role::domestic},
                                 {"toy_media", Role::toy_media},
                                 {"awareness", Role::awareness},
                                 {"colour", Role::colour},
                                 {"pet_supply", Role::pet_supply},
                                 {"place_team_person", Role::place_team_person},
                                 {"food_sense", Role::food_sense},
                                 {"brand", Role::brand},
                                 {"fossil", Role::fossil}};

constexpr Named<Ending::Kind> ending_kinds[] = {{"suffix", Ending::Kind::suffix},
                                                {"prefix", Ending::Kind::prefix},
                                                {"link", Ending::Kind::link},
                                                {"turn", Ending::Kind::turn}};

template <typename Value, std::size_t size>
Value value_of(const TsvReader& row, std::string_view what, std::string_view text, const Named<Value> (&table)[size]) {
    for (const Named<Value>& entry : table)
        if (entry.name == text) return entry.value;
    std::string remedy = "one of";
    for (const Named<Value>& entry : table) (remedy += ' ') += entry.name;
    row.fail("'" + std::string(text) + "' is no " + std::string(what), remedy);
}

CitesTerm cites_term_of(const TsvReader& row, std::string_view code) {
    if (code.size() > 3)
        row.fail("'" + std::string(code) + "' is no trade term", "a code of cites_terms.tsv: TUS, LIV");
    return CitesTerm(code);
}

}  // namespace

// BCP 47 as far as the tables use it: "en", "pt-BR", "zh-Hans".
bool is_language(std::string_view tag) {
    const std::size_t dash = tag.find('-');
    const std::string_view primary = tag.substr(0, dash);
    const auto letters = [](std::string_view text) {
        return std::all_of(text.begin(), text.end(), [](char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; });
    };
    if (primary.size() < 2 || primary.size() > 3 || !letters(primary)) return false;
    if (dash == std::string_view::npos) return true;
    const std::string_view region = tag.substr(dash + 1);
    return region.size() >= 2 && region.size() <= 4 && letters(region);
}

void LexiconLoader::read_taxa(TsvReader& row) {
    Taxon taxon;
    taxon.id = keep(row.cell(0));
    taxon.name = keep(row.cell(1));
    taxon.rank = value_of(row, "rank", row.cell(2), ranks);
    taxon.kingdom = keep_once(row.cell(3));
    taxon.klass = keep_once(row.cell(4));
    taxon.order = keep_once(row.cell(5));
    taxon.family = keep_once(row.cell(6));
    taxon.appendix = value_of(row, "Appendix", row.cell(7), appendices);
    taxon.annotation = keep_once(row.cell(8));
    if (taxon.id.empty()) row.fail("the taxon has no id", "use its Species+ id, or 'x' and a number of your own");
    if (taxon.name.empty()) row.fail("the taxon has no name");
    const TaxonId id = put_taxon(taxon);
    const TermKind kind = taxon.rank >= Rank::family  ? TermKind::family
                          : taxon.rank == Rank::genus ? TermKind::genus
                                                      : TermKind::accepted;
    const auto [found, fresh] = scientific_.try_emplace(taxon.name, storage_->terms.size());
    if (!fresh) return;
    add_term(row, taxon.name, "la", kind).taxa = keep({id});
}

void LexiconLoader::read_genera(TsvReader& row) {
    const std::string_view name = row.cell(0);
    const bool whole = row.cell(6) == "full";
    if (!whole && row.cell(6) != "partial")
        row.fail("'" + std::string(row.cell(6)) + "' is no coverage", "full or partial");
    Taxon taxon;
    taxon.name = name;
    taxon.rank = Rank::genus;
    taxon.family = row.cell(1);
    taxon.order = row.cell(2);
    taxon.klass = row.cell(3);
    taxon.kingdom = row.cell(4);
    taxon.appendix = value_of(row, "Appendix", row.cell(5), appendices);
    taxon.whole = whole;
    const auto listed = storage_->taxon_by_name.find(name);  // taxa.tsv may list the genus itself: keep its id
    taxon.id = listed != storage_->taxon_by_name.end()
                   ? storage_->taxa[static_cast<std::uint32_t>(listed->second)].id
                   : std::string_view(storage_->made.emplace_back("x" + std::string(name)));
    const TaxonId id = put_taxon(taxon);
    if (whole && scientific_.try_emplace(name, storage_->terms.size()).second)
        add_term(row, name, "la", TermKind::genus).taxa = keep({id});
}

void LexiconLoader::read_higher_taxa(TsvReader& row) {
    const std::string_view name = row.cell(0);
    Taxon taxon;
    taxon.name = name;
    taxon.rank = value_of(row, "rank", row.cell(1), ranks);
    taxon.kingdom = row.cell(2);
    taxon.klass = row.cell(3);
    taxon.order = row.cell(4);
    taxon.family = row.cell(5);
    taxon.appendix = value_of(row, "Appendix", row.cell(6), appendices);
    taxon.whole = row.cell(7) == "full";
    if (!taxon.whole && row.cell(7) != "partial")
        row.fail("'" + std::string(row.cell(7)) + "' is no coverage", "full or partial");
    const auto listed = storage_->taxon_by_name.find(name);
    taxon.id = listed != storage_->taxon_by_name.end()
                   ? storage_->taxa[static_cast<std::uint32_t>(listed->second)].id
                   : std::string_view(storage_->made.emplace_back("x" + std::string(name)));
    const TaxonId id = put_taxon(taxon);
    if (taxon.whole && scientific_.try_emplace(name, storage_->terms.size()).second)
        add_term(row, name, "la", TermKind::family).taxa = keep({id});
}

void LexiconLoader::read_synonyms(TsvReader& row) {
    const std::span<const TaxonId> taxa = resolve(row, row.cell(1));
    if (taxa.empty()) row.fail("the synonym has no accepted name");
    const auto known = scientific_.find(row.cell(0));
    if (known == scientific_.end()) {
        const std::string_view text = keep(row.cell(0));
        scientific_.emplace(text, storage_->terms.size());
        add_term(row, text, "la", TermKind::synonym).taxa = taxa;
        return;
    }
    // A name used for several taxa (a homonym, or one listed under a split) shows all of them, its own first.
    Term& term = storage_->terms[known->second];
    std::vector<TaxonId>& joined = storage_->taxon_sets.emplace_back(term.taxa.begin(), term.taxa.end());
    for (TaxonId id : taxa)
        if (std::find(joined.begin(), joined.end(), id) == joined.end()) joined.push_back(id);
    term.taxa = joined;
}

void LexiconLoader::read_names(TsvReader& row) {
    Term& term = add_term(row, keep(row.cell(0)), keep_once(row.cell(1)), TermKind::common);
    term.taxa = resolve(row, row.cell(2));
    if (term.taxa.empty()) row.fail("the name names no taxon", "fill the column 'taxa'");
    if (!row.cell(3).empty()) term.ambiguity = value_of(row, "ambiguity", row.cell(3), ambiguities);
}

void LexiconLoader::read_products(TsvReader& row) {
    Term& term = add_term(row, keep(row.cell(0)), keep_once(row.cell(1)), TermKind::product);
    term.taxa = resolve(row, row.cell(2));
    term.cites_term = cites_term_of(row, row.cell(3));
    if (term.taxa.empty()) row.fail("the product implies no taxon", "fill the column 'taxa'");
    if (!row.cell(4).empty()) term.ambiguity = value_of(row, "ambiguity", row.cell(4), ambiguities);
}

void LexiconLoader::read_parts(TsvReader& row) {
    Term& term = add_term(row, keep(row.cell(0)), keep_once(row.cell(1)), TermKind::part);
    term.cites_term = cites_term_of(row, row.cell(2));
    term.ambiguity = Ambiguity::high;
}

void LexiconLoader::read_context(TsvReader& row) {
    Term& term = add_term(row, row.cell(0), row.cell(1), TermKind::context);
    term.role = value_of(row, "role", row.cell(2), roles);
    const std::string_view weight = row.cell(3);
    int value = 0;
    const auto [end, error] = std::from_chars(weight.data(), weight.data() + weight.size(), value);
    if (error != std::errc() || end != weight.data() + weight.size() || value < -3 || value > 3)
        row.fail("'" + std::string(weight) + "' is no weight", "a whole number from -3 to 3");
    term.weight = static_cast<std::int8_t>(value);
}

void LexiconLoader::read_code_words(TsvReader& row) {
    Term& term = add_term(row, row.cell(0), row.cell(1), TermKind::code);
    term.taxa = resolve(row, row.cell(3));
    term.confidence = value_of(row, "confidence", row.cell(4), confidences);
    const std::string_view needs = row.cell(5);
    term.sense = &storage_->senses.emplace_back(Sense{row.cell(2), needs, {}});
    if (needs != "none" && needs != "part" && needs != "price" && needs != "trade" &&
        (!needs.starts_with("context:") || needs.size() == 8))
        row.fail("'" + std::string(needs) + "' is no need", "none, part, price, trade or context:a,b,c");
}

void LexiconLoader::read_emoji(TsvReader& row) {
    const std::string_view role = row.cell(2);
    Term& term = add_term(row, row.cell(0), "und", TermKind::emoji);
    term.taxa = resolve(row, row.cell(1));
    term.ambiguity = Ambiguity::high;
    if (role == "trade")
        term.role = Role::trade_intent;
    else if (role == "negative")
        term.role = Role::toy_media;
    else if (role != "taxon" && role != "part")
        row.fail("'" + std::string(role) + "' is no role of an emoji", "taxon, part, trade or negative");
}

void LexiconLoader::read_family_terms(TsvReader& row) {
    std::string key;
    for (char c : row.cell(0)) key += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    storage_->plausible.insert(key + '\t' + std::string(row.cell(1)));
}

void LexiconLoader::read_endings(TsvReader& row) {
    Ending ending;
    ending.language = row.cell(0);
    ending.kind = value_of(row, "kind of inflection", row.cell(1), ending_kinds);
    ending.strip = row.cell(2);
    if (!is_language(ending.language)) row.fail("'" + std::string(ending.language) + "' is no language tag");
    for (std::string_view rest = row.cell(3);;) {
        const std::size_t end = rest.find(';');
        ending.add = rest.substr(0, end);
        storage_->endings.push_back(ending);
        if (end == std::string_view::npos) return;
        rest.remove_prefix(end + 1);
    }
}

void LexiconLoader::read_stop_words(TsvReader& row) {
    if (row.cell(0).empty()) row.fail("the stop word is empty");
    storage_->stop_words.push_back({row.cell(0), row.cell(1)});
}

void LexiconLoader::read_everyday_words(TsvReader& row) {
    if (!is_language(row.cell(0))) row.fail("'" + std::string(row.cell(0)) + "' is no language tag");
    auto& words = storage_->everyday[std::string(row.cell(0))];
    for (std::string_view rest = row.cell(1); !rest.empty();) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        if (end > 0) words.insert(folded(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

void LexiconLoader::read_spellings(TsvReader& row) {
    if (row.cell(0).empty() || row.cell(2).empty()) row.fail("a spelling needs both its text and what it stands for");
    storage_->spellings.push_back({row.cell(0), row.cell(1), row.cell(2), *file_, row.line()});
}

void LexiconLoader::read_misspellings(TsvReader& row) {
    if (row.cell(0).empty() || row.cell(2).empty()) row.fail("a misspelling needs both the word and how it is written");
    storage_->misspellings.push_back({row.cell(0), row.cell(1), row.cell(2), file_, row.line()});
}

void LexiconLoader::read_split_characters(TsvReader& row) {
    if (row.cell(0).size() <= row.cell(1).size()) row.fail("the parts are not more than the character");
    storage_->split_characters.push_back({row.cell(0), row.cell(1)});
}

void LexiconLoader::read_emoji_words(TsvReader& row) {
    storage_->emoji_words.push_back({row.cell(0), row.cell(1), row.cell(2)});
}

void LexiconLoader::read_ambiguity(TsvReader& row) {
    if (row.cell(0).empty()) row.fail("no name is given", "copy the name from its table");
    judged_[ascii_small(row.cell(0))].push_back({row.cell(1), value_of(row, "ambiguity", row.cell(2), ambiguities)});
}

void LexiconLoader::read_disabled(TsvReader& row) {
    if (row.cell(0).empty()) row.fail("no term is named", "copy the term as its table writes it");
    disabled_[std::string(row.cell(0))].emplace_back(row.cell(1).empty() ? "*" : row.cell(1));
}

void LexiconLoader::read_listings(TsvReader& row) {
    if (row.cell(1).empty()) row.fail("no regime is named", "CITES, EU, or the name of a national list");
    if (row.cell(2).empty()) row.fail("no listing is named", "as the regime writes it: I, A");
    for (const TaxonId taxon : resolve(row, row.cell(0)))
        storage_->listings.push_back({taxon, row.cell(1), row.cell(2), row.cell(3), row.cell(4)});
}

// A complete list of a regime takes the place of what earlier folders say of it.
void LexiconLoader::read_replaced_regimes(TsvReader& row) {
    std::erase_if(storage_->listings, [&](const RegimeListing& listing) { return listing.regime == row.cell(0); });
}

void LexiconLoader::read_annotation_parts(TsvReader& row) {
    if (row.cell(2) != "yes" && row.cell(2) != "no")
        row.fail("'" + std::string(row.cell(2)) + "' does not say whether the part counts", "yes or no");
    AnnotationScope& scope = storage_->annotation_scopes[row.cell(0)];
    (row.cell(2) == "yes" ? scope.only : scope.left_out).push_back(row.cell(1));
    for (std::string_view rest = row.cell(3); !rest.empty();) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        scope.unsure.emplace_back(row.cell(1), rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

// A laid-over set names itself in the version that flags record.
void LexiconLoader::read_set(TsvReader& row) {
    if (row.cell(0) == "name") (storage_->version += " + ") += row.cell(1);
    if (row.cell(0) == "replaces" && row.cell(1) == "yes") storage_->version += " (complete)";
}

void LexiconLoader::read_removed_taxa(TsvReader& row) {
    if (storage_->taxon_by_name.contains(row.cell(0))) removed_[row.cell(0)] = row.cell(1);
}

}  // namespace detector
