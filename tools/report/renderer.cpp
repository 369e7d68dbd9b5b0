#include "tools/report/renderer.h"

#include <fmt/format.h>

#include <chrono>

namespace tools::report {

std::string iso_time(casebook::Milliseconds time) {
    if (time == 0) return {};
    using namespace std::chrono;
    const sys_time<milliseconds> instant{milliseconds{time}};
    const sys_days day = floor<days>(instant);
    const year_month_day date{day};
    const hh_mm_ss clock{floor<seconds>(instant - day)};
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02} UTC", int(date.year()), unsigned(date.month()),
                       unsigned(date.day()), clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string title_of(const detector::Listing& listing) {
    const std::string_view title = listing.first(detector::Field::title);
    if (!title.empty() || listing.passages.empty()) return std::string(title);
    std::string start = listing.passages.front().text.substr(0, 80);  // a social post has no title
    while (!start.empty() && start.size() == 80 && (static_cast<unsigned char>(start.back()) & 0x80)) start.pop_back();
    return start;
}

}  // namespace tools::report
