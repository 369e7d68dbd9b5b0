#include "detector/annotation_scope.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "detector/lexicon_storage.h"

namespace detector {

namespace {

// The annotation of a group's species, or "?" where two differ.
using Agreed = std::unordered_map<std::string_view, std::string_view>;

void hear(Agreed& agreed, std::string_view group, std::string_view annotation) {
    if (group.empty()) return;
    const auto [found, fresh] = agreed.try_emplace(group, annotation);
    if (!fresh && found->second != annotation) found->second = "?";
}

std::string_view said_of(const Agreed& agreed, std::string_view group) {
    const auto found = agreed.find(group);
    return found == agreed.end() || found->second == "?" ? std::string_view() : found->second;
}

std::string_view genus_of(const Taxon& taxon) { return taxon.name.substr(0, taxon.name.find(' ')); }

bool holds(const std::vector<std::string_view>& codes, std::string_view code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

}  // namespace

Coverage coverage(const Lexicon& lexicon, const Taxon& taxon, std::string_view cites_term) {
    const auto& scopes = lexicon.storage().annotation_scopes;
    const auto found = scopes.find(taxon.annotation);
    if (found == scopes.end() || cites_term.empty()) return Coverage::unknown;
    if (cites_term == "LIV") return Coverage::counts;  // annotations speak of parts; the whole plant is listed
    const AnnotationScope& scope = found->second;
    for (const auto& [part, group] : scope.unsure)
        if (part == cites_term && (group == taxon.family || group == taxon.name)) return Coverage::unknown;
    if (holds(scope.left_out, cites_term)) return Coverage::left_out;
    if (scope.only.empty()) return Coverage::counts;
    return holds(scope.only, cites_term) ? Coverage::counts : Coverage::left_out;
}

bool left_out(const Lexicon& lexicon, std::span<const TaxonId> taxa, std::string_view cites_term) {
    return !taxa.empty() && std::all_of(taxa.begin(), taxa.end(), [&](TaxonId id) {
        return coverage(lexicon, lexicon.taxon(id), cites_term) == Coverage::left_out;
    });
}

void settle_annotations(Lexicon::Storage& storage) {
    Agreed by_genus, by_family;
    const auto plant = [](const Taxon& taxon) { return taxon.kingdom == "Plantae" && taxon.appendix == Appendix::II; };
    for (const Taxon& taxon : storage.taxa) {
        if (!plant(taxon) || taxon.annotation.empty()) continue;
        hear(by_genus, genus_of(taxon), taxon.annotation);
        hear(by_family, taxon.family, taxon.annotation);
    }
    for (Taxon& taxon : storage.taxa) {
        // A genus of mixed Appendices (Dalbergia, with D. nigra in I) is still named by its annotated part.
        const bool group = taxon.kingdom == "Plantae" && taxon.rank >= Rank::genus && taxon.appendix != Appendix::I;
        if (!taxon.annotation.empty() || (!plant(taxon) && !group)) continue;
        const auto family = storage.taxon_by_name.find(taxon.family);
        const bool family_whole =
            family != storage.taxon_by_name.end() && storage.taxa[static_cast<std::uint32_t>(family->second)].whole;
        taxon.annotation = said_of(taxon.rank == Rank::family ? by_family : by_genus, genus_of(taxon));
        if (taxon.annotation.empty() && family_whole) taxon.annotation = said_of(by_family, taxon.family);
    }
}

}  // namespace detector
