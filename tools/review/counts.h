// Counts by status, remembered for a moment: many analysts look at the same queue, and a crawl beside them may change
// it with every commit. Our own writes forget at once. Safe from many threads.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "casebook/desk_reader.h"

namespace tools::review {

class Counts {
  public:
    // Counted exactly up to ten thousand.
    std::vector<casebook::StatusCount> of(casebook::DeskReader& queue, const casebook::Filter& filter,
                                          const std::string& key);
    void forget();

  private:
    struct Remembered {
        std::vector<casebook::StatusCount> counts;
        std::chrono::steady_clock::time_point at;
    };
    std::mutex mutex_;  // guards all below
    std::map<std::string, Remembered> remembered_;
};

}  // namespace tools::review
