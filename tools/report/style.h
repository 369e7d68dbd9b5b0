// The style sheet of HTML reports: one column that reads well on paper and at 360 px, light and dark by preference.
#pragma once

#include <string_view>

namespace tools::report {

std::string_view style_sheet();

}  // namespace tools::report
