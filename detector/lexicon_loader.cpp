// load_lexicon(): reads the tables of each folder in an order that resolves names backwards only (taxa first).

#include "detector/lexicon_loader.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <unordered_set>

#include "detector/annotation_scope.h"
#include "detector/error.h"
#include "detector/memory.h"
#include "detector/misspellings.h"
#include "detector/shared_names.h"
#include "detector/words.h"

namespace detector {

namespace fs = std::filesystem;

// Order matters: a table may name what an earlier one holds.
const std::vector<LexiconLoader::Table>& LexiconLoader::tables() {
    static const std::vector<Table> all = {
        {"taxa",
         &LexiconLoader::read_taxa,
         {"taxon_id", "scientific_name", "rank", "kingdom", "class", "order", "family", "appendix",
          "annotation_symbol?"},
         false},
        {"genera",
         &LexiconLoader::read_genera,
         {"genus", "family", "order", "class", "kingdom", "appendix", "coverage"}},
        {"higher_taxa",
         &LexiconLoader::read_higher_taxa,
         {"name", "rank", "kingdom", "class", "order", "family", "appendix", "coverage"}},
        {"synonyms", &LexiconLoader::read_synonyms, {"synonym", "accepted_name"}, false},
        {"common_names", &LexiconLoader::read_names, {"name", "language", "taxa", "ambiguity?"}, false},
        {"trade_names", &LexiconLoader::read_names, {"name", "language", "taxa", "ambiguity?"}, false},
        {"products", &LexiconLoader::read_products, {"term", "language", "taxa", "cites_term", "ambiguity?"}, false},
        {"parts", &LexiconLoader::read_parts, {"term", "language", "cites_term"}, false},
        {"context", &LexiconLoader::read_context, {"term", "language", "role", "weight"}},
        {"code_words", &LexiconLoader::read_code_words, {"term", "language", "means", "taxa", "confidence", "needs"}},
        {"emoji", &LexiconLoader::read_emoji, {"emoji", "taxa", "role"}},
        {"family_terms", &LexiconLoader::read_family_terms, {"taxon_family", "term_code"}},
        {"inflections", &LexiconLoader::read_endings, {"language", "kind", "strip", "add"}},
        {"stop_words", &LexiconLoader::read_stop_words, {"text", "language"}},
        {"everyday_words", &LexiconLoader::read_everyday_words, {"language", "words"}},
        {"spellings", &LexiconLoader::read_spellings, {"text", "language", "plain"}},
        {"misspellings", &LexiconLoader::read_misspellings, {"word", "language", "written"}},
        {"split_characters", &LexiconLoader::read_split_characters, {"parts", "character"}},
        {"emoji_words", &LexiconLoader::read_emoji_words, {"emoji", "word_en", "word_zh"}},
        {"ambiguity", &LexiconLoader::read_ambiguity, {"name", "language?", "ambiguity"}},
        {"disabled", &LexiconLoader::read_disabled, {"text", "language?"}},
        {"replaced_regimes", &LexiconLoader::read_replaced_regimes, {"regime"}},
        {"listings", &LexiconLoader::read_listings, {"taxon", "regime", "listing", "annotation?", "since?"}},
        {"annotation_parts", &LexiconLoader::read_annotation_parts, {"symbol", "cites_term", "counts", "unsure_for?"}},
        {"removed_taxa", &LexiconLoader::read_removed_taxa, {"scientific_name", "now?"}},
        {"set", &LexiconLoader::read_set, {"key", "value"}},
    };
    return all;
}

void LexiconLoader::add_folder(const fs::path& folder) {
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

void LexiconLoader::read_file(const fs::path& path, const Table& table) {
    std::ifstream stream(path, std::ios::binary | std::ios::ate);
    if (!stream) throw DataError(path.string(), 0, "cannot be read", "check that it exists and its permissions");
    std::string& bytes = storage_->files.emplace_back(static_cast<std::size_t>(stream.tellg()), '\0');
    stream.seekg(0);
    if (!stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size())) && !bytes.empty())
        throw DataError(path.string(), 0, "cannot be read to its end");
    file_ = &storage_->made.emplace_back(path.string());
    hash_.update(table.base);
    hash_.update(std::string_view("\0", 1));
    hash_.update(bytes);
    TsvReader row(bytes, *file_, table.columns);
    while (row.next()) (this->*table.read)(row);
    if (table.kept) return;
    sets_.clear();  // its keys are cells
    storage_->files.pop_back();
}

std::string_view LexiconLoader::keep(std::string_view text) {
    if (text.empty()) return {};
    auto* const copy = static_cast<char*>(storage_->texts.allocate(text.size(), 1));
    std::memcpy(copy, text.data(), text.size());
    return {copy, text.size()};
}

std::string_view LexiconLoader::keep_once(std::string_view text) {
    const auto found = repeated_.find(text);
    return found != repeated_.end() ? *found : *repeated_.insert(keep(text)).first;
}

Term& LexiconLoader::add_term(const TsvReader& row, std::string_view text, std::string_view language, TermKind kind) {
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
TaxonId LexiconLoader::put_taxon(const Taxon& taxon) {
    removed_.erase(taxon.name);  // a later folder lists it again
    const auto next = static_cast<TaxonId>(storage_->taxa.size());
    const auto [found, fresh] = storage_->taxon_by_name.try_emplace(taxon.name, next);
    if (fresh) {
        storage_->taxa.push_back(taxon);
        return found->second;
    }
    Taxon& known = storage_->taxa[static_cast<std::uint32_t>(found->second)];
    // A row without an Appendix is there for another regime: it says nothing of the one CITES gives.
    if (taxon.appendix == Appendix::none && known.appendix != Appendix::none)
        known.whole |= taxon.whole;
    else
        known = taxon;
    return found->second;
}

// Most names name one taxon.
std::span<const TaxonId> LexiconLoader::keep(std::vector<TaxonId> taxa) {
    if (taxa.size() == 1) return {&storage_->single_taxa.emplace_back(taxa.front()), 1};
    return storage_->taxon_sets.emplace_back(std::move(taxa));
}

std::span<const TaxonId> LexiconLoader::resolve(const TsvReader& row, std::string_view cell) {
    if (cell.empty()) return {};
    const auto known = sets_.find(cell);
    if (known != sets_.end()) return known->second;
    std::vector<TaxonId> set;
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
    return sets_[cell] = keep(std::move(set));
}

// A complete list takes out what it does not hold. A renamed taxon leaves its names to the one that took its place; a
// taxon no longer listed takes them along, unless they name others too.
void LexiconLoader::remove_taxa() {
    if (removed_.empty()) return;
    constexpr auto gone = static_cast<TaxonId>(UINT32_MAX);
    std::unordered_set<std::uint32_t> others;
    for (const RegimeListing& listing : storage_->listings)
        if (listing.regime != "CITES") others.insert(static_cast<std::uint32_t>(listing.taxon));
    std::unordered_map<std::uint32_t, TaxonId> now;
    for (const auto& [name, successor] : removed_) {
        const auto old = static_cast<std::uint32_t>(storage_->taxon_by_name.at(name));
        const auto found = storage_->taxon_by_name.find(successor);
        now[old] = found != storage_->taxon_by_name.end() && !removed_.contains(successor) ? found->second : gone;
        storage_->taxa[old].appendix = Appendix::none;
        if (now[old] == gone && others.contains(old)) {  // another regime lists it still
            now.erase(old);
            continue;
        }
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
    for (const auto& [name, successor] : removed_) {
        const auto place = now.find(static_cast<std::uint32_t>(storage_->taxon_by_name.at(name)));
        if (place == now.end()) continue;
        if (place->second == gone)
            storage_->taxon_by_name.erase(name);
        else
            storage_->taxon_by_name[name] = place->second;
    }
}

// What a person says of a name counts more than what was measured; of several rows the last.
void LexiconLoader::settle_ambiguity() {
    if (judged_.empty()) return;
    std::string small;
    for (Term& term : storage_->terms) {
        if (term.kind != TermKind::common && term.kind != TermKind::product) continue;
        small = ascii_small(term.text);
        const auto found = judged_.find(small);
        if (found == judged_.end()) continue;
        for (const Judged& judged : found->second)
            if (judged.language.empty() || judged.language == term.language) term.ambiguity = judged.ambiguity;
    }
}

void LexiconLoader::remove_disabled() {
    if (disabled_.empty()) return;
    std::erase_if(storage_->terms, [&](const Term& term) {
        const auto found = disabled_.find(std::string(term.text));
        if (found == disabled_.end() || term.kind == TermKind::watch) return false;
        return std::any_of(found->second.begin(), found->second.end(),
                           [&](const std::string& tag) { return tag == "*" || tag == term.language; });
    });
}

std::unique_ptr<Lexicon::Storage> LexiconLoader::finish() {
    remove_disabled();
    remove_taxa();
    std::stable_sort(storage_->listings.begin(), storage_->listings.end(),
                     [](const RegimeListing& a, const RegimeListing& b) { return a.taxon < b.taxon; });
    if (storage_->terms.empty())
        throw DataError("species_lists", 0, "holds no term at all", "point to the folder that ships with the program");
    settle_annotations(*storage_);
    settle_shared_names(*storage_);
    settle_ambiguity();
    add_misspelt_terms(*storage_);
    storage_->digest = to_hex(hash_.finish());
    storage_->version.insert(0, "CITES Appendices 2026-03");
    return std::move(storage_);
}

Lexicon load_lexicon(std::span<const fs::path> folders) { return load_lexicon(folders, {}); }

Lexicon load_lexicon(std::span<const fs::path> folders, std::span<const WatchList> watch_lists) {
    auto storage = [&] {
        LexiconLoader loader;
        for (const fs::path& folder : folders) loader.add_folder(folder);
        for (const WatchList& list : watch_lists) loader.add_watch_list(list);
        return loader.finish();
    }();
    give_back_memory();
    return Lexicon(std::move(storage));
}

}  // namespace detector
