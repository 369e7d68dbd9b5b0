// Evidence rules applied to one mention: every cue kind counts once, by the first of its rules that fits.
#pragma once

#include <cstdint>
#include <vector>

#include "detector/assess.h"
#include "detector/cues.h"
#include "detector/mentions.h"

namespace detector {

struct Weighed {
    int points = 0;                    // sum of the reasons
    std::vector<Reason> reasons;       // each with its points, in the order of the cues' names
    std::vector<std::uint32_t> parts;  // cues that name what is offered: indexes into Advert::cues
};

Weighed weigh(const Advert& advert, const Mention& mention);

}  // namespace detector
