// Fetched pictures into their tables. Internal to casebook/; runs on the Writer's thread, inside its transactions.
#pragma once

#include "casebook/records.h"
#include "casebook/sql.h"

namespace casebook {

class PictureStore {
  public:
    explicit PictureStore(Database& database);
    // The fetch is the newest one of the picture's address: what an earlier one found gives way.
    void put(std::int64_t fetch, const Picture& picture);

  private:
    Statement put_, known_, forget_band_, add_band_;
};

}  // namespace casebook
