// A report over the adverts a filter selects, in any of its forms: what `citeswatch report` writes to a file and the
// review desk sends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "casebook/links.h"
#include "casebook/reader.h"
#include "tools/report/country.h"
#include "tools/report/renderer.h"

namespace tools {

enum class ReportFormat : std::uint8_t { html, csv, xlsx, jsonl };
std::string_view name_of(ReportFormat format);

namespace report {

struct ReportPlan {
    std::string casebook;  // its name, for the heading
    ReportFormat format = ReportFormat::html;
    casebook::Filter filter;
    std::size_t limit = 0;  // adverts at most, strongest first; 0: all
    casebook::Milliseconds made_ms = 0;
};

// Gives the adverts it holds. What is written goes to `sink` as it comes.
std::vector<casebook::ListingId> write_report(const ReportPlan& plan, casebook::Reader& reader,
                                              casebook::LinkReader& links, const MessageCatalogue& words,
                                              const CitesWords& cites, const Countries& countries, Sink sink);

}  // namespace report
}  // namespace tools
