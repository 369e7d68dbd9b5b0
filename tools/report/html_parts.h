// Pieces of HTML that the report, the notice to a platform and the case summary share. Every text that comes from an
// advert goes through escaped(); what is returned is HTML. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "casebook/reader.h"
#include "tools/message_catalogue.h"
#include "tools/report/cites_words.h"

namespace tools::report {

class HtmlParts {
  public:
    HtmlParts(const MessageCatalogue& words, const CitesWords& cites) : words_(words), cites_(cites) {}

    // From the doctype to the heading, within <main>. Nothing is fetched when the page is opened and no script runs.
    std::string begin(std::string_view title, std::string_view name, std::string_view lead) const;
    std::string end(std::string_view software, casebook::Milliseconds made) const;

    // A term and its value (HTML); nothing for an empty value.
    std::string fact(std::string_view key, const std::string& value) const;
    std::string head_row(const std::vector<std::string_view>& keys) const;  // <tr> of <th>
    std::string tile(std::int64_t count, const std::string& label) const;
    std::string level_badge(detector::Level level) const;
    std::string appendix(const std::string& appendix) const;  // "Appendix I", or a dash
    std::string specimens(const std::vector<std::string>& codes) const;
    // Scientific name in italics where the rank asks for it (genus and below).
    std::string taxon(const casebook::JudgedTaxon& taxon) const;
    std::string notes(const casebook::JudgedTaxon& taxon) const;     // annotation and split, in plain words
    std::string listings(const casebook::JudgedTaxon& taxon) const;  // Appendix, then other regimes, a line each
    std::string digest(const std::string& hex) const;                // breaks anywhere

  private:
    const MessageCatalogue& words_;
    const CitesWords& cites_;
};

}  // namespace tools::report
