#include "crawler/archived_page.h"

#include <string_view>
#include <utility>

namespace crawler {
namespace {

// A resource may be a file of the crawler's own disk ("file:", "metadata:"): no page. Schemes know no case.
bool of_the_web(std::string_view uri) {
    const std::string_view scheme = uri.substr(0, uri.find(':'));
    constexpr std::string_view http = "http";
    if (scheme.size() < http.size() || scheme.size() > http.size() + 1) return false;
    for (std::size_t i = 0; i < scheme.size(); ++i)
        if ((scheme[i] | 0x20) != (i < http.size() ? http[i] : 's')) return false;
    return true;
}

}  // namespace

std::optional<ArchivedPage> next_page(WarcReader& reader) {
    while (std::optional<WarcRecord> record = reader.next()) {
        const bool is_response = record->type == WarcType::response && !record->http_line.empty();
        if (!is_response && record->type != WarcType::resource) continue;
        if (!of_the_web(record->target_uri) || !record->coding_left.empty() || record->payload().empty()) continue;
        ArchivedPage page;
        page.offset = record->offset;
        page.ip = record->header("WARC-IP-Address");
        page.content_type = is_response ? std::string(record->http_header("content-type")) : record->content_type;
        page.http_status = is_response ? record->http_status : 200;
        page.body = record->body_decoded ? std::move(record->decoded_body) : std::string(record->payload());
        page.url = std::move(record->target_uri);
        page.date = std::move(record->date);
        page.headers = std::move(record->http_headers);
        return page;
    }
    return std::nullopt;
}

}  // namespace crawler
