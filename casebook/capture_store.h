// Captures into the evidence chain. Internal to casebook/; runs on the Writer's thread, inside its transactions.
#pragma once

#include <cstdint>

#include "casebook/custody.h"
#include "casebook/records.h"
#include "casebook/sql.h"

namespace casebook {

class CaptureStore {
  public:
    explicit CaptureStore(Database& database);
    void append(std::int64_t fetch_id, std::int64_t source, const FetchRecord& fetch);
    CaptureId last() const { return CaptureId{end_.number}; }
    void reload();  // after a rollback: the head as the file has it

  private:
    Database& database_;
    Statement append_, full_;
    ChainEnd end_;
};

}  // namespace casebook
