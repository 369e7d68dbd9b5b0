// load_lexicon(): reads the tables of each folder in an order that resolves names backwards only (taxa first).

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <optional>
#include <unordered_map>

#include "detector/digest.h"
#include "detector/error.h"
#include "detector/lexicon_storage.h"
#include "detector/shared_names.h"
#include "detector/tsv.h"

namespace detector {

namespace {

namespace fs = std::filesystem;

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

constexpr Named<Ending::Kind> ending_kinds[] = {
    {"suffix", Ending::Kind::suffix}, {"prefix", Ending::Kind::prefix}, {"link", Ending::Kind::link}};

template <typename Value, std::size_t size>
Value value_of(const TsvReader& row, std::string_view what, std::string_view text, const Named<Value> (&table)[size]) {
    for (const Named<Value>& entry : table)
        if (entry.name == text) return entry.value;
    std::string remedy = "one of";
    for (const Named<Value>& entry : table) (remedy += ' ') += entry.name;
    row.fail("'" + std::string(text) + "' is no " + std::string(what), remedy);
}

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

class Loader {
  public:
    Loader() : storage_(std::make_unique<Lexicon::Storage>()) {}

    void add_folder(const fs::path& folder);
    std::unique_ptr<Lexicon::Storage> finish();

  private:
    struct Table {
        std::string_view base;
        void (Loader::*read)(TsvReader&);
        std::vector<std::string_view> columns;
    };
    static const std::vector<Table>& tables();

    void read_file(const fs::path& path, const Table& table);
    void read_taxa(TsvReader& row);
    void read_genera(TsvReader& row);
    void read_higher_taxa(TsvReader& row);
    void read_synonyms(TsvReader& row);
    void read_names(TsvReader& row);
    void read_products(TsvReader& row);
    void read_parts(TsvReader& row);
    void read_context(TsvReader& row);
    void read_code_words(TsvReader& row);
    void read_emoji(TsvReader& row);
    void read_family_terms(TsvReader& row);
    void read_endings(TsvReader& row);
    void read_stop_words(TsvReader& row);
    void read_spellings(TsvReader& row);
    void read_split_characters(TsvReader& row);
    void read_emoji_words(TsvReader& row);
    void read_disabled(TsvReader& row);
    void read_listings(TsvReader& row);
    void read_removed_taxa(TsvReader& row);
    void read_set(TsvReader& row);

    Term& add_term(const TsvReader& row, std::string_view text, std::string_view language, TermKind kind);
    TaxonId put_taxon(const Taxon& taxon);
    std::span<const TaxonId> resolve(const TsvReader& row, std::string_view cell);
    void remove_disabled();
    void remove_taxa();

    std::unique_ptr<Lexicon::Storage> storage_;
    Sha256 hash_;
    std::string_view file_;                                                // the table being read, as messages name it
    std::unordered_map<std::string_view, std::span<const TaxonId>> sets_;  // cell -> resolved, most repeat
    std::unordered_map<std::string_view, std::size_t> scientific_;         // text -> index in terms
    std::unordered_map<std::string, std::vector<std::string>> disabled_;   // text -> languages (or "*")
    std::unordered_map<std::string_view, std::string_view> removed_;       // taxon -> what took its place, or empty
};

// Order matters: a table may name what an earlier one holds.
const std::vector<Loader::Table>& Loader::tables() {
    static const std::vector<Table> all = {
        {"taxa",
         &Loader::read_taxa,
         {"taxon_id", "scientific_name", "rank", "kingdom", "class", "order", "family", "appendix",
          "annotation_symbol?"}},
        {"genera", &Loader::read_genera, {"genus", "family", "order", "class", "kingdom", "appendix", "coverage"}},
        {"higher_taxa",
         &Loader::read_higher_taxa,
         {"name", "rank", "kingdom", "class", "order", "family", "appendix", "coverage"}},
        {"synonyms", &Loader::read_synonyms, {"synonym", "accepted_name"}},
        {"common_names", &Loader::read_names, {"name", "language", "taxa", "ambiguity?"}},
        {"trade_names", &Loader::read_names, {"name", "language", "taxa", "ambiguity?"}},
        {"products", &Loader::read_products, {"term", "language", "taxa", "cites_term", "ambiguity?"}},
        {"parts", &Loader::read_parts, {"term", "language", "cites_term"}},
        {"context", &Loader::read_context, {"term", "language", "role", "weight"}},
        {"code_words", &Loader::read_code_words, {"term", "language", "means", "taxa", "confidence", "needs"}},
        {"emoji", &Loader::read_emoji, {"emoji", "taxa", "role"}},
        {"family_terms", &Loader::read_family_terms, {"taxon_family", "term_code"}},
        {"inflections", &Loader::read_endings, {"language", "kind", "strip", "add"}},
        {"stop_words", &Loader::read_stop_words, {"text", "language"}},
        {"spellings", &Loader::read_spellings, {"text", "language", "plain"}},
        {"split_characters", &Loader::read_split_characters, {"parts", "character"}},
        {"emoji_words", &Loader::read_emoji_words, {"emoji", "word_en", "word_zh"}},
        {"disabled", &Loader::read_disabled, {"text", "language?"}},
        {"listings", &Loader::read_listings, {"taxon", "regime", "listing", "annotation?", "since?"}},
        {"removed_taxa", &Loader::read_removed_taxa, {"scientific_name", "now?"}},
        {"set", &Loader::read_set, {"key", "value"}},
    };
    return all;
}

void Loader::add_folder(const fs::path& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error))
        throw DataError(folder.string(), 0, "is no folder of lists", "check the path");
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".tsv") files.push_back(entry.path());
    // "taxa.tsv" before "taxa.import.tsv", which may correct it.
    std::sort(files.begin(), files.end(), [](const fs::path& a, const fs::path& b) { return a.stem() < b.stem(); });
    for (const Table& table : tables())
        for (const fs::path& path : files) {
            const std::string name = path.filename().string();
            if (name.substr(0, name.find('.')) == table.base) read_file(path, table);
        }
}

void Loader::read_file(const fs::path& path, const Table& table) {
    std::ifstream stream(path, std::ios::binary | std::ios::ate);
    if (!stream) throw DataError(path.string(), 0, "cannot be read", "check that it exists and its permissions");
    std::string& bytes = storage_->files.emplace_back(static_cast<std::size_t>(stream.tellg()), '\0');
    stream.seekg(0);
    if (!stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size())) && !bytes.empty())
        throw DataError(path.string(), 0, "cannot be read to its end");
    file_ = storage_->made.emplace_back(path.string());
    hash_.update(table.base);
    hash_.update(std::string_view("\0", 1));
    hash_.update(bytes);
    TsvReader row(bytes, file_, table.columns);
    while (row.next()) (this->*table.read)(row);
}

Term& Loader::add_term(const TsvReader& row, std::string_view text, std::string_view language, TermKind kind) {
    if (text.empty()) row.fail("the term is empty", "write the word to look for, or remove the row");
    if (text.size() > 250) row.fail("the term is longer than 250 bytes", "a term is a name, not a sentence");
    if (!is_language(language))
        row.fail("'" + std::string(language) + "' is no language tag", "BCP 47: en, pt-BR, zh-Hans");
    Term& term = storage_->terms.emplace_back();
    term.text = text;
    term.language = language;
    term.kind = kind;
    term.file = file_;
    term.line = row.line();
    return term;
}

// A later row of the same name replaces the earlier one: an imported list corrects the shipped one.
TaxonId Loader::put_taxon(const Taxon& taxon) {
    removed_.erase(taxon.name);  // a later folder lists it again
    const auto next = static_cast<TaxonId>(storage_->taxa.size());
    const auto [found, fresh] = storage_->taxon_by_name.try_emplace(taxon.name, next);
    if (fresh)
        storage_->taxa.push_back(taxon);
    else
        storage_->taxa[static_cast<std::uint32_t>(found->second)] = taxon;
    return found->second;
}

std::span<const TaxonId> Loader::resolve(const TsvReader& row, std::string_view cell) {
    if (cell.empty()) return {};
    const auto known = sets_.find(cell);
    if (known != sets_.end()) return known->second;
    std::vector<TaxonId>& set = storage_->taxon_sets.emplace_back();
    for (std::string_view rest = cell; !rest.empty();) {
        const std::size_t end = rest.find(';');
        std::string_view name = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
        if (name.empty()) continue;
        const auto found = storage_->taxon_by_name.find(name);
        if (found == storage_->taxon_by_name.end())
            row.fail("no taxon is called '" + std::string(name) + "'",
                     "use an accepted name of taxa.tsv, genera.tsv or higher_taxa.tsv");
        if (std::find(set.begin(), set.end(), found->second) == set.end()) set.push_back(found->second);
    }
    return sets_[cell] = set;
}

void Loader::read_taxa(TsvReader& row) {
    Taxon taxon;
    taxon.id = row.cell(0);
    taxon.name = row.cell(1);
    taxon.rank = value_of(row, "rank", row.cell(2), ranks);
    taxon.kingdom = row.cell(3);
    taxon.klass = row.cell(4);
    taxon.order = row.cell(5);
    taxon.family = row.cell(6);
    taxon.appendix = value_of(row, "Appendix", row.cell(7), appendices);
    taxon.annotation = row.cell(8);
    if (taxon.id.empty()) row.fail("the taxon has no id", "use its Species+ id, or 'x' and a number of your own");
    if (taxon.name.empty()) row.fail("the taxon has no name");
    const TaxonId id = put_taxon(taxon);
    const TermKind kind = taxon.rank >= Rank::family  ? TermKind::family
                          : taxon.rank == Rank::genus ? TermKind::genus
                                                      : TermKind::accepted;
    const auto [found, fresh] = scientific_.try_emplace(taxon.name, storage_->terms.size());
    if (!fresh) return;
    add_term(row, taxon.name, "la", kind).taxa = storage_->taxon_sets.emplace_back(1, id);
}

void Loader::read_genera(TsvReader& row) {
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
        add_term(row, name, "la", TermKind::genus).taxa = storage_->taxon_sets.emplace_back(1, id);
}

void Loader::read_higher_taxa(TsvReader& row) {
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
        add_term(row, name, "la", TermKind::family).taxa = storage_->taxon_sets.emplace_back(1, id);
}

void Loader::read_synonyms(TsvReader& row) {
    const std::span<const TaxonId> taxa = resolve(row, row.cell(1));
    if (taxa.empty()) row.fail("the synonym has no accepted name");
    const auto [found, fresh] = scientific_.try_emplace(row.cell(0), storage_->terms.size());
    if (fresh) {
        add_term(row, row.cell(0), "la", TermKind::synonym).taxa = taxa;
        return;
    }
    // A name used for several taxa (a homonym, or one listed under a split) shows all of them, its own first.
    Term& term = storage_->terms[found->second];
    std::vector<TaxonId>& joined = storage_->taxon_sets.emplace_back(term.taxa.begin(), term.taxa.end());
    for (TaxonId id : taxa)
        if (std::find(joined.begin(), joined.end(), id) == joined.end()) joined.push_back(id);
    term.taxa = joined;
}

void Loader::read_names(TsvReader& row) {
    Term& term = add_term(row, row.cell(0), row.cell(1), TermKind::common);
    term.taxa = resolve(row, row.cell(2));
    if (term.taxa.empty()) row.fail("the name names no taxon", "fill the column 'taxa'");
    if (!row.cell(3).empty()) term.ambiguity = value_of(row, "ambiguity", row.cell(3), ambiguities);
}

void Loader::read_products(TsvReader& row) {
    Term& term = add_term(row, row.cell(0), row.cell(1), TermKind::product);
    term.taxa = resolve(row, row.cell(2));
    term.cites_term = row.cell(3);
    if (term.taxa.empty()) row.fail("the product implies no taxon", "fill the column 'taxa'");
    if (!row.cell(4).empty()) term.ambiguity = value_of(row, "ambiguity", row.cell(4), ambiguities);
}

void Loader::read_parts(TsvReader& row) {
    Term& term = add_term(row, row.cell(0), row.cell(1), TermKind::part);
    term.cites_term = row.cell(2);
    term.ambiguity = Ambiguity::high;
}

void Loader::read_context(TsvReader& row) {
    Term& term = add_term(row, row.cell(0), row.cell(1), TermKind::context);
    term.role = value_of(row, "role", row.cell(2), roles);
    const std::string_view weight = row.cell(3);
    int value = 0;
    const auto [end, error] = std::from_chars(weight.data(), weight.data() + weight.size(), value);
    if (error != std::errc() || end != weight.data() + weight.size() || value < -3 || value > 3)
        row.fail("'" + std::string(weight) + "' is no weight", "a whole number from -3 to 3");
    term.weight = static_cast<std::int8_t>(value);
}

void Loader::read_code_words(TsvReader& row) {
    Term& term = add_term(row, row.cell(0), row.cell(1), TermKind::code);
    term.means = row.cell(2);
    term.taxa = resolve(row, row.cell(3));
    term.confidence = value_of(row, "confidence", row.cell(4), confidences);
    term.needs = row.cell(5);
    if (term.needs != "none" && term.needs != "part" && term.needs != "price" && term.needs != "trade" &&
        term.needs.substr(0, 8) != "context:")
        row.fail("'" + std::string(term.needs) + "' is no need", "none, part, price, trade or context:a,b,c");
}

void Loader::read_emoji(TsvReader& row) {
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

void Loader::read_family_terms(TsvReader& row) {
    std::string key;
    for (char c : row.cell(0)) key += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    storage_->plausible.insert(key + '\t' + std::string(row.cell(1)));
}

void Loader::read_endings(TsvReader& row) {
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

void Loader::read_stop_words(TsvReader& row) {
    if (row.cell(0).empty()) row.fail("the stop word is empty");
    storage_->stop_words.push_back({row.cell(0), row.cell(1)});
}

void Loader::read_spellings(TsvReader& row) {
    if (row.cell(0).empty() || row.cell(2).empty()) row.fail("a spelling needs both its text and what it stands for");
    storage_->spellings.push_back({row.cell(0), row.cell(1), row.cell(2), file_, row.line()});
}

void Loader::read_split_characters(TsvReader& row) {
    if (row.cell(0).size() <= row.cell(1).size()) row.fail("the parts are not more than the character");
    storage_->split_characters.push_back({row.cell(0), row.cell(1)});
}

void Loader::read_emoji_words(TsvReader& row) {
    storage_->emoji_words.push_back({row.cell(0), row.cell(1), row.cell(2)});
}

void Loader::read_disabled(TsvReader& row) {
    if (row.cell(0).empty()) row.fail("no term is named", "copy the term as its table writes it");
    disabled_[std::string(row.cell(0))].emplace_back(row.cell(1).empty() ? "*" : row.cell(1));
}

void Loader::read_listings(TsvReader& row) {
    if (row.cell(1).empty()) row.fail("no regime is named", "CITES, EU, or the name of a national list");
    if (row.cell(2).empty()) row.fail("no listing is named", "as the regime writes it: I, A");
    for (const TaxonId taxon : resolve(row, row.cell(0)))
        storage_->listings.push_back({taxon, row.cell(1), row.cell(2), row.cell(3), row.cell(4)});
}

// A laid-over set names itself in the version that flags record.
void Loader::read_set(TsvReader& row) {
    if (row.cell(0) == "name") (storage_->version += " + ") += row.cell(1);
}

void Loader::read_removed_taxa(TsvReader& row) {
    if (storage_->taxon_by_name.contains(row.cell(0))) removed_[row.cell(0)] = row.cell(1);
}

// A complete list takes out what it does not hold. A renamed taxon leaves its names to the one that took its place; a
// taxon no longer listed takes them along, unless they name others too.
void Loader::remove_taxa() {
    if (removed_.empty()) return;
    constexpr auto gone = static_cast<TaxonId>(UINT32_MAX);
    std::unordered_map<std::uint32_t, TaxonId> now;
    for (const auto& [name, successor] : removed_) {
        const auto old = static_cast<std::uint32_t>(storage_->taxon_by_name.at(name));
        const auto found = storage_->taxon_by_name.find(successor);
        now[old] = found != storage_->taxon_by_name.end() && !removed_.contains(successor) ? found->second : gone;
        storage_->taxa[old].appendix = Appendix::none;
        storage_->taxa[old].whole = false;
    }
    const auto touched = [&](TaxonId id) { return now.contains(static_cast<std::uint32_t>(id)); };
    std::erase_if(storage_->terms, [&](Term& term) {
        if (std::none_of(term.taxa.begin(), term.taxa.end(), touched)) return false;
        std::vector<TaxonId>& kept = storage_->taxon_sets.emplace_back();
        for (TaxonId id : term.taxa) {
            if (touched(id)) id = now[static_cast<std::uint32_t>(id)];
            if (id != gone && std::find(kept.begin(), kept.end(), id) == kept.end()) kept.push_back(id);
        }
        term.taxa = kept;
        return kept.empty();
    });
    for (const auto& [name, successor] : removed_)
        if (const TaxonId id = now[static_cast<std::uint32_t>(storage_->taxon_by_name.at(name))]; id == gone)
            storage_->taxon_by_name.erase(name);
        else
            storage_->taxon_by_name[name] = id;
}

void Loader::remove_disabled() {
    if (disabled_.empty()) return;
    std::erase_if(storage_->terms, [&](const Term& term) {
        const auto found = disabled_.find(std::string(term.text));
        if (found == disabled_.end()) return false;
        return std::any_of(found->second.begin(), found->second.end(),
                           [&](const std::string& tag) { return tag == "*" || tag == term.language; });
    });
}

std::unique_ptr<Lexicon::Storage> Loader::finish() {
    remove_disabled();
    remove_taxa();
    std::stable_sort(storage_->listings.begin(), storage_->listings.end(),
                     [](const RegimeListing& a, const RegimeListing& b) { return a.taxon < b.taxon; });
    if (storage_->terms.empty())
        throw DataError("species_lists", 0, "holds no term at all", "point to the folder that ships with the program");
    settle_shared_names(*storage_);
    storage_->digest = to_hex(hash_.finish());
    storage_->version.insert(0, "CITES Appendices 2026-03");
    return std::move(storage_);
}

}  // namespace

Lexicon load_lexicon(std::span<const fs::path> folders) {
    Loader loader;
    for (const fs::path& folder : folders) loader.add_folder(folder);
    return Lexicon(loader.finish());
}

}  // namespace detector
