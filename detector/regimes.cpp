#include "detector/regimes.h"

#include <algorithm>
#include <vector>

#include "detector/lexicon_storage.h"

namespace detector {

namespace {

std::span<const RegimeListing> own_listings(const std::vector<RegimeListing>& all, TaxonId taxon) {
    const auto less = [](const auto& a, const auto& b) { return a.taxon < b.taxon; };
    const auto [begin, end] = std::equal_range(all.begin(), all.end(), RegimeListing{taxon, {}, {}, {}, {}}, less);
    return {begin, end};
}

// The taxon, then the species of a subspecies, the genus, family, order and class above it, as far as they are known.
std::vector<TaxonId> with_groups(const Lexicon::Storage& storage, TaxonId taxon) {
    const Taxon& below = storage.taxa[static_cast<std::uint32_t>(taxon)];
    const std::size_t genus = below.name.find(' ');
    std::vector<TaxonId> groups{taxon};
    for (const std::string_view name :
         {below.name.substr(0, below.name.find(' ', genus == std::string_view::npos ? genus : genus + 1)),
          below.name.substr(0, genus), below.family, below.order, below.klass}) {
        const auto found = storage.taxon_by_name.find(name);
        if (found != storage.taxon_by_name.end() &&
            std::find(groups.begin(), groups.end(), found->second) == groups.end())
            groups.push_back(found->second);
    }
    return groups;
}

}  // namespace

std::string words_of(const RegimeListing& listing) {
    std::string words(listing.regime);
    words += listing.regime == "EU" ? " Annex " : ": ";
    return words += listing.listing;
}

std::vector<RegimeListing> other_listings(const Lexicon& lexicon, TaxonId taxon) {
    std::vector<RegimeListing> others;
    const Lexicon::Storage& storage = lexicon.storage();
    if (storage.listings.empty()) return others;
    // The nearest rank a regime lists decides for that regime.
    for (const TaxonId each : with_groups(storage, taxon)) {
        const std::size_t nearer = others.size();
        for (const RegimeListing& listing : own_listings(storage.listings, each)) {
            const bool met = std::any_of(others.begin(), others.end(), [&](const RegimeListing& known) {
                const bool is_nearer = &known < others.data() + nearer;
                return known.regime == listing.regime && (is_nearer || known.listing == listing.listing);
            });
            if (listing.regime != "CITES" && !met) others.push_back(listing);
        }
    }
    return others;
}

std::span<const RegimeListing> listings_of(const Lexicon& lexicon, TaxonId taxon) {
    const Lexicon::Storage& storage = lexicon.storage();
    if (storage.listings.empty()) return {};
    for (const TaxonId each : with_groups(storage, taxon))
        if (const auto listed = own_listings(storage.listings, each); !listed.empty()) return listed;
    return {};
}

}  // namespace detector
