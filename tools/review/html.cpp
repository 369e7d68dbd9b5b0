#include "tools/review/html.h"

#include "tools/report/html_text.h"

namespace tools::review {

std::string_view Html::up_to_hole(std::string_view rest) {
    const std::size_t hole = rest.find("{}");
    bytes_ += rest.substr(0, hole);
    return rest.substr(hole + 2);
}

void Html::put(std::string_view text) { bytes_ += report::escaped(text); }

}  // namespace tools::review
