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

namespace tools::report {

using Sink = std::function<void(std::string_view)>;

struct Head {
    std::string casebook;  // its name, for the heading
    std::string filter;    // casebook::to_string
    std::string software;
    casebook::Milliseconds made_ms = 0;
    casebook::Summary summary;
};

class Renderer {
  public:
    virtual ~Renderer() = default;
    virtual void begin(const Head& head) = 0;
    virtual bool has_overview() const { return false; }
    virtual void overview_row(const casebook::StoredListing&) {}
    virtual void advert(const casebook::StoredListing& stored, const std::vector<casebook::VerdictEntry>& verdicts) = 0;
    virtual void end() = 0;
};

std::unique_ptr<Renderer> html_renderer(Sink sink, const MessageCatalogue& words);
std::unique_ptr<Renderer> csv_renderer(Sink sink);
std::unique_ptr<Renderer> jsonl_renderer(Sink sink);
std::unique_ptr<Renderer> xlsx_renderer(Sink sink, const MessageCatalogue& words);

std::string iso_time(casebook::Milliseconds time);  // "2026-03-04 05:06:07 UTC"; empty for 0
std::string title_of(const casebook::StoredListing& stored);

}  // namespace tools::report
