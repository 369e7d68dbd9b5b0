// What the JSON forms of reports share.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "casebook/reader.h"

namespace tools::report {

nlohmann::ordered_json capture_json(const casebook::CaptureOf& capture);
// Address, and where it was fetched: digest, look and capture.
nlohmann::ordered_json picture_json(const casebook::StoredPicture& picture);

}  // namespace tools::report
