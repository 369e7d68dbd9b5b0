#include "tools/lists/check_set.h"

#include <array>
#include <unordered_set>

#include "detector/fold.h"
#include "tools/data_folders.h"
#include "tools/lists/plain_text.h"
#include "tools/lists/table.h"

namespace tools::lists {

namespace {

std::size_t code_points(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) detector::next_code_point(text, at);
    return count;
}

// Latin and Cyrillic, or Latin and Greek, letters in one word: a look-alike slipped in.
bool mixes_scripts(const std::string& text) {
    bool latin = false, other = false;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = detector::next_code_point(text, at);
        const bool is_latin = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0x250);
        const bool is_other = c >= 0x370 && c < 0x530;
        if (!is_latin && !is_other && c != '\'' && c != 0x2019) latin = other = false;  // the next word
        latin |= is_latin;
        other |= is_other;
        if (latin && other) return true;
    }
    return false;
}

// "&eacute;", "&#233;": a character reference that nobody has undone.
bool holds_reference(const std::string& text) {
    for (std::size_t at = text.find('&'); at != std::string::npos; at = text.find('&', at + 1)) {
        std::size_t end = at + 1;
        if (end < text.size() && text[end] == '#') ++end;
        const std::size_t begin = end;
        while (end < text.size() && std::isalnum(static_cast<unsigned char>(text[end]))) ++end;
        if (end > begin && end < text.size() && text[end] == ';') return true;
    }
    return false;
}

// What is wrong with the characters of a name; empty where nothing is.
std::string_view encoding_trouble(const std::string& text) {
    if (mixes_scripts(text)) return "mixes Latin letters with Cyrillic or Greek ones in a word";
    if (text.find("\xEF\xBF\xBD") != std::string::npos) return "holds a character that could not be read";
    if (holds_reference(text)) return "holds a character reference that is not undone";
    if (text.find("Ã©") != std::string::npos || text.find("â€") != std::string::npos)
        return "is UTF-8 that was read as Latin-1";
    if (text.find('?') != std::string::npos) return "holds a question mark, which often stands for a lost character";
    return {};
}

class Checker {
  public:
    Checker(const ListSet& set, const EverydayWords& everyday, const std::string& today)
        : set_(set), everyday_(everyday), today_(today) {}

    std::vector<Finding> run() {
        for (const Taxon& taxon : set_.taxa) known_.insert(taxon.name);
        taxa();
        synonyms();
        names();
        for (const RegimeListing& listing : set_.listings)
            if (!known_.contains(listing.taxon))
                add(FindingKind::orphan, listing.place, "listing of '" + listing.taxon + "'");
        for (const CodeWord& word : set_.code_words) {
            orphans(word.taxa, word.place, word.term);
            if (word.needs.empty() || word.needs == "none")
                add(FindingKind::no_context, word.place,
                    "'" + word.term + "' (" + word.language + ") counts alone: give it a need");
        }
        for (const WatchTerm& term : set_.watch_terms) {
            if (!term.expiry.empty() && term.expiry < today_)
                add(FindingKind::expired, term.place, "'" + term.text + "' expired on " + term.expiry);
            if (term.needs == "none")
                add(FindingKind::no_context, term.place, "'" + term.text + "' counts alone: give it a need");
            orphans(term.taxa, term.place, term.text);
        }
        return std::move(findings_);
    }

  private:
    void add(FindingKind kind, const Place& place, std::string text) {
        findings_.push_back({kind, place, std::move(text)});
    }

    void encoding(const std::string& name, const Place& place) {
        if (const std::string_view trouble = encoding_trouble(name); !trouble.empty())
            add(FindingKind::encoding, place, "'" + name + "' " + std::string(trouble));
    }
    void orphans(const std::vector<std::string>& taxa, const Place& place, const std::string& of) {
        for (const std::string& taxon : taxa)
            if (!known_.contains(taxon))
                add(FindingKind::orphan, place, "'" + of + "' names '" + taxon + "', which no table lists");
    }

    void taxa() {
        std::unordered_set<std::string> named;
        for (const CommonName& row : set_.common_names) named.insert(row.taxa.begin(), row.taxa.end());
        std::unordered_map<std::string, const Taxon*> ids;
        for (const Taxon& taxon : set_.taxa) {
            if (taxon.derived) continue;
            if (taxon.rank.empty() || taxon.kingdom.empty())
                add(FindingKind::classification, taxon.place, taxon.name + " has no rank or no kingdom");
            encoding(taxon.name, taxon.place);
            if (taxon.appendix == "I" && taxon.rank == "species" && !named.contains(taxon.name))
                add(FindingKind::nameless, taxon.place, taxon.name + " (Appendix I) has no common name");
            if (taxon.id.empty() || taxon.id[0] == 'x') continue;
            if (const auto [found, fresh] = ids.try_emplace(taxon.id, &taxon); !fresh)
                add(FindingKind::duplicate, taxon.place,
                    "id " + taxon.id + " names both " + found->second->name + " and " + taxon.name);
        }
    }

    void synonyms() {
        std::unordered_map<std::string, const Synonym*> seen;
        for (const Synonym& row : set_.synonyms) {
            if (!known_.contains(row.accepted))
                add(FindingKind::orphan, row.place,
                    "'" + row.name + "' is a synonym of '" + row.accepted + "', which no table lists");
            encoding(row.name, row.place);
            const auto [found, fresh] = seen.try_emplace(row.name, &row);
            if (!fresh && found->second->accepted == row.accepted)
                add(FindingKind::duplicate, row.place, "synonym '" + row.name + "' stands twice");
            else if (!fresh)
                add(FindingKind::duplicate, row.place,
                    "synonym '" + row.name + "' means both " + found->second->accepted + " and " + row.accepted);
        }
    }

    void names() {
        std::unordered_set<std::string> seen;
        for (const CommonName& row : set_.common_names) {
            orphans(row.taxa, row.place, row.name);
            encoding(row.name, row.place);
            const std::string name = detector::folded(row.name);
            if (!seen.insert(detector::case_folded(row.name) + "\t" + row.language + "\t" + joined(row.taxa, ";"))
                     .second)
                add(FindingKind::duplicate, row.place, "'" + row.name + "' (" + row.language + ") stands twice");
            if (!row.ambiguity.empty() && row.ambiguity != "none") continue;
            if (const std::string ordinary = everyday_.language_of(name); !ordinary.empty())
                add(FindingKind::everyday_word, row.place,
                    "'" + row.name + "' (" + row.language + ") is an ordinary word (" + ordinary +
                        "): mark its ambiguity, so that it needs support");
        }
    }

    const ListSet& set_;
    const EverydayWords& everyday_;
    const std::string& today_;
    std::unordered_set<std::string> known_;
    std::vector<Finding> findings_;
};

}  // namespace

std::string_view to_string(FindingKind kind) {
    static constexpr std::array<std::string_view, 8> names{
        "orphan",   "duplicate", "everyday word", "code word without context",
        "encoding", "nameless",  "expired",       "classification"};
    return names[static_cast<std::size_t>(kind)];
}

bool is_error(FindingKind kind) {
    return kind == FindingKind::orphan || kind == FindingKind::encoding || kind == FindingKind::expired;
}

void EverydayWords::add(const std::string& word, const std::string& language) {
    std::string& languages = languages_[detector::folded(word)];
    languages += (languages.empty() ? "" : ", ") + language;
}

std::string EverydayWords::language_of(const std::string& folded_name) const {
    if (folded_name.empty() || folded_name.find(' ') != std::string::npos) return {};
    if (const auto found = languages_.find(folded_name); found != languages_.end()) return found->second;
    const bool latin = static_cast<unsigned char>(folded_name[0]) < 0x80;
    return latin && code_points(folded_name) <= 3 ? "short" : "";
}

EverydayWords everyday_words() {
    EverydayWords words;
    const std::filesystem::path path = data_folder() / "species_lists" / "everyday_words.tsv";
    if (!std::filesystem::exists(path)) return words;
    Table table(path, false);
    SetBuilder problems;
    while (table.next(problems))
        for (const std::string& word : split_list(table.cell({"words"}), ' '))
            words.add(word, std::string(table.cell({"language"})));
    return words;
}

std::vector<Finding> check_set(const ListSet& set, const EverydayWords& everyday, const std::string& today) {
    return Checker(set, everyday, today).run();
}

}  // namespace tools::lists
