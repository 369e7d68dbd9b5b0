// The frontier's durable half: passes, pages and hosts. Internal to casebook/; runs on the Writer's thread, inside its
// transactions.
#pragma once

#include <string>
#include <vector>

#include "casebook/records.h"
#include "casebook/sql.h"

namespace casebook {

class PageStore {
  public:
    explicit PageStore(Database& database);

    std::vector<PageState> pages(std::int64_t source, PassId pass);
    // `page` as it stands after its fetch.
    void put(std::int64_t source, PassId pass, const PageState& page);
    void discover(std::int64_t source, PassId pass, const PageState& page);

    std::vector<HostState> hosts();
    void remember(const HostState& host);

  private:
    Database& database_;
    Statement put_, discover_, remember_;
};

}  // namespace casebook
