// What a worker does with a response: read it, judge its adverts, and put into one record all that the casebook is to
// keep. Owned by one worker thread; the sources are shared and constant.
#pragma once

#include <functional>
#include <memory>
#include <span>

#include "casebook/records.h"
#include "crawler/sources/source.h"
#include "tools/crawl_messages.h"

namespace tools {

// Judges one advert; owns the scratch it needs. Made on the worker's thread.
using JudgeAdvert = std::function<casebook::JudgedListing(detector::Listing)>;
using MakeJudgeAdvert = std::function<JudgeAdvert()>;

// How long until a page is worth another look: halved when it changed, doubled when it did not, within bounds.
struct RevisitRule {
    std::chrono::milliseconds first{0};  // 0: every pass looks at every page
    std::chrono::milliseconds least{std::chrono::hours(1)};
    std::chrono::milliseconds most{std::chrono::hours(24 * 30)};
    std::string lists{};        // digest of the species lists whose names pages are screened for
    std::string screened_by{};  // the same for the casebook (name_screen.h)
    std::chrono::milliseconds after(std::chrono::milliseconds before, bool changed) const;
    // What stands for the digest of a page's text where the screen passed it over: nothing of it was judged or kept.
    static constexpr std::string_view any_passed_over = "passed-over:";
    std::string passed_over() const { return std::string(any_passed_over) + lists; }
    // New lists may name what the old ones did not: such a page is fetched and read again though it did not change.
    bool is_outdated(std::string_view text_digest) const {
        return text_digest.starts_with(any_passed_over) && text_digest != passed_over();
    }
};

FoundLink found_link(crawler::Lead lead, crawler::SourceId source);

class PageWorker {
  public:
    using Sources = std::span<const std::unique_ptr<crawler::Source>>;
    PageWorker(Sources sources, JudgeAdvert judge, const RevisitRule& revisit)
        : sources_(sources), judge_(std::move(judge)), revisit_(revisit) {}

    Visited process(Fetched fetched);

  private:
    void read_body(const Fetched& fetched, const crawler::Source& source, Visited& out);
    void follow_redirect(const Fetched& fetched, const crawler::Source& source, Visited& out);

    Sources sources_;
    JudgeAdvert judge_;
    RevisitRule revisit_;
};

}  // namespace tools
