#include "detector/parts.h"

#include <algorithm>
#include <iterator>

namespace detector {

namespace {

bool is_plant_part(std::string_view cites_term) {
    static constexpr std::string_view codes[] = {"SEE", "ROO", "LOG", "SAW", "TIM", "VEN", "CHP", "PLY", "FLO",
                                                 "FRU", "LVS", "STE", "BAR", "GRS", "CUL", "DPL", "WPR", "FRN"};
    return std::find(std::begin(codes), std::end(codes), cites_term) != std::end(codes);
}

bool needs_a_backbone(std::string_view cites_term) {
    static constexpr std::string_view codes[] = {"SKI", "LEA", "LPS", "LPL", "FUR", "HAI", "HOR",
                                                 "TUS", "FEA", "CLA", "BON", "SKU", "GAL"};
    return std::find(std::begin(codes), std::end(codes), cites_term) != std::end(codes);
}

bool is_coral(const Taxon& taxon) { return taxon.klass == "Anthozoa" || taxon.klass == "Hydrozoa"; }

}  // namespace

bool has_part(const Lexicon& lexicon, std::span<const TaxonId> taxa, std::string_view cites_term) {
    return std::any_of(taxa.begin(), taxa.end(), [&](TaxonId id) {
        const Taxon& taxon = lexicon.taxon(id);
        if (is_plant_part(cites_term) && taxon.kingdom != "Plantae") return false;
        if (needs_a_backbone(cites_term) && is_coral(taxon)) return false;  // leather coral is no leather
        if (taxon.rank == Rank::order || taxon.rank == Rank::higher || taxon.family.empty()) return true;
        if (cites_term == "LEA")  // what skins become
            for (const std::string_view made_of : {"SKI", "LPS"})
                if (lexicon.plausible(taxon, made_of)) return true;
        return lexicon.plausible(taxon, cites_term);
    });
}

}  // namespace detector
