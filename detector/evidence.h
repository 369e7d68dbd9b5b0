// Evidence rules applied to one mention: every cue kind counts once, by the first of its rules that fits.
#pragma once

#include <cstdint>
#include <vector>

#include "detector/assess.h"
#include "detector/cues.h"
#include "detector/mentions.h"

namespace detector {

struct CountedRule {
    const EvidenceRule* rule = nullptr;
    const Cue* cue = nullptr;  // that it stands on; none for rules that always hold
};

struct Weighed {
    int points = 0;                    // sum of the rules
    std::vector<CountedRule> rules;    // those with points, in the order of the cues' names; views into the advert
    std::vector<std::uint32_t> parts;  // cues that name what is offered: indexes into Advert::cues
};

Weighed weigh(const Advert& advert, const Mention& mention);

// The rules that counted, in words for the analyst.
std::vector<Reason> reasons_of(const Advert& advert, const Mention& mention, const Weighed& weighed);

}  // namespace detector
