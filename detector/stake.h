// What is at stake once a mention counts: Appendix, specimen, quantity, concealment, claims. Only this part of the
// score tells a tusk from a watch strap; it never decides whether something is flagged.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "detector/assess.h"
#include "detector/cues.h"
#include "detector/evidence.h"
#include "detector/mentions.h"

namespace detector {

// CITES trade term codes of what the mention offers, most specific first; empty where the words do not say.
std::vector<std::string> specimens_of(const Advert& advert, const Mention& mention, const Weighed& weighed);

// Reasons with points for what is offered, by the weights `stake.*`.
std::vector<Reason> stakes_of(const Advert& advert, const Mention& mention, const std::vector<std::string>& specimens,
                              Appendix appendix);

// "antique", "captive bred", ...: as the advert words them, each once.
std::vector<std::string> claims_of(const Advert& advert);

// "3 kg": the quantity nearest to the mention, as written; empty when none is stated.
std::string quantity_of(const Advert& advert, const Mention& mention);

}  // namespace detector
