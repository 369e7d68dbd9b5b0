// A finished evaluation as text: a table for people, JSON for scripts and for --compare.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tools/evaluation.h"

namespace tools {

// Figures, then every miss and every false alarm with its reasons; with `earlier` also what changed since that run.
std::string report_table(const Report& report, const std::vector<Judged>& rows, const nlohmann::json* earlier);

// One object: the figures, and under "rows" every row, so that a later run can be compared with it.
std::string report_json(const Report& report, const std::vector<Judged>& rows, std::string_view lists);

}  // namespace tools
