// Captures into the evidence chain. Internal to casebook/; runs on the Writer's thread, inside its transactions.
#pragma once

#include <cstdint>
#include <string>

#include "casebook/records.h"
#include "casebook/sql.h"

namespace casebook {

class CaptureStore {
  public:
    explicit CaptureStore(Database& database);
    void append(std::int64_t fetch, const Capture& capture);
    void reload();  // after a rollback: the head as the file has it

  private:
    Database& database_;
    Statement append_;
    std::int64_t last_ = 0;
    std::string head_;
};

}  // namespace casebook
