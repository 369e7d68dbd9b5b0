// What a crawl owes its casebook when it is killed, starved of disk or left by its server: nothing committed is lost,
// nothing is fetched twice in one pass as the casebook sees it, and manners are kept all the while.
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "casebook/sql.h"
#include "tests/tools/temporary_folder.h"
#include "tools/demo_market/market.h"
#include "tools/demo_market/pages.h"

using namespace std::chrono_literals;
using tools::demo_market::Market;

namespace {

struct Victim {
    std::filesystem::path casebook;
    std::vector<std::string> arguments;
    rlim_t most_file_bytes = RLIM_INFINITY;

    pid_t start() const {
        std::vector<const char*> argv{CRAWL_VICTIM, casebook.c_str()};
        for (const std::string& argument : arguments) argv.push_back(argument.c_str());
        argv.push_back(nullptr);
        const pid_t child = fork();
        if (child == 0) {  // only calls that are safe after fork() in a process with threads
            if (most_file_bytes != RLIM_INFINITY) {
                signal(SIGXFSZ, SIG_IGN);  // writes fail with EFBIG, as on a full disk
                const rlimit limit{most_file_bytes, most_file_bytes};
                setrlimit(RLIMIT_FSIZE, &limit);
            }
            const int nowhere = open("/dev/null", O_WRONLY);
            dup2(nowhere, STDOUT_FILENO);
            dup2(nowhere, STDERR_FILENO);
            execv(CRAWL_VICTIM, const_cast<char**>(argv.data()));
            _exit(127);
        }
        return child;
    }

    // Exit code, or minus the signal that ended it.
    static int end_of(pid_t child) {
        int status = 0;
        waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }

    int run() const { return end_of(start()); }
};

struct Counts {
    std::int64_t fetches = 0, done = 0, listings = 0;
};

Counts counts(const std::filesystem::path& file) {
    casebook::Database db(file, casebook::Database::Mode::read);
    const auto count = [&](const char* sql) {
        casebook::Statement statement(db, sql);
        return statement.first() ? statement.integer(0) : 0;
    };
    if (count("SELECT count(*) FROM sqlite_schema") == 0) return {};  // killed before the first transaction was through
    CHECK(count("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'") == 0);
    CHECK(count("SELECT count(*) FROM pragma_foreign_key_check") == 0);
    return {count("SELECT count(*) FROM fetches"), count("SELECT count(*) FROM pages WHERE done_pass IS NOT NULL"),
            count("SELECT count(*) FROM listings")};
}

// URL -> how often the casebook says it was fetched well, robots.txt aside.
std::map<std::string, int> fetched_pages(const std::filesystem::path& file) {
    casebook::Database db(file, casebook::Database::Mode::read);
    casebook::Statement rows(db,
                             "SELECT url, count(*) FROM fetches WHERE status = 'ok' AND url NOT LIKE '%/robots.txt' "
                             "GROUP BY url");
    std::map<std::string, int> pages;
    while (rows.step()) pages[rows.text(0)] = static_cast<int>(rows.integer(1));
    return pages;
}

// Requests to one shop never nearer to each other than `delay`, as the server itself saw them.
void check_gaps(const std::vector<tools::ServedRequest>& log, std::chrono::milliseconds delay) {
    std::size_t violations = 0;
    for (std::size_t i = 1; i < log.size(); ++i) violations += log[i].arrived - log[i - 1].arrived < delay - 1ms;
    CHECK(violations == 0);
}

void check_robots(const std::vector<tools::ServedRequest>& log) {
    for (const tools::ServedRequest& request : log) {
        CAPTURE(request.target);
        CHECK_FALSE(request.target.starts_with("/private/"));
        CHECK_FALSE(request.target.starts_with("/account/"));
        CHECK_FALSE(request.target.starts_with("/cart"));
    }
}

}  // namespace

TEST_CASE("Killed at sixty random instants, a crawl loses no committed page and fetches none twice") {
    constexpr int kills = 60;
    constexpr auto delay = 25ms;
    const tests::TemporaryFolder folder;
    const Market market({.crawl_delay_seconds = 0.025,
                         .misbehave = false,
                         .keep_log = true,
                         .shops = {"oldbridge", "cholon", "dongji"}});
    Victim victim{folder.path() / "case.db", {"25"}};
    for (const char* shop : {"oldbridge", "cholon", "dongji"}) victim.arguments.push_back(market.origin(shop));

    std::mt19937 random(20260301);
    std::uniform_int_distribution<int> life(5, 110);
    Counts before;
    int killed = 0;
    bool finished = false;
    for (int i = 0; i < kills && !finished; ++i) {
        const pid_t child = victim.start();
        std::this_thread::sleep_for(std::chrono::milliseconds(life(random)));  // the instant is what is tested
        kill(child, SIGKILL);
        const int end = Victim::end_of(child);
        killed += end == -SIGKILL;
        finished = end == 0;
        if (!std::filesystem::exists(victim.casebook) || i % 6 != 5) continue;
        const Counts now = counts(victim.casebook);
        CHECK(now.fetches >= before.fetches);
        CHECK(now.done >= before.done);
        CHECK(now.listings >= before.listings);
        before = now;
    }
    CHECK(killed >= 50);
    if (!finished) CHECK(victim.run() == 0);

    const std::map<std::string, int> pages = fetched_pages(victim.casebook);
    for (const auto& [url, times] : pages) {
        CAPTURE(url);
        CHECK(times == 1);
    }
    for (const tools::demo_market::Advert* advert : market.adverts()) {
        CAPTURE(advert->id);
        if (!advert->quirks.forbidden && !advert->quirks.gone && !advert->quirks.unlinked)
            CHECK(pages.contains(market.url_of(*advert)));
    }
    for (const char* shop : {"oldbridge", "cholon", "dongji"}) {
        CAPTURE(shop);
        const auto log = market.log(shop);
        check_gaps(log, delay);
        check_robots(log);
    }
}

TEST_CASE("A disk that fills up stops the crawl with a message; with room again it goes on") {
    const tests::TemporaryFolder folder;
    const Market market({.crawl_delay_seconds = 0.001, .misbehave = false, .shops = {"oldbridge"}});
    Victim victim{folder.path() / "case.db", {"1", market.origin("oldbridge")}};
    victim.most_file_bytes = 300'000;
    CHECK(victim.run() == 2);
    const Counts starved = counts(victim.casebook);

    victim.most_file_bytes = RLIM_INFINITY;
    CHECK(victim.run() == 0);
    CHECK(counts(victim.casebook).listings > starved.listings);
    for (const auto& [url, times] : fetched_pages(victim.casebook)) {
        CAPTURE(url);
        CHECK(times == 1);
    }
}

TEST_CASE("A server that dies in the middle leaves the rest for a later run") {
    const tests::TemporaryFolder folder;
    Victim victim{folder.path() / "case.db", {"10"}};
    std::string origin;
    {
        Market market({.crawl_delay_seconds = 0.01, .misbehave = false, .keep_log = true, .shops = {"oldbridge"}});
        origin = market.origin("oldbridge");
        victim.arguments.push_back(origin);
        const pid_t child = victim.start();
        // In the middle: of the shop's pages, more than its indexes and fewer than all.
        for (int i = 0; i < 3000 && market.log("oldbridge").size() < 60; ++i) std::this_thread::sleep_for(10ms);
        market.stop();
        CHECK(Victim::end_of(child) == 1);
    }
    const Counts cut = counts(victim.casebook);
    CHECK(cut.listings > 0);
    CHECK(cut.listings < 90);
}

TEST_CASE("A casebook that cannot be written is refused before anything is fetched") {
    const tests::TemporaryFolder folder;
    const Market market({.keep_log = true, .shops = {"suq"}});
    CHECK(Victim{folder.path() / "no such folder" / "case.db", {"1", market.origin("suq")}}.run() == 2);
    CHECK(market.log("suq").empty());
}
