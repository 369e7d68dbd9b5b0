#include "tools/crawl_schedule.h"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "casebook/error.h"
#include "casebook/write_lock.h"
#include "detector/digest.h"
#include "detector/error.h"
#include "tools/crawl_metrics.h"

namespace tools {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using std::chrono::system_clock;

constexpr std::chrono::seconds most_jitter{300};
constexpr std::chrono::seconds retry_after_failure{60};  // a full disk, a locked casebook: try again, do not spin

UnixTime wall_clock() { return std::chrono::floor<milliseconds>(system_clock::now()); }

// Up to a tenth of the interval, told by name and time alone.
milliseconds jitter(const crawler::SourceConfig& source, crawler::UtcSeconds due) {
    std::chrono::seconds room = most_jitter;
    if (source.schedule.every) room = std::min(room, *source.schedule.every / 10);
    const detector::Digest digest =
        detector::sha256(source.name + '\n' + std::to_string(due.time_since_epoch().count()));
    std::uint32_t random = 0;
    std::memcpy(&random, digest.data(), sizeof random);
    return milliseconds(random % (static_cast<std::uint32_t>(room.count()) * 1000U + 1U));
}

// What the signals ask for, told to whoever waits.
class Wishes {
  public:
    Wishes() : stopper_([this] { tell(&Wishes::stop_); }, [this] { tell(&Wishes::reload_); }) {}

    bool stop() {
        const std::lock_guard lock(mutex_);
        return stop_;
    }
    bool take_reload() {
        const std::lock_guard lock(mutex_);
        return std::exchange(reload_, false);
    }
    // False when something was asked for meanwhile.
    bool wait_until(UnixTime time) {
        std::unique_lock lock(mutex_);
        return !changed_.wait_until(lock, time, [&] { return stop_ || reload_; });
    }
    std::function<void(CrawlEngine*)> observer() { return stopper_.observer(); }

  private:
    void tell(bool Wishes::*wish) {
        {
            const std::lock_guard lock(mutex_);
            this->*wish = true;
        }
        changed_.notify_all();
    }

    std::mutex mutex_;  // guards the two wishes
    std::condition_variable changed_;
    bool stop_ = false, reload_ = false;
    StopAnEngine stopper_;  // last: its thread uses the others
};

}  // namespace

std::vector<DueSource> due_sources(const crawler::CrawlConfig& config, const std::vector<casebook::PassState>& passes,
                                   UnixTime now) {
    std::map<std::string, casebook::PassState> last;
    for (const casebook::PassState& pass : passes) last[pass.source] = pass;
    std::vector<DueSource> due;
    for (const crawler::SourceConfig& source : config.sources) {
        if (!source.enabled || !source.schedule.is_set()) continue;
        const auto before = last.find(source.name);
        if (before == last.end() || !before->second.ended_ms) {
            due.push_back({source.name, now});
            continue;
        }
        const auto started =
            crawler::UtcSeconds(std::chrono::floor<std::chrono::seconds>(milliseconds(before->second.started_ms)));
        const std::optional<crawler::UtcSeconds> at = source.schedule.due_after(started);
        if (at) due.push_back({source.name, *at + jitter(source, *at)});
    }
    std::stable_sort(due.begin(), due.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    return due;
}

int run_schedule(const CrawlOptions& options, Console& console) {
    Wishes wishes;
    crawler::CrawlConfig config = crawler::read_config(config_file(options.config));
    auto judge = std::make_unique<Judge>(options.extra_lists, watch_of(options, config), console);
    const std::filesystem::path casebook_file = casebook_of(options, config);
    const casebook::WriteLock only_one(casebook_file.string() + ".schedule");
    CrawlMetrics metrics(options.metrics_port);
    if (options.metrics_port > 0) console.note("metrics on " + metrics.address());

    bool failures = false;
    while (!wishes.stop()) {
        if (wishes.take_reload()) {
            try {
                crawler::CrawlConfig fresh = crawler::read_config(config_file(options.config));
                judge = std::make_unique<Judge>(options.extra_lists, watch_of(options, fresh), console);
                config = std::move(fresh);
                console.note("configuration and lists read again");
            } catch (const std::exception& error) {
                console.warn(fmt::format("{}; going on with the configuration as it was", error.what()));
            }
        }
        std::vector<DueSource> due;
        try {
            due = due_sources(config, casebook::Writer(casebook_file).last_passes(), wall_clock());
            if (due.empty())
                throw detector::DataError(config_file(options.config).string(), 0, "no enabled source has a schedule",
                                          "give one `every = \"6h\"` or `cron = \"0 3 * * *\"`");
            std::vector<std::string> names;
            for (const DueSource& source : due)
                if (source.at <= wall_clock()) names.push_back(source.name);
            if (names.empty()) {
                console.detail(fmt::format("next: {} at {:%Y-%m-%d %H:%M:%S} UTC", due.front().name,
                                           std::chrono::floor<std::chrono::seconds>(due.front().at)));
                wishes.wait_until(due.front().at);
                continue;
            }
            CrawlPass pass = pass_of(config, names, *judge);
            pass.command = "crawl --schedule";
            pass.casebook = casebook_file;
            pass.engine.revisit.first = RevisitRule{}.least;
            pass.on_running = wishes.observer();
            pass.on_progress = [&](const CrawlState& state) { metrics.update(state); };
            const auto begun = steady_clock::now();
            const CrawlTotals totals = crawl_once(std::move(pass), *judge, console);
            metrics.finish(totals);
            failures = failures || totals.failed > 0;
            console.note(summary_text(totals, std::chrono::duration_cast<milliseconds>(steady_clock::now() - begun)));
            if (totals.left > 0) wishes.wait_until(wall_clock() + retry_after_failure);  // hosts that ask to wait
        } catch (const casebook::StoreError& error) {  // a full disk may have room again
            console.warn(error.what());
            failures = true;
            wishes.wait_until(wall_clock() + retry_after_failure);
        }
    }
    console.note("Stopped as asked; the next start goes on from here.");
    return failures ? 1 : 0;
}

}  // namespace tools
