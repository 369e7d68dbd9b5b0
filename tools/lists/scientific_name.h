// Scientific names as official downloads write them: lists joined by ", " without escaping, with authors whose names
// hold commas too. Pure; total on any text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tools::lists {

// "Panthera tigris (Linnaeus, 1758)" -> "Panthera tigris". Keeps the genus, a subgenus's brackets left out, and up to
// three epithets with their rank marks (subsp., var., f.) and hybrid signs. Empty when the text begins with no genus.
std::string without_author(std::string_view name);

// Parts a list of synonyms: only at a comma that a capitalised word and a lower-case epithet follow, for authors hold
// commas ("Felis tigris Linnaeus, 1758, Tigris striatus Severtzov, 1858"). `authored` false (the column without
// authors): every comma parts. Names come without their authors, in order, each once.
std::vector<std::string> split_synonyms(std::string_view list, bool authored);

// "Genus epithet" shaped: a capitalised genus of Latin letters and at least one lower-case epithet.
bool is_binomial(std::string_view name);

}  // namespace tools::lists
