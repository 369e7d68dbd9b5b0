// Captures of pages that were passed over, until they are read. Internal to casebook/; runs on the Writer's thread,
// inside its transactions.
#pragma once

#include <string_view>

#include "casebook/records.h"
#include "casebook/sql.h"

namespace casebook {

class PassedOver {
  public:
    explicit PassedOver(Database& database);

    void add(CaptureId capture, std::string_view screened_by);
    // The page was read again: passed over by these now, or (empty) it is an advert. False where it is none of those
    // that were passed over any more.
    bool settle(CaptureId capture, std::string_view screened_by);

  private:
    Database& database_;
    Statement add_, again_, drop_;
};

}  // namespace casebook
