// The writer thread's work: takes what has arrived, commits it as one transaction, and only then says so. Used by one
// thread; the casebook's one writing connection belongs to it while a crawl runs.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "casebook/writer.h"
#include "crawler/warc_writer.h"
#include "tools/crawl_messages.h"

namespace tools {

class VisitWriter {
  public:
    // `archive` null: nothing is kept but the casebook's rows. `every_page`: not only those with flagged adverts.
    VisitWriter(casebook::Writer& casebook, casebook::RunId run, crawler::WarcWriter* archive, bool every_page = false)
        : casebook_(casebook), run_(run), archive_(archive), every_page_(every_page) {}

    // Once a source before the crawl starts: its pass, and the addresses it knows already.
    void begin_source(casebook::PassId pass, std::span<const casebook::PageState> known);

    struct Result {
        std::vector<Committed> committed;  // one for each visit, in order
        casebook::Recorded recorded;
    };
    // Durable when it returns. Throws StoreError, and then nothing of the batch is kept.
    Result commit(std::vector<Visited> batch, casebook::Milliseconds now);

  private:
    void keep(const Visited& visited, casebook::FetchRecord& record);

    struct Source {
        casebook::PassId pass{};
        std::unordered_set<std::uint64_t> known;  // hashes of addresses: what is new is told from what is not
    };

    casebook::Writer& casebook_;
    const casebook::RunId run_;
    crawler::WarcWriter* const archive_;
    const bool every_page_;
    std::vector<Source> sources_;  // by SourceId
};

}  // namespace tools
