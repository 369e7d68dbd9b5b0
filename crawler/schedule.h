// When a source is due: `every = "6h"` or `cron = "0 3 * * *"`. Pure: time is an argument. Times are UTC.
#pragma once

#include <bitset>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace crawler {

// "90s", "15m", "6h", "1d12h", "2w": whole numbers with units from large to small. Nothing for anything else or zero.
std::optional<std::chrono::seconds> parse_duration(std::string_view text);

// "500ms", "1.5s", "2s" or as parse_duration: how long to wait between requests. Zero is allowed.
std::optional<std::chrono::milliseconds> parse_delay(std::string_view text);

using UtcSeconds = std::chrono::sys_time<std::chrono::seconds>;

// Five fields as in crontab(5): minute hour day month weekday; lists, ranges, steps, names, @hourly and its kin. As
// there, a time matches when day *or* weekday does if both are restricted.
class Cron {
  public:
    static std::optional<Cron> parse(std::string_view text);
    // The first matching minute after `time`; nothing when there is none within nine years (30 February).
    std::optional<UtcSeconds> next_after(UtcSeconds time) const;

  private:
    bool day_matches(std::chrono::sys_days day) const;
    std::bitset<60> minutes_;
    std::bitset<24> hours_;
    std::bitset<32> days_;
    std::bitset<13> months_;
    std::bitset<7> weekdays_;  // Sunday = 0
    bool any_day_ = true, any_weekday_ = true;
};

// When a source last passed at `last` is due again; never before `last`. Neither given: only when asked for.
struct Schedule {
    std::optional<std::chrono::seconds> every;
    std::optional<Cron> cron;

    bool is_set() const { return every || cron; }
    // Of several missed runs one is made up for: the result may lie in the past.
    std::optional<UtcSeconds> due_after(UtcSeconds last) const;
};

}  // namespace crawler
