// The writer thread's work: takes what has arrived, commits it as one transaction, and only then says so. Used by one
// thread; the casebook's one writing connection belongs to it while a crawl runs.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "casebook/writer.h"
#include "tools/crawl_messages.h"

namespace tools {

class VisitWriter {
  public:
    VisitWriter(casebook::Writer& casebook, casebook::RunId run) : casebook_(casebook), run_(run) {}

    // Once a source before the crawl starts: its pass, and the addresses it knows already.
    void begin_source(casebook::PassId pass, std::span<const casebook::PageState> known);

    struct Result {
        std::vector<Committed> committed;  // one for each visit, in order
        casebook::Recorded recorded;
    };
    // Durable when it returns. Throws StoreError, and then nothing of the batch is kept.
    Result commit(std::vector<Visited> batch, casebook::Milliseconds now);

  private:
    struct Source {
        casebook::PassId pass{};
        std::unordered_set<std::uint64_t> known;  // hashes of addresses: what is new is told from what is not
    };

    casebook::Writer& casebook_;
    const casebook::RunId run_;
    std::vector<Source> sources_;  // by SourceId
};

}  // namespace tools
