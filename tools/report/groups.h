// Which of a report's groups an advert belongs to. Groups are numbered from 1 in the order given.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "casebook/links.h"
#include "tools/message_catalogue.h"

namespace tools::report {

class GroupIndex {
  public:
    explicit GroupIndex(const std::vector<casebook::LinkGroup>& groups);
    std::size_t of(casebook::ListingId id) const;  // 0: none

  private:
    std::unordered_map<std::int64_t, std::size_t> groups_;
};

// "contact +33612345678 (3)", in the report's language; not escaped.
std::string tie_words(const casebook::LinkGroup::Tie& tie, const MessageCatalogue& words);
std::string account_words(const casebook::LinkGroup::Account& account, const MessageCatalogue& words);

}  // namespace tools::report
