#include "crawler/sources/api_source.h"

namespace crawler {

std::string ApiSource::root(std::size_t index) const {
    std::string out = index < config_.urls.size() ? config_.urls[index] : std::string();
    while (!out.empty() && out.back() == '/') out.pop_back();
    return out;
}

Lead ApiSource::api_lead(std::string url, std::string context) {
    return {std::move(url), LeadKind::api, 0, 1, std::move(context), false};
}

std::uint32_t ApiSource::page_of(std::string_view context) {
    std::uint32_t page = 0;
    for (char c : context)
        if (c >= '0' && c <= '9' && page < 1'000'000) page = page * 10 + static_cast<std::uint32_t>(c - '0');
    return page ? page : 1;
}

Json ApiSource::json_of(const Answer& answer, Reading& reading) {
    Json json = Json::parse(answer.result.body);
    if (!json.valid()) reading.note = "the answer is no JSON";
    return json;
}

detector::Listing ApiSource::listing_for(std::string id, std::string url) const {
    detector::Listing listing;
    listing.id = std::move(id);
    listing.url = std::move(url);
    listing.source = config_.name;
    return listing;
}

std::vector<Lead> PagedShops::seeds() const {
    std::vector<Lead> leads;
    for (std::size_t shop = 0; shop < config_.urls.size(); ++shop) leads.push_back(page_lead(shop, 1));
    return leads;
}

Lead PagedShops::page_lead(std::size_t shop, std::uint32_t number) const {
    return api_lead(page_url(shop, number), std::to_string(number));
}

std::size_t PagedShops::shop_of(const std::string& url) const {
    for (std::size_t shop = 0; shop < config_.urls.size(); ++shop)
        if (url.compare(0, root(shop).size(), root(shop)) == 0) return shop;
    return 0;
}

std::string next_link(std::string_view header) {
    while (!header.empty()) {
        const std::size_t open = header.find('<');
        const std::size_t close = header.find('>', open == std::string_view::npos ? 0 : open);
        if (open == std::string_view::npos || close == std::string_view::npos) return {};
        const std::string_view target = header.substr(open + 1, close - open - 1);
        header.remove_prefix(close + 1);
        const std::string_view parameters = header.substr(0, header.find('<'));
        for (std::string_view form : {"rel=\"next\"", "rel=next", "rel='next'"})
            if (parameters.find(form) != std::string_view::npos) return std::string(target);
    }
    return {};
}

}  // namespace crawler
