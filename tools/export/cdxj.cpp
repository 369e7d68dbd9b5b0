#include "tools/export/cdxj.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "crawler/ascii.h"

namespace tools {

namespace {

std::vector<std::string> parts_of(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(separator, at), text.size());
        parts.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

std::string joined(const std::vector<std::string>& parts, char separator) {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) text += (i ? std::string(1, separator) : "") + parts[i];
    return text;
}

// "www.", "www2." and so on.
void drop_www(std::string& host) {
    if (!host.starts_with("www")) return;
    const std::size_t dot = host.find_first_not_of("0123456789", 3);
    if (dot != std::string::npos && host[dot] == '.') host.erase(0, dot + 1);
}

}  // namespace

std::string surt(std::string_view url) {
    const std::string text = crawler::ascii_lowered(url);
    const std::size_t scheme = text.find("://");
    if (scheme == std::string::npos || (!text.starts_with("http:") && !text.starts_with("https:")))
        return std::string(url);
    const std::size_t begin = scheme + 3;
    const std::size_t path = std::min(text.find_first_of("/?#", begin), text.size());
    std::string host = text.substr(begin, path - begin);
    host.erase(0, host.rfind('@') + 1);  // npos + 1: nothing to erase
    std::string port;
    if (const std::size_t colon = host.rfind(':'); colon != std::string::npos && host.back() != ']') {
        port = host.substr(colon);
        host.resize(colon);
    }
    if (port == (text[4] == 's' ? ":443" : ":80") || port == ":") port.clear();
    drop_www(host);
    std::vector<std::string> labels = parts_of(host, '.');
    std::reverse(labels.begin(), labels.end());
    std::string key = joined(labels, ',') + port + ')';

    const std::string rest = text.substr(path, text.find('#', path) - path);
    const std::size_t query = std::min(rest.find('?'), rest.size());
    key += query == 0 ? "/" : rest.substr(0, query);
    if (query + 1 < rest.size()) {
        std::vector<std::string> parameters = parts_of(rest.substr(query + 1), '&');
        std::sort(parameters.begin(), parameters.end());
        key += '?' + joined(parameters, '&');
    }
    return key;
}

std::string cdx_time(std::string_view warc_date) {
    std::string digits;
    for (const char c : warc_date)
        if (c >= '0' && c <= '9' && digits.size() < 14) digits += c;
    return digits;
}

std::string cdxj_line(const crawler::WarcRecord& record, std::uint64_t offset, std::string_view file) {
    using crawler::WarcType;
    if (record.type != WarcType::response && record.type != WarcType::revisit && record.type != WarcType::resource)
        return {};
    std::string mime = record.type == WarcType::revisit    ? "warc/revisit"
                       : record.type == WarcType::response ? std::string(record.http_header("content-type"))
                                                           : record.content_type;
    mime = mime.substr(0, mime.find(';'));
    while (!mime.empty() && mime.back() == ' ') mime.pop_back();
    nlohmann::ordered_json fields = {{"url", record.target_uri}, {"mime", mime}};
    if (record.http_status) fields["status"] = std::to_string(record.http_status);
    fields["digest"] = record.header("WARC-Payload-Digest");
    fields["length"] = std::to_string(record.length);
    fields["offset"] = std::to_string(offset);
    fields["filename"] = file;
    return surt(record.target_uri) + ' ' + cdx_time(record.date) + ' ' +
           fields.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace tools
