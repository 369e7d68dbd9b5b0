#include "detector/misspellings.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "detector/fold.h"
#include "detector/inflection.h"

namespace detector {

namespace {

bool is_written_by_sellers(const Term& term) {
    return term.kind == TermKind::common || term.kind == TermKind::product || term.kind == TermKind::code;
}

class Misspeller {
  public:
    explicit Misspeller(Lexicon::Storage& storage) : storage_(storage) {
        for (const Misspelling& each : storage.misspellings) {
            by_word_[folded(each.word)].push_back(&each);
            languages_.insert(each.language);
        }
    }

    void add_all() {
        const std::size_t listed = storage_.terms.size();
        for (std::size_t i = 0; i < listed; ++i) {
            const Term term = storage_.terms[i];  // a copy: the terms grow
            if (!is_written_by_sellers(term) || !languages_.contains(primary_language(term.language))) continue;
            fold(term.text, text_);
            for (std::size_t begin = 0; begin < text_.text.size();) {
                const std::size_t end = std::min(text_.text.find_first_of(" -", begin), text_.text.size());
                if (const auto found = by_word_.find(text_.text.substr(begin, end - begin)); found != by_word_.end())
                    for (const Misspelling* each : found->second) add(term, begin, end, *each);
                begin = end + 1;
            }
        }
    }

  private:
    void add(const Term& right, std::size_t begin, std::size_t end, const Misspelling& each) {
        if (each.language != primary_language(right.language)) return;
        for (std::string_view left = each.written; !left.empty();) {
            const std::size_t length = std::min(left.find(';'), left.size());
            std::string wrong = text_.text;
            wrong.replace(begin, end - begin, left.substr(0, length));
            left.remove_prefix(std::min(length + 1, left.size()));
            Term& term = storage_.terms.emplace_back(right);
            term.text = storage_.made.emplace_back(std::move(wrong));
            term.misspelt = true;
            term.file = each.file;
            term.line = each.line;
        }
    }

    Lexicon::Storage& storage_;
    std::unordered_map<std::string, std::vector<const Misspelling*>> by_word_;
    std::unordered_set<std::string_view> languages_;
    FoldedPassage text_;
};

}  // namespace

void add_misspelt_terms(Lexicon::Storage& storage) { Misspeller(storage).add_all(); }

}  // namespace detector
