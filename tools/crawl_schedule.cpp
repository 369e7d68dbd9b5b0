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

    bool stop() const {
        const std::lock_guard lock(mutex_);
        return stop_;
    }
    bool reload() const {
        const std::lock_guard lock(mutex_);
        return reload_;
    }
    bool take_reload() {
        const std::lock_guard lock(mutex_);
        return std::exchange(reload_, false);
    }
    // Returns early when something is asked for.
    void wait_until(UnixTime time) {
        std::unique_lock lock(mutex_);
        changed_.wait_until(lock, time, [&] { return stop_ || reload_; });
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

    mutable std::mutex mutex_;  // guards the two wishes
    std::condition_variable changed_;
    bool stop_ = false, reload_ = false;
    StopAnEngine stopper_;  // last: its thread uses the others
};

class Scheduler {
  public:
    Scheduler(const CrawlOptions& options, Console& console)
        : options_(options),
          console_(console),
          config_(crawler::read_config(config_file(options.config))),
          judge_(read_lists(config_)),
          casebook_(casebook_of(options, config_)),
          only_one_(casebook_.string() + ".schedule"),
          metrics_(options.metrics_port) {
        check(config_, *judge_);
        if (options.metrics_port > 0) console.note("metrics on " + metrics_.address());
    }

    int run() {
        while (!wishes_.stop()) {
            if (wishes_.take_reload()) reload();
            try {
                step();
            } catch (const casebook::StoreError& error) {  // a full disk may have room again
                console_.warn(error.what());
                failures_ = true;
                wishes_.wait_until(wall_clock() + retry_after_failure);
            }
        }
        console_.note("Stopped as asked; the next start goes on from here.");
        return failures_ ? 1 : 0;
    }

  private:
    std::unique_ptr<const Judge> read_lists(const crawler::CrawlConfig& config) const {
        return std::make_unique<const Judge>(options_.extra_lists, watch_of(options_, config), console_);
    }

    // Throws unless every scheduled source could run now: profiles are there, search words are drawn.
    void check(const crawler::CrawlConfig& config, const Judge& judge) const {
        std::vector<std::string> names;
        for (const DueSource& source : due_sources(config, {}, {}, wall_clock())) names.push_back(source.name);
        if (names.empty())
            throw detector::DataError(config_file(options_.config).string(), 0, "no enabled source has a schedule",
                                      "give one `every = \"6h\"` or `cron = \"0 3 * * *\"`");
        pass_of(config, names, judge);
    }

    void reload() {
        try {
            crawler::CrawlConfig fresh = crawler::read_config(config_file(options_.config));
            auto lists = read_lists(fresh);
            check(fresh, *lists);
            judge_ = std::move(lists);
            config_ = std::move(fresh);
            console_.note("configuration and lists read again");
        } catch (const std::exception& error) {
            console_.warn(fmt::format("{}; going on with the configuration as it was", error.what()));
        }
    }

    // Crawls what is due, or waits for what will be.
    void step() {
        std::vector<DueSource> due;
        {
            casebook::Writer casebook(casebook_);
            due = due_sources(config_, casebook.last_passes(), resting_, wall_clock());
            for (const DueSource& source : due)
                if (source.to_end && source.at <= wall_clock())
                    casebook.end_pass(*source.to_end, wall_clock().time_since_epoch().count());
        }
        const auto later = std::find_if(due.begin(), due.end(),
                                        [now = wall_clock()](const DueSource& source) { return source.at > now; });
        if (later == due.begin()) {
            console_.detail(fmt::format("next: {} at {:%Y-%m-%d %H:%M:%S} UTC", later->name,
                                        std::chrono::floor<std::chrono::seconds>(later->at)));
            wishes_.wait_until(later->at);
            return;
        }
        UnixTime next = later == due.end() ? UnixTime::max() : later->at;
        std::vector<std::string> names;
        for (auto source = due.begin(); source != later; ++source) {
            names.push_back(source->name);
            if (source->then) next = std::min(next, *source->then);
        }
        crawl(names, next);
    }

    // Until it is done, or until some source comes due at `next`; but never so short that the longest Crawl-delay,
    // which counts anew from the beginning of each crawl, would keep a host from its turn.
    void crawl(const std::vector<std::string>& names, UnixTime next) {
        CrawlPass pass = pass_of(config_, names, *judge_);
        pass.command = "crawl --schedule";
        pass.casebook = casebook_;
        pass.engine.revisit.first = RevisitRule{}.least;
        CrawlEngine* running = nullptr;
        pass.on_running = [&, tell = wishes_.observer()](CrawlEngine* engine) {
            running = engine;
            tell(engine);
        };
        const auto begun = steady_clock::now();
        const auto least = 2 * config_.politeness.crawl_delay_cap;
        pass.on_progress = [&](const CrawlState& state) {
            metrics_.update(state);
            const bool make_room = wall_clock() >= next && steady_clock::now() - begun >= least;
            if (running && (make_room || wishes_.reload())) running->stop();
        };
        const CrawlTotals totals = crawl_once(std::move(pass), *judge_, console_);
        metrics_.finish(totals);
        failures_ = failures_ || totals.failed > 0;
        console_.note(summary_text(totals, std::chrono::duration_cast<milliseconds>(steady_clock::now() - begun)));
        for (const std::string& name : names) resting_.erase(name);
        for (const std::string& name : totals.left_sources)
            resting_[name] = std::max(UnixTime(milliseconds(totals.left_until)), wall_clock() + retry_after_failure);
    }

    const CrawlOptions& options_;
    Console& console_;
    Wishes wishes_;  // before anything that starts a thread
    crawler::CrawlConfig config_;
    std::unique_ptr<const Judge> judge_;  // replaced between passes only
    const std::filesystem::path casebook_;
    const casebook::WriteLock only_one_;
    CrawlMetrics metrics_;
    RestingSources resting_;
    bool failures_ = false;
};

}  // namespace

std::vector<DueSource> due_sources(const crawler::CrawlConfig& config, const std::vector<casebook::PassState>& passes,
                                   const RestingSources& resting, UnixTime now) {
    std::map<std::string, casebook::PassState> last;
    for (const casebook::PassState& pass : passes) last[pass.source] = pass;
    std::vector<DueSource> due;
    for (const crawler::SourceConfig& source : config.sources) {
        if (!source.enabled || !source.schedule.is_set()) continue;
        const auto after = [&source](UnixTime time) -> std::optional<UnixTime> {
            const auto at = source.schedule.due_after(std::chrono::floor<std::chrono::seconds>(time));
            if (!at) return std::nullopt;
            return *at + jitter(source, *at);
        };
        const std::optional<UnixTime> then = after(now);
        const auto before = last.find(source.name);
        if (before == last.end()) {
            due.push_back({source.name, now, {}, then});
            continue;
        }
        const casebook::PassState& pass = before->second;
        const std::optional<UnixTime> regular = after(UnixTime(milliseconds(pass.started_ms)));
        const auto rest = resting.find(source.name);
        if (pass.ended_ms) {
            if (regular) due.push_back({source.name, *regular, {}, then});
        } else if (rest == resting.end()) {
            due.push_back({source.name, now, {}, {}});
        } else if (regular && *regular <= rest->second) {
            due.push_back({source.name, *regular, pass.id, then});
        } else {
            due.push_back({source.name, rest->second, {}, {}});
        }
    }
    std::stable_sort(due.begin(), due.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    return due;
}

int run_schedule(const CrawlOptions& options, Console& console) { return Scheduler(options, console).run(); }

}  // namespace tools
