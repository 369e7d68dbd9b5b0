// The summary of a case that is handed to another agency: subject, accounts, adverts, taxa with their Appendix and
// CITES trade terms, quantities, places, and the evidence with its digests.
//
// The case is what the filters select, or the adverts named by --listing. Scores, notes and the names of analysts stay
// at home: another agency judges for itself. Every count is over exactly the adverts that are listed.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "casebook/links.h"
#include "casebook/reader.h"
#include "tools/console.h"
#include "tools/report.h"

namespace tools {

struct CaseAccount {
    std::string source, seller;  // seller empty: the pages name none
    std::int64_t adverts = 0;
    casebook::Milliseconds first_seen_ms = 0, last_seen_ms = 0;
    std::vector<std::string> contacts;  // "phone +336..."
};

struct CaseTaxon {
    casebook::JudgedTaxon taxon;                // as the first advert has it
    std::map<std::string, std::int64_t> terms;  // trade term code -> adverts
    std::int64_t adverts = 0;
};

struct CaseAdvert {
    casebook::StoredListing stored;
    std::vector<casebook::StoredPicture> pictures;
};

struct CaseSummary {
    std::string name, from, reference, casebook;
    casebook::Filter filter;
    casebook::Milliseconds made_ms = 0, first_seen_ms = 0, last_seen_ms = 0;
    std::int64_t gone = 0, captures = 0, pictures = 0;
    std::vector<CaseAdvert> adverts;                                   // strongest first
    std::vector<CaseAccount> accounts;                                 // most adverts first
    std::vector<CaseTaxon> taxa;                                       // by Appendix, then most adverts
    std::vector<casebook::Count> appendices, statuses, terms, places;  // largest first
    // What is asked in total, by currency: exact sums of the amounts that could be read, "1234.56", and of how many.
    struct Asked {
        std::string currency, sum;
        std::int64_t adverts = 0;
    };
    std::vector<Asked> asked;
    std::vector<casebook::LinkGroup> groups;
};

CaseSummary case_of(casebook::Reader& reader, casebook::LinkReader& links, const casebook::Filter& filter);

// `citeswatch report --case`.
int summarise_case(const ReportOptions& options, Console& console);

}  // namespace tools
