// The custody log: who took what out of the casebook or removed it, each entry linked to the one before, so that a
// changed, removed or inserted entry shows. An entry also states how far the evidence chain had come. Internal to
// casebook/; runs on the Writer's thread, inside its transactions.
#pragma once

#include <cstdint>
#include <string>

#include "casebook/records.h"
#include "casebook/sql.h"

namespace casebook {

// The last entry of each chain: number 0 and the chain's origin where there is none.
struct ChainEnd {
    std::int64_t number = 0;
    std::string link;
};
ChainEnd end_of_captures(Database& database);
ChainEnd end_of_custody(Database& database);

// Id of the new entry. Line breaks in the texts become spaces.
std::int64_t log_custody(Database& database, CustodyEntry entry);

}  // namespace casebook
