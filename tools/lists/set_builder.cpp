#include "tools/lists/set_builder.h"

#include "detector/fold.h"

namespace tools::lists {

namespace {

constexpr std::size_t longest_name = 200;  // bytes; what is longer is a sentence, and the matcher refuses it

void fill(std::string& into, std::string& from) {
    if (into.empty()) into = std::move(from);
}

}  // namespace

void SetBuilder::add_taxon(Taxon taxon, const Appendices& appendices) {
    const auto [found, fresh] = by_name_.try_emplace(taxon.name, set_.taxa.size());
    if (fresh) {
        set_.taxa.push_back(std::move(taxon));
        appendices_.push_back(appendices);
        return;
    }
    Taxon& known = set_.taxa[found->second];
    appendices_[found->second].join(appendices);
    fill(known.id, taxon.id);
    fill(known.author, taxon.author);
    fill(known.kingdom, taxon.kingdom);
    fill(known.klass, taxon.klass);
    fill(known.order, taxon.order);
    fill(known.family, taxon.family);
    fill(known.annotation, taxon.annotation);
    known.whole = known.whole && taxon.whole;
}

void SetBuilder::add_synonym(const std::string& name, const std::string& accepted, const Place& place) {
    if (name.empty() || name == accepted || name.size() > longest_name) return;
    if (!seen_.insert("s\t" + name + "\t" + accepted).second) return;
    set_.synonyms.push_back({name, accepted, {}, place});
}

void SetBuilder::add_common_name(const std::string& name, const std::string& language, const std::string& taxon,
                                 const Place& place) {
    if (name.empty() || name == taxon) return;
    if (name.size() > longest_name) {
        add_problem(place, "a common name longer than " + std::to_string(longest_name) + " bytes is left out");
        return;
    }
    const auto [found, fresh] =
        common_.try_emplace(detector::case_folded(name) + "\t" + language, set_.common_names.size());
    if (fresh) set_.common_names.push_back({name, language, {}, {}, {}, place});
    if (seen_.insert("c\t" + std::to_string(found->second) + "\t" + taxon).second)
        set_.common_names[found->second].taxa.push_back(taxon);
}

void SetBuilder::add_listing(RegimeListing listing) {
    if (listing.listing.empty()) return;
    if (seen_.insert("l\t" + listing.taxon + "\t" + listing.regime + "\t" + listing.listing + "\t" + listing.note)
            .second)
        set_.listings.push_back(std::move(listing));
}

ListSet SetBuilder::finish() {
    for (std::size_t i = 0; i < set_.taxa.size(); ++i) set_.taxa[i].appendix = appendices_[i].label();
    return std::move(set_);
}

}  // namespace tools::lists
