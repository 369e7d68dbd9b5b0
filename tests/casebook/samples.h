// Adverts as a judge would hand them over, made by hand.
#pragma once

#include <string>

#include "casebook/records.h"

namespace samples {

inline casebook::JudgedListing innocent(const std::string& url, const std::string& title) {
    casebook::JudgedListing judged;
    judged.listing.url = url;
    judged.listing.source = "market";
    judged.listing.language = "en";
    judged.listing.passages = {{detector::Field::title, "", title},
                               {detector::Field::description, "", "A fine piece, well kept, from our house."}};
    judged.judgement.by = {"CITES Appendices 2026-03", "aaaa", "bbbb", "citeswatch 0.1.0"};
    return judged;
}

inline casebook::JudgedListing ivory(const std::string& url, const std::string& title = "Carved ivory tusk") {
    casebook::JudgedListing judged = innocent(url, title);
    judged.listing.seller = "old_things";
    judged.listing.location = "Lyon";
    judged.listing.price = {"€ 1.200", "1200", "EUR"};
    casebook::Judgement& judgement = judged.judgement;
    judgement.level = detector::Level::high;
    judgement.score = 78;
    judgement.confidence = 0.93;
    judgement.appendix = "I";
    judgement.claims = {"antique"};
    judgement.taxa = {{.taxon_id = "4521",
                       .scientific_name = "Loxodonta africana",
                       .rank = "species",
                       .appendix = "I/II",
                       .annotation = "",
                       .kingdom = "Animalia",
                       .klass = "Mammalia",
                       .order = "Proboscidea",
                       .family = "Elephantidae",
                       .specimens = {"TUS", "CAR"}}};
    const auto at = static_cast<std::uint32_t>(title.find("ivory"));
    judgement.matches = {{0, detector::Field::title, at, at + 5, "ivory", "ivory", "product", "en", "exact"}};
    judgement.reasons = {{"product-implies-taxon", 78, "'ivory' is elephant ivory unless shown otherwise", {0}}};
    return judged;
}

}  // namespace samples
