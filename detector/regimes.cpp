#include "detector/regimes.h"

#include <algorithm>

#include "detector/lexicon_storage.h"

namespace detector {

namespace {

std::span<const RegimeListing> own_listings(const std::vector<RegimeListing>& all, TaxonId taxon) {
    const auto less = [](const auto& a, const auto& b) { return a.taxon < b.taxon; };
    const auto [begin, end] = std::equal_range(all.begin(), all.end(), RegimeListing{taxon, {}, {}, {}, {}}, less);
    return {begin, end};
}

}  // namespace

std::span<const RegimeListing> listings_of(const Lexicon& lexicon, TaxonId taxon) {
    const Lexicon::Storage& storage = lexicon.storage();
    if (storage.listings.empty()) return {};
    if (const auto own = own_listings(storage.listings, taxon); !own.empty()) return own;
    const Taxon& below = lexicon.taxon(taxon);
    for (const std::string_view name :
         {below.name.substr(0, below.name.find(' ')), below.family, below.order, below.klass}) {
        const auto found = storage.taxon_by_name.find(name);
        if (found == storage.taxon_by_name.end() || found->second == taxon) continue;
        if (const auto above = own_listings(storage.listings, found->second); !above.empty()) return above;
    }
    return {};
}

}  // namespace detector
