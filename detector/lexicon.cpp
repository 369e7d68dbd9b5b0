#include "detector/lexicon.h"

#include "detector/lexicon_storage.h"
#include "detector/naming.h"

namespace detector {

bool names_something(const Term& term) {
    switch (term.kind) {
        case TermKind::part:
        case TermKind::context:
            return false;
        case TermKind::code:
        case TermKind::emoji:
            return !term.taxa.empty();
        default:
            return true;
    }
}

Lexicon::Lexicon(std::unique_ptr<Storage> storage) : storage_(std::move(storage)) {}
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
    const auto found = storage_->expiries.find({term.file, term.line});
    return found == storage_->expiries.end() ? std::string_view() : found->second;
}

bool Lexicon::plausible(const Taxon& taxon, std::string_view cites_term) const {
    for (std::string_view group : {taxon.name, taxon.family, taxon.order, taxon.klass, taxon.kingdom}) {
        if (group.empty()) continue;
        std::string key;
        for (char c : group) key += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        key += '\t';
        key += cites_term;
        if (storage_->plausible.contains(key)) return true;
    }
    return false;
}

}  // namespace detector
