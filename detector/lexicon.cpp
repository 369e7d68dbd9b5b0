#include "detector/lexicon.h"

#include <algorithm>
#include <array>

#include "detector/fold.h"
#include "detector/lexicon_storage.h"

namespace detector {

Lexicon::Lexicon(std::unique_ptr<Storage> storage) : storage_(std::move(storage)) {
    constexpr std::string_view words = "context:";
    std::unordered_map<std::string_view, std::vector<std::string>*> sets;
    for (Sense& sense : storage_->senses) {
        if (!sense.needs.starts_with(words)) continue;
        const auto [set, added] = sets.try_emplace(sense.needs);
        if (added) set->second = &storage_->needed_sets.emplace_back();
        for (std::string_view rest = sense.needs.substr(words.size()); added && !rest.empty();) {
            const std::size_t comma = rest.find(',');
            if (std::string word = folded(rest.substr(0, comma)); !word.empty())
                set->second->push_back(std::move(word));
            rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
        }
        sense.needed_words = *set->second;
    }
}
Lexicon::~Lexicon() = default;
Lexicon::Lexicon(Lexicon&&) noexcept = default;
Lexicon& Lexicon::operator=(Lexicon&&) noexcept = default;

std::span<const Taxon> Lexicon::taxa() const { return storage_->taxa; }
std::span<const Term> Lexicon::terms() const { return storage_->terms; }
std::string_view Lexicon::digest() const { return storage_->digest; }
std::string_view Lexicon::version() const { return storage_->version; }

const Taxon* Lexicon::find_taxon(std::string_view name) const {
    const auto found = storage_->taxon_by_name.find(name);
    return found == storage_->taxon_by_name.end() ? nullptr : &taxon(found->second);
}

std::string_view Lexicon::expiry(const Term& term) const {
    if (term.kind != TermKind::watch) return {};
    const auto found = storage_->expiries.find({*term.file, term.line});
    return found == storage_->expiries.end() ? std::string_view() : found->second;
}

bool Lexicon::plausible(const Taxon& taxon, std::string_view cites_term) const {
    std::array<char, 96> key;  // asked for every name beside every part: no allocation
    for (std::string_view group : {taxon.name, taxon.family, taxon.order, taxon.klass, taxon.kingdom}) {
        const std::size_t size = group.size() + 1 + cites_term.size();
        if (group.empty() || size > key.size()) continue;
        auto end = std::transform(group.begin(), group.end(), key.begin(),
                                  [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
        *end++ = '\t';
        std::copy(cites_term.begin(), cites_term.end(), end);
        if (storage_->plausible.contains(std::string_view(key.data(), size))) return true;
    }
    return false;
}

}  // namespace detector
