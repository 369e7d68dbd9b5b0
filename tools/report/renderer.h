// One form of a report. begin(), then overview_row() for each where the form has_overview(), then advert() for each in
// the same order, then end(); what is written goes to the sink given
// at construction as it comes, so that memory does not grow with the report. Used by one thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "casebook/reader.h"
#include "tools/message_catalogue.h"
#include "tools/report/cites_words.h"
#include "tools/report/groups.h"

namespace tools::report {

using Sink = std::function<void(std::string_view)>;

struct Head {
    std::string casebook;   // its name, for the heading
    std::string selection;  // in the report's language
    std::string software;
    casebook::Milliseconds made_ms = 0;
    casebook::Summary summary;
    std::vector<casebook::Count> by_country;  // names in the report's language, largest first; empty: unknown
    std::vector<casebook::LinkGroup> groups;  // numbered from 1
};

class Renderer {
  public:
    virtual ~Renderer() = default;
    virtual void begin(const Head& head) = 0;
    virtual bool has_overview() const { return false; }
    virtual void overview_row(const casebook::StoredListing&) {}
    virtual void advert(const casebook::StoredListing& stored, const std::vector<casebook::VerdictEntry>& verdicts,
                        const std::vector<casebook::StoredPicture>& pictures) = 0;
    virtual void end() = 0;
};

std::unique_ptr<Renderer> html_renderer(Sink sink, const MessageCatalogue& words, const CitesWords& cites);
std::unique_ptr<Renderer> csv_renderer(Sink sink);
std::unique_ptr<Renderer> jsonl_renderer(Sink sink);
std::unique_ptr<Renderer> xlsx_renderer(Sink sink, const MessageCatalogue& words);

std::string iso_time(casebook::Milliseconds time);  // "2026-03-04 05:06:07 UTC"; empty for 0
std::string title_of(const detector::Listing& listing);
inline std::string title_of(const casebook::StoredListing& stored) { return title_of(stored.listing); }

}  // namespace tools::report
