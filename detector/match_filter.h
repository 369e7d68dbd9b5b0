// Which of overlapping matches to keep: the longest name wins over what it is made of.
#pragma once

#include <vector>

#include "detector/lexicon.h"
#include "detector/matcher.h"

namespace detector {

// A match with what the filter needs to know; `stop` marks an ordinary word that hides what it covers.
struct Candidate {
    Match match;
    bool stop = false;
};

// Orders by span.begin, longer first, drops duplicates and what a longer match explains, and the stop words.
//   - a name, product, code, emoji or stop word hides every name and context word inside it, and a part inside it where
//     it says which part is meant ("elephant tusk")
//   - a context term of an innocent role hides names and parts inside it ("elephant garlic"), of any other role only
//     context inside it ("real ivory" leaves the ivory)
//   - a part hides the parts inside it
void keep_longest(std::vector<Candidate>& candidates, const Lexicon& lexicon);

}  // namespace detector
