#include "tools/demo_market/advert.h"

#include <set>

#include "detector/error.h"

namespace tools::demo_market {

extern const std::string_view listings_tsv;  // generated from listings.tsv by CMake

namespace {

constexpr std::size_t column_count = 14;

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (std::size_t at = 0;;) {
        const std::size_t end = text.find(separator, at);
        parts.emplace_back(text.substr(at, end - at));
        if (end == std::string_view::npos) return parts;
        at = end + 1;
    }
}

PageQuirks parse_quirks(const std::string& words, const std::string& file, std::size_t line) {
    PageQuirks quirks;
    for (const std::string& word : split(words, ' ')) {
        if (word.empty()) continue;
        if (word.starts_with("charset="))
            quirks.charset = word.substr(8);
        else if (word == "undeclared")
            quirks.undeclared = true;
        else if (word == "mislabelled")
            quirks.mislabelled = true;
        else if (word == "slow")
            quirks.slow = true;
        else if (word == "busy")
            quirks.busy = true;
        else if (word == "moved")
            quirks.moved = true;
        else if (word == "deep")
            quirks.deep = true;
        else if (word == "forbidden")
            quirks.forbidden = true;
        else if (word == "gone")
            quirks.gone = true;
        else if (word == "unlinked")
            quirks.unlinked = true;
        else
            throw detector::DataError(file, line, "unknown page quirk '" + word + "'", "advert.h names them");
    }
    return quirks;
}

Advert parse_row(std::string_view row, const std::string& file, std::size_t line) {
    std::vector<std::string> cells = split(row, '\t');
    if (cells.size() != column_count)
        throw detector::DataError(file, line, "has " + std::to_string(cells.size()) + " columns", "14 are needed");
    if (cells[10] != "0" && cells[10] != "1")
        throw detector::DataError(file, line, "expected is '" + cells[10] + "'", "write 0 or 1");
    Advert advert;
    std::string* const texts[] = {&advert.id,       &advert.shop,     &advert.title,  &advert.description,
                                  &advert.price,    &advert.currency, &advert.seller, &advert.location,
                                  &advert.category, &advert.language};
    for (std::size_t i = 0; i < std::size(texts); ++i) *texts[i] = std::move(cells[i]);
    advert.expected = cells[10] == "1";
    advert.taxon = std::move(cells[11]);
    advert.why = std::move(cells[12]);
    advert.quirks = parse_quirks(cells[13], file, line);
    return advert;
}

}  // namespace

std::vector<Advert> parse_adverts(std::string_view table, const std::string& file) {
    std::vector<Advert> adverts;
    std::set<std::string> ids;
    std::size_t line = 0;
    for (const std::string& row : split(table, '\n')) {
        if (++line == 1 || row.empty()) continue;  // the header; the last line's end
        adverts.push_back(parse_row(row, file, line));
        if (!ids.insert(adverts.back().id).second)
            throw detector::DataError(file, line, "id " + adverts.back().id + " stands twice", "give it another");
    }
    return adverts;
}

const std::vector<Advert>& shipped_adverts() {
    static const std::vector<Advert> adverts = parse_adverts(listings_tsv, "tools/demo_market/listings.tsv");
    return adverts;
}

}  // namespace tools::demo_market
