// One advert in full as HTML: its words with the telling ones marked, what it says of itself, taxa, the arithmetic of
// its flag, the evidence, and what people decided.
#pragma once

#include <string>
#include <vector>

#include "casebook/reader.h"
#include "tools/message_catalogue.h"
#include "tools/report/html_parts.h"

namespace tools::report {

class HtmlAdvert {
  public:
    HtmlAdvert(const MessageCatalogue& words, const HtmlParts& parts) : words_(words), parts_(parts) {}

    // `group`: its number among the report's groups, 0 for none.
    std::string operator()(const casebook::StoredListing& stored, const std::vector<casebook::VerdictEntry>& verdicts,
                           const std::vector<casebook::StoredPicture>& pictures, std::size_t group) const;

  private:
    std::string texts(const casebook::StoredListing& stored) const;
    std::string facts(const casebook::StoredListing& stored, std::size_t group) const;
    std::string taxa(const casebook::Judgement& judgement) const;
    std::string reasons(const casebook::Judgement& judgement) const;
    std::string evidence(const casebook::StoredListing& stored,
                         const std::vector<casebook::StoredPicture>& pictures) const;
    std::string decisions(const std::vector<casebook::VerdictEntry>& verdicts) const;

    const MessageCatalogue& words_;
    const HtmlParts& parts_;
};

// Does this attribute only say again what the advert's price, seller, place, category or title says? Shops repeat them
// in tables and structured data; a person needs them once.
bool repeats(const detector::Listing& listing, const detector::Passage& attribute);

}  // namespace tools::report
