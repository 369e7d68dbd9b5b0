// The parts of an advert's page; each is empty where there is nothing to show.
#pragma once

#include "tools/review/visit.h"

namespace tools::review {

// The advert's own words, matched ones marked in place, each naming what it stands for.
Html advert_text(const Visit& visit, const casebook::StoredListing& stored);
// Reasons for and against, with their points and the words they rest on.
Html reasons_table(const Visit& visit, const casebook::StoredListing& stored, const std::string& query);
Html taxon_cards(const Visit& visit, const casebook::StoredListing& stored);
Html facts(const Visit& visit, const casebook::StoredListing& stored, const std::string& assignee);
Html pictures(const Visit& visit, const casebook::StoredListing& stored);
// Other adverts of the seller, and the same text or picture elsewhere.
Html connections(const Visit& visit, const casebook::StoredListing& stored);
Html captures_and_versions(const Visit& visit, const casebook::StoredListing& stored);
Html trail(const Visit& visit, const casebook::StoredListing& stored, const std::string& query);
// Decide, note, assign.
Html decision_forms(const Visit& visit, const casebook::StoredListing& stored, std::int64_t standing,
                    const std::string& assignee, const std::string& query);

}  // namespace tools::review
