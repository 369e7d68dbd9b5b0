// A crawl of an endless market at full rate, on a bad day, for as long as one likes:
//
//   soak PROGRAM MINUTES [SHOPS] [FOLDER]
//
// The program crawls while servers fail in every way and it is itself killed, stopped and starved of disk again and
// again; then the market closes and the crawl may end in peace. README.md says what must hold. Exit code 0: all of it.
#include <fmt/format.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "casebook/sql.h"
#include "tests/soak/endless_market.h"
#include "tests/soak/life.h"

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr double most_megabytes = 400;  // of the program at any time
constexpr double cache_megabytes = 64;  // SQLite's page cache fills in the course of a life
constexpr double bytes_a_page = 400;    // what a page that is known may cost the memory, for good
constexpr int most_lives_to_end = 20;
// A sanitizer's own memory is none of the program's, which is built with it when this is.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool memory_is_its_own = false;
#else
constexpr bool memory_is_its_own = true;
#endif

struct World {
    std::string program;
    fs::path folder;
    soak::EndlessMarket market;
    std::mt19937 random{20261124};
    std::vector<std::string> broken{};  // what did not hold

    fs::path casebook() const { return folder / "case.db"; }
    fs::path log() const { return folder / "log.txt"; }
    std::vector<std::string> crawl() const {
        return {program, "crawl", "--config", (folder / "crawl.toml").string(), "--casebook", casebook().string()};
    }
    void demand(bool holds, const std::string& words) {
        if (holds) return;
        fmt::print("BROKEN: {}\n", words);
        broken.push_back(words);
    }
    int draw(int least, int most) { return std::uniform_int_distribution<>(least, most)(random); }
};

std::int64_t count(const fs::path& casebook, const std::string& sql) {
    if (!fs::exists(casebook)) return 0;
    casebook::Database database(casebook, casebook::Database::Mode::read);
    casebook::Statement statement(database, sql);
    return statement.first() ? statement.integer(0) : 0;
}

struct Kept {  // what a casebook holds and must never lose
    std::int64_t fetches = 0, listings = 0, done = 0;
};

Kept kept(const fs::path& casebook) {
    if (count(casebook, "SELECT count(*) FROM sqlite_schema WHERE name = 'watch_lists'") == 0) return {};  // just begun
    return {count(casebook, "SELECT count(*) FROM fetches"), count(casebook, "SELECT count(*) FROM listings"),
            count(casebook, "SELECT count(*) FROM pages WHERE done_pass IS NOT NULL")};
}

std::uint64_t largest_file(const fs::path& folder) {
    std::uint64_t largest = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) largest = std::max(largest, static_cast<std::uint64_t>(entry.file_size()));
    return largest;
}

std::uint64_t bytes_in(const fs::path& folder) {
    std::uint64_t bytes = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) bytes += entry.file_size();
    return bytes;
}

enum class End { killed, stopped, full_disk };
constexpr const char* end_names[] = {"killed", "stopped", "full disk"};

// One life that does not end well; its line of figures.
void bad_day(World& world, End how, milliseconds length) {
    const Kept before = kept(world.casebook());
    const std::uint64_t room = how == End::full_disk ? largest_file(world.folder) + (std::uint64_t{256} << 10) : 0;
    soak::Life life(world.crawl(), world.log(), room);
    life.watch(length / 2);
    world.market.kill_a_shop(world.random, 500ms);
    life.watch(length / 2);
    if (how == End::killed) life.signal(SIGKILL);
    if (how == End::stopped) life.signal(SIGTERM);
    const double seconds = static_cast<double>(life.age().count()) / 1000;
    if (how == End::full_disk && life.running()) {  // it had not come so far
        life.signal(SIGKILL);
        how = End::killed;
    }
    const int code = life.end();
    const Kept after = kept(world.casebook());
    const auto pages = static_cast<double>(after.fetches - before.fetches);
    fmt::print(
        "{:>9} after {:>5.1f} s, exit {:>3}: {:>7.0f} pages, {:>4.0f} a second; memory {:.0f} MB warm, {:.0f} last, "
        "{:.0f} peak\n",
        end_names[static_cast<int>(how)], seconds, code, pages, pages / std::max(seconds, 0.1), life.warm_megabytes(),
        life.last_megabytes(), life.peak_megabytes());
    std::fflush(stdout);
    if (how == End::killed) world.demand(code == -SIGKILL, fmt::format("a crawl ended by itself with exit {}", code));
    if (how == End::stopped) world.demand(code == 0 || code == 1, fmt::format("SIGTERM made exit {}", code));
    if (how == End::full_disk) world.demand(code == 2, fmt::format("a full disk made exit {}, not 2", code));
    world.demand(after.fetches >= before.fetches && after.listings >= before.listings && after.done >= before.done,
                 "what was committed is gone");
    if (!memory_is_its_own) return;
    world.demand(life.peak_megabytes() < most_megabytes, fmt::format("{:.0f} MB of memory", life.peak_megabytes()));
    if (life.warm_megabytes() > 0)
        world.demand(life.last_megabytes() < life.warm_megabytes() + cache_megabytes + pages * bytes_a_page / 1e6,
                     fmt::format("memory grew from {:.0f} to {:.0f} MB", life.warm_megabytes(), life.last_megabytes()));
}

// The market is closed and quiet: the crawl comes to its end, in as many runs as the hosts' rests ask for.
void end_in_peace(World& world) {
    const std::string open = "SELECT count(*) FROM passes WHERE ended_ms IS NULL";
    for (int i = 0; i < most_lives_to_end; ++i) {
        soak::Life life(world.crawl(), world.log());
        life.watch(10min);
        const bool ended = !life.running();
        life.signal(SIGTERM);
        const int code = life.end();
        world.demand(code == 0 || code == 1, fmt::format("a quiet crawl made exit {}", code));
        if (ended && count(world.casebook(), open) == 0) return;
    }
    world.demand(false, "the crawl did not come to its end");
}

void compare(World& world) {
    const std::set<std::string> offered = world.market.adverts();
    casebook::Database database(world.casebook(), casebook::Database::Mode::read);
    std::size_t held = 0, strange = 0, twice = 0;
    casebook::Statement listings(database, "SELECT DISTINCT url FROM listings WHERE url LIKE '%/item/%'");
    while (listings.step()) offered.contains(listings.text(0)) ? ++held : ++strange;
    casebook::Statement fetches(database,
                                "SELECT count(*) FROM (SELECT 1 FROM fetches WHERE status = 'ok' AND url NOT LIKE "
                                "'%/robots.txt' GROUP BY url HAVING count(*) > 1)");
    if (fetches.first()) twice = static_cast<std::size_t>(fetches.integer(0));
    fmt::print("offered {} adverts: {} held, {} lost; {} pages fetched twice; {} forbidden ones asked for\n",
               offered.size(), held, offered.size() - held, twice, world.market.forbidden());
    world.demand(held == offered.size(), fmt::format("{} adverts are lost", offered.size() - held));
    world.demand(strange == 0, fmt::format("{} adverts were never offered", strange));
    world.demand(twice == 0, fmt::format("{} pages were fetched twice in one pass", twice));
    world.demand(world.market.forbidden() == 0, "robots.txt was not kept");
    for (const char* check : {"SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
                              "SELECT count(*) FROM pragma_foreign_key_check"})
        world.demand(count(world.casebook(), check) == 0, "the casebook is damaged");
    soak::Life verify({world.program, "evidence", "verify", "--casebook", world.casebook().string()}, world.log());
    world.demand(verify.end() == 0, "evidence verify finds fault: see " + world.log().string());
}

int run(const std::string& program, double minutes, unsigned shops, const fs::path& folder) {
    World world{program, folder, soak::EndlessMarket(shops)};
    fs::create_directories(folder);
    std::ofstream(folder / "crawl.toml") << world.market.configuration();
    const auto begun = steady_clock::now();
    const auto length = std::chrono::duration_cast<milliseconds>(std::chrono::duration<double>(minutes * 60));
    const auto elapsed = [&] { return std::chrono::duration_cast<milliseconds>(steady_clock::now() - begun); };
    int ends[3] = {};
    for (int i = 0; elapsed() < length; ++i) {
        const End how = i % 4 == 1 ? End::full_disk : i % 4 == 3 ? End::stopped : End::killed;
        // A twelfth to a fourth of the soak, but at least long enough to fetch something and at most five minutes.
        const auto share = static_cast<double>(length.count()) / world.draw(4, 12);
        bad_day(world, how,
                std::clamp(milliseconds(static_cast<std::int64_t>(share)), milliseconds(2s), milliseconds(5min)));
        ++ends[static_cast<int>(how)];
    }
    const double busy = static_cast<double>(elapsed().count()) / 1000;
    const std::int64_t pages = kept(world.casebook()).fetches;
    world.market.close();
    end_in_peace(world);
    compare(world);
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    fmt::print("{:.0f} s of trouble: {} pages, {:.0f} a second; then quiet until {:.0f} s: {} pages; {:.0f} CPU s\n",
               busy, pages, static_cast<double>(pages) / busy, static_cast<double>(elapsed().count()) / 1000,
               kept(world.casebook()).fetches, static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec));
    fmt::print("killed {}, stopped {}, disk full {}", ends[0], ends[1], ends[2]);
    for (std::size_t i = 0; i < soak::fault_names.size(); ++i)
        fmt::print(", {} {}", soak::fault_names[i], world.market.faults(static_cast<soak::Fault>(i)));
    fmt::print("\ncasebook {:.0f} MB, with its archive {:.0f} MB; {}\n",
               static_cast<double>(fs::file_size(world.casebook())) / 1e6, static_cast<double>(bytes_in(folder)) / 1e6,
               world.broken.empty() ? "all held" : fmt::format("{} promises broken", world.broken.size()));
    return world.broken.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    const double minutes = argc > 2 ? std::atof(argv[2]) : 0;
    if (minutes <= 0 || minutes > 24 * 60) {
        std::fputs("soak PROGRAM MINUTES [SHOPS] [FOLDER]     MINUTES up to a day\n", stderr);
        return 2;
    }
    const unsigned shops = argc > 3 ? static_cast<unsigned>(std::clamp(std::atoi(argv[3]), 1, 200)) : 48;
    std::string made = (fs::temp_directory_path() / "citeswatch-soak-XXXXXX").string();
    const bool own = argc < 5 && mkdtemp(made.data());
    try {
        const int code = run(argv[1], minutes, shops, own ? fs::path(made) : fs::path(argv[4]));
        std::error_code ignored;
        if (own && code == 0) fs::remove_all(made, ignored);  // else left to be looked into
        return code;
    } catch (const std::exception& error) {
        fmt::print(stderr, "soak: {}\n", error.what());
        return 2;
    }
}
