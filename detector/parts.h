// Which parts a taxon has: no bark grows on an animal, no horn on a parrot. Pure.
#pragma once

#include <span>
#include <string_view>

#include "detector/lexicon.h"

namespace detector {

// May what CITES calls `cites_term` come from one of these? The list goes by family: of orders everything is believed.
bool has_part(const Lexicon& lexicon, std::span<const TaxonId> taxa, std::string_view cites_term);

}  // namespace detector
