// Custody: what was handed out is recorded in the casebook. Shared by everything that hands out.
#pragma once

#include <filesystem>
#include <string>

#include "casebook/writer.h"
#include "tools/console.h"

namespace tools::report {

casebook::Milliseconds unix_now();
// `who` as given, else the login name.
std::string export_name(const std::string& who);
// False, with a warning, where the casebook cannot be written to: what was made stays made.
bool record_export(const std::filesystem::path& casebook, const casebook::Writer::Export& taken,
                   casebook::Milliseconds now, Console& console);

}  // namespace tools::report
