// Fills a Lexicon's storage from the tables of its folders. Internal to the detector: others call load_lexicon().
//
// lexicon_loader.cpp says which tables there are and in which order they are read (names resolve backwards only, taxa
// first), and settles what a later folder changes; lexicon_rows.cpp says what a row of each table means. A row that
// breaks a rule throws DataError with file, line and remedy.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "detector/digest.h"
#include "detector/lexicon_storage.h"
#include "detector/tsv.h"
#include "detector/watch_terms.h"

namespace detector {

// BCP 47 as far as the tables use it: "en", "pt-BR", "zh-Hans".
bool is_language(std::string_view tag);

class LexiconLoader {
  public:
    LexiconLoader() : storage_(std::make_unique<Lexicon::Storage>()) {}

    void add_folder(const std::filesystem::path& folder);
    void add_watch_list(const WatchList& list) { detector::add_watch_list(list, *storage_, hash_); }
    std::unique_ptr<Lexicon::Storage> finish();

  private:
    struct Table {
        std::string_view base;
        void (LexiconLoader::*read)(TsvReader&);
        std::vector<std::string_view> columns;
        bool kept = true;  // its bytes, into which its terms point; else what is needed of them was copied
    };
    // How far a name is trusted in a language (empty: in any), as a person decided.
    struct Judged {
        std::string_view language;
        Ambiguity ambiguity = Ambiguity::none;
    };
    static const std::vector<Table>& tables();

    void read_file(const std::filesystem::path& path, const Table& table);
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
    void read_everyday_words(TsvReader& row);
    void read_spellings(TsvReader& row);
    void read_misspellings(TsvReader& row);
    void read_split_characters(TsvReader& row);
    void read_emoji_words(TsvReader& row);
    void read_ambiguity(TsvReader& row);
    void read_disabled(TsvReader& row);
    void read_replaced_regimes(TsvReader& row);
    void read_listings(TsvReader& row);
    void read_annotation_parts(TsvReader& row);
    void read_removed_taxa(TsvReader& row);
    void read_set(TsvReader& row);

    Term& add_term(const TsvReader& row, std::string_view text, std::string_view language, TermKind kind);
    TaxonId put_taxon(const Taxon& taxon);
    std::span<const TaxonId> keep(std::vector<TaxonId> taxa);
    std::string_view keep(std::string_view text);
    std::string_view keep_once(std::string_view text);  // of texts that repeat: languages, families
    std::span<const TaxonId> resolve(const TsvReader& row, std::string_view cell);
    void settle_ambiguity();
    void remove_disabled();
    void remove_taxa();

    std::unique_ptr<Lexicon::Storage> storage_;
    Sha256 hash_;
    const std::string* file_ = nullptr;                                    // the table being read, as messages name it
    std::unordered_map<std::string_view, std::span<const TaxonId>> sets_;  // cell -> resolved, most repeat
    std::unordered_set<std::string_view> repeated_;                        // what keep_once() kept
    std::unordered_map<std::string_view, std::size_t> scientific_;         // text -> index in terms
    std::unordered_map<std::string, std::vector<Judged>> judged_;  // name in small letters -> what ambiguity.tsv says
    std::unordered_map<std::string, std::vector<std::string>> disabled_;  // text -> languages (or "*")
    std::unordered_map<std::string_view, std::string_view> removed_;      // taxon -> what took its place, or empty
};

}  // namespace detector
