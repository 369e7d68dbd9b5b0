#include "tools/report/filter_words.h"

#include <vector>

namespace tools::report {

std::string filter_words(const casebook::Filter& filter, const MessageCatalogue& words) {
    std::string text;
    const auto say = [&](std::string_view key, const std::string& value) {
        if (!value.empty()) text += (text.empty() ? "" : "; ") + words(key, value);
    };
    const auto any = [](const std::vector<std::string>& values) {
        std::string list;
        for (const std::string& value : values) list += (list.empty() ? "" : ", ") + value;
        return list;
    };
    if (filter.least_level == detector::Level::none) text = words("filter.unflagged");
    if (filter.least_level > detector::Level::low)
        say("filter.level", words("level." + std::string(detector::to_string(filter.least_level))));
    say("filter.appendix", any(filter.appendices));
    say("filter.regime", any(filter.regimes));
    say("filter.taxon", filter.taxon);
    say("filter.source", any(filter.sources));
    say("filter.platform", any(filter.platform));
    say("filter.language", filter.language);
    if (!filter.status.empty()) say("filter.status", words("status." + filter.status));
    say("filter.since", filter.since);
    say("filter.until", filter.until);
    say("filter.seller", filter.seller);
    say("filter.assignee", filter.assignee == "-" ? words("desk.nobody") : filter.assignee);
    say("filter.rule", filter.rule);
    say("filter.word", filter.word);
    say("filter.text", filter.text);
    std::string ids;
    for (const casebook::ListingId id : filter.listings)
        ids += (ids.empty() ? "" : ", ") + std::to_string(static_cast<std::int64_t>(id));
    say("filter.listings", ids);
    return text.empty() ? words("all") : text;
}

}  // namespace tools::report
