#include "tools/review/search.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "casebook/selection.h"

namespace tools::review {

namespace {

constexpr std::size_t longest_value = 400;

using Fields = std::multimap<std::string, std::string>;

std::string first(const Fields& fields, const char* name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string{} : found->second.substr(0, longest_value);
}

std::vector<std::string> all(const Fields& fields, const char* name) {
    std::vector<std::string> values;
    for (auto [at, end] = fields.equal_range(name); at != end; ++at)
        if (!at->second.empty() && values.size() < 40) values.push_back(at->second.substr(0, longest_value));
    return values;
}

std::string date(std::string text) {
    if (text.empty()) return text;
    try {
        casebook::day_start(text);
        return text;
    } catch (const std::invalid_argument&) {
        return {};
    }
}

std::optional<casebook::Place> place(std::string_view text) {
    const std::size_t dot = text.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    std::int64_t key = 0, id = 0;
    const auto whole = [](std::string_view digits, std::int64_t& number) {
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        return error == std::errc{} && end == digits.data() + digits.size();
    };
    if (!whole(text.substr(0, dot), key) || !whole(text.substr(dot + 1), id)) return std::nullopt;
    return casebook::Place{key, casebook::ListingId{id}};
}

Search read(const Fields& fields) {
    Search search;
    casebook::Filter& filter = search.filter;
    using detector::Level;
    const std::string level = first(fields, "level");
    for (const Level each : {Level::none, Level::low, Level::medium, Level::high, Level::critical})
        if (level == to_string(each)) filter.least_level = each;
    filter.appendices = all(fields, "appendix");
    filter.regimes = all(fields, "regime");
    filter.taxon = first(fields, "taxon");
    filter.sources = all(fields, "source");
    filter.language = first(fields, "language");
    filter.seller = first(fields, "seller");
    filter.assignee = first(fields, "assignee");
    filter.since = date(first(fields, "since"));
    filter.until = date(first(fields, "until"));
    filter.text = first(fields, "q");
    filter.rule = first(fields, "rule");
    filter.word = first(fields, "word");
    filter.word_language = first(fields, "word_language");
    filter.word_kind = first(fields, "word_kind");
    filter.word_alone = !filter.word.empty() && first(fields, "alone") == "1";
    const std::string status = first(fields, "status");
    filter.status = "new";
    if (status == "all") filter.status.clear();
    for (const char* known : {"confirmed", "dismissed", "unsure"})
        if (status == known) filter.status = known;
    const std::string order = first(fields, "order");
    if (order == "newest") search.walk.order = casebook::Order::newest;
    if (order == "oldest") search.walk.order = casebook::Order::oldest;
    search.walk.from = place(first(fields, "after"));
    if (!search.walk.from) {
        search.walk.from = place(first(fields, "before"));
        search.walk.backwards = search.walk.from.has_value();
    }
    return search;
}

int hex_value(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

std::string percent_decoded(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
            plain += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            plain += text[i] == '+' ? ' ' : text[i];
        }
    }
    return plain;
}

}  // namespace

Search read_search(const HttpRequest& request) { return read(request.parameters); }

std::multimap<std::string, std::string> query_fields(std::string_view query) {
    std::multimap<std::string, std::string> fields;
    for (std::size_t at = 0; at < query.size();) {
        const std::size_t end = std::min(query.find('&', at), query.size());
        const std::string_view pair = query.substr(at, end - at);
        const std::size_t equals = pair.find('=');
        if (equals != std::string_view::npos)
            fields.emplace(percent_decoded(pair.substr(0, equals)), percent_decoded(pair.substr(equals + 1)));
        at = end + 1;
    }
    return fields;
}

Search read_search(const std::string& query) { return read(query_fields(query)); }

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '_' || c == '.' || c == '~';
        if (plain)
            encoded += c;
        else
            (encoded += '%') += {digits[byte >> 4], digits[byte & 15]};
    }
    return encoded;
}

std::string query_string(const Search& search) {
    const casebook::Filter& filter = search.filter;
    std::string query;
    const auto add = [&query](const char* name, const std::string& value) {
        if (!value.empty()) query += (query.empty() ? "" : "&") + std::string(name) + '=' + percent_encoded(value);
    };
    if (filter.status != "new") add("status", filter.status.empty() ? "all" : filter.status);
    if (filter.least_level != detector::Level::low) add("level", std::string(to_string(filter.least_level)));
    for (const std::string& appendix : filter.appendices) add("appendix", appendix);
    for (const std::string& regime : filter.regimes) add("regime", regime);
    add("taxon", filter.taxon);
    for (const std::string& source : filter.sources) add("source", source);
    add("language", filter.language);
    add("seller", filter.seller);
    add("assignee", filter.assignee);
    add("since", filter.since);
    add("until", filter.until);
    add("q", filter.text);
    add("rule", filter.rule);
    add("word", filter.word);
    add("word_language", filter.word_language);
    add("word_kind", filter.word_kind);
    if (filter.word_alone) add("alone", "1");
    if (search.walk.order == casebook::Order::newest) add("order", "newest");
    if (search.walk.order == casebook::Order::oldest) add("order", "oldest");
    return query;
}

std::string place_query(const casebook::Place& place, bool backwards) {
    return (backwards ? "before=" : "after=") + std::to_string(place.key) + '.' +
           std::to_string(static_cast<std::int64_t>(place.id));
}

std::string with_query(std::string path, const std::string& query) {
    return query.empty() ? path : std::move(path) + (path.find('?') == std::string::npos ? '?' : '&') + query;
}

}  // namespace tools::review
