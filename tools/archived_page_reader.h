// Pages that a crawl kept and passed over, read again from the archive: as their sources read pages, with today's
// lists.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "casebook/records.h"
#include "crawler/sources/source.h"
#include "tools/judge.h"

namespace tools {

// The sources whose pages are read: as a configuration has them, with their profiles; else as plain sites. Constant
// once made, shared by threads.
class ArchivedSources {
  public:
    // `config` empty: none is known. Throws detector::DataError where it cannot be used. `judge` must outlive this.
    ArchivedSources(const std::vector<std::string>& names, const std::filesystem::path& config, const Judge& judge);
    const crawler::Source& named(const std::string& name) const { return *sources_.at(name); }

  private:
    std::map<std::string, std::unique_ptr<crawler::Source>> sources_;
};

// Owned by one thread.
class ArchivedPageReader {
  public:
    ArchivedPageReader(std::filesystem::path archive, const ArchivedSources& sources, const Judge& judge)
        : archive_(std::move(archive)), sources_(sources), bench_(judge) {}

    // The page's adverts, judged; none where its words name nothing still. Throws std::runtime_error, in words that
    // follow "capture 7: ", where the archive does not hold the page or it cannot be read.
    casebook::PageReading read(casebook::PassedOverPage page);

  private:
    const std::filesystem::path archive_;
    const ArchivedSources& sources_;
    Judge::Bench bench_;
};

}  // namespace tools
