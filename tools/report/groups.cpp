#include "tools/report/groups.h"

namespace tools::report {

GroupIndex::GroupIndex(const std::vector<casebook::LinkGroup>& groups) {
    for (std::size_t number = 0; number < groups.size(); ++number)
        for (const casebook::ListingId id : groups[number].listings)
            groups_.emplace(static_cast<std::int64_t>(id), number + 1);
}

std::size_t GroupIndex::of(casebook::ListingId id) const {
    const auto found = groups_.find(static_cast<std::int64_t>(id));
    return found == groups_.end() ? 0 : found->second;
}

std::string tie_words(const casebook::LinkGroup::Tie& tie, const MessageCatalogue& words) {
    std::string text = words("tie." + std::string(to_string(tie.kind)));
    if (!tie.value.empty()) text += " " + tie.value;
    return text + " (" + words.number(static_cast<std::int64_t>(tie.adverts)) + ")";
}

std::string account_words(const casebook::LinkGroup::Account& account, const MessageCatalogue& words) {
    return (account.seller.empty() ? words("unnamed") : account.seller) + " @ " + account.source + " (" +
           words.number(static_cast<std::int64_t>(account.adverts)) + ")";
}

}  // namespace tools::report
