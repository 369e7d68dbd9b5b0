// What a decision can be, and why an advert can be dismissed: the same for one advert and for many.
#pragma once

#include <array>
#include <string>

#include "tools/review/visit.h"

namespace tools::review {

inline constexpr std::array<const char*, 8> dismissal_reasons{
    "other_sense",  // the word means something else here
    "imitation",    // artificial, toy, print
    "no_offer",     // nothing is offered
    "domestic",     // a domestic form or breed
    "not_listed",   // a species that is not listed
    "papers",       // lawful as far as can be seen: documents were checked
    "duplicate",   "other"};

bool is_verdict(const std::string& verdict);
bool is_reason(const std::string& reason);
Html reason_choice(const Visit& visit);

}  // namespace tools::review
