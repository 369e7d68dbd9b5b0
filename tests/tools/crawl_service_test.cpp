// The resident scheduler as its users run it: the real program as a process, against servers on this machine, told what
// to do by signals, asked how it is through metrics and `status`.
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "casebook/sql.h"
#include "tests/tools/http_get.h"
#include "tests/tools/temporary_folder.h"
#include "tools/http_server.h"

using namespace std::chrono_literals;
using tools::HttpRequest;
using tools::HttpResponse;
using tools::HttpServer;

namespace {

std::string contents(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

// True once `done` is, which it is asked again and again; false when it never became so.
template <typename Done>
bool comes_true(const Done& done) {
    for (int i = 0; i < 6000; ++i) {
        if (done()) return true;
        poll(nullptr, 0, 20);
    }
    return false;
}

class Program {
  public:
    Program(const std::filesystem::path& folder, std::vector<std::string> arguments)
        : out_(folder / fmt::format("out-{}", ++count_)), err_(folder / fmt::format("err-{}", count_)) {
        arguments.insert(arguments.begin(), {CITESWATCH, "--log-format", "json", "--verbose"});
        std::vector<char*> argv;
        for (std::string& argument : arguments) argv.push_back(argument.data());
        argv.push_back(nullptr);
        process_ = fork();
        if (process_ == 0) {
            dup2(open(out_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
            dup2(open(err_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
            execv(argv[0], argv.data());
            _exit(127);
        }
    }
    ~Program() {
        if (process_ > 0) {
            kill(process_, SIGKILL);
            end();
        }
    }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    void signal(int which) const { kill(process_, which); }
    // Exit code, or minus the signal that ended it.
    int end() {
        int status = 0;
        waitpid(process_, &status, 0);
        process_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }
    pid_t process() const { return process_; }
    std::string out() const { return contents(out_); }
    std::string err() const { return contents(err_); }
    bool says(const std::string& words) const { return err().find(words) != std::string::npos; }

  private:
    static inline int count_ = 0;
    std::filesystem::path out_, err_;
    pid_t process_ = -1;
};

// A shop whose front page leads to `items` adverts.
struct Shop {
    explicit Shop(int items, std::chrono::milliseconds delay = 0ms, std::string address = "127.0.0.1")
        : server({.address = std::move(address), .keep_log = true},
                 [items, delay](const HttpRequest& request) -> HttpResponse {
                     if (request.path == "/robots.txt") return {404, "text/plain", "", {}, {}};
                     std::string body =
                         "<html><head><title>Carved ivory tusk</title><script type=\"application/ld+json\">"
                         "{\"@context\":\"https://schema.org\",\"@type\":\"Product\",\"name\":\"Carved ivory tusk\","
                         "\"offers\":{\"@type\":\"Offer\",\"price\":\"90\",\"priceCurrency\":\"EUR\"}}</script></head>"
                         "<body><h1>Carved ivory tusk</h1><p>Old carved ivory tusk for sale, EUR 90</p></body></html>";
                     if (request.path == "/") {
                         body = "<html><body>";
                         for (int i = 0; i < items; ++i) body += fmt::format("<a href=\"/item/{}\">a tusk</a> ", i);
                     }
                     return {200, "text/html; charset=utf-8", body, {}, delay};
                 }) {}

    std::size_t visits(const std::string& path) const {
        std::size_t count = 0;
        for (const tools::ServedRequest& request : server.log()) count += request.target == path;
        return count;
    }

    HttpServer server;
};

int free_port() {
    return HttpServer({}, [](const HttpRequest&) { return HttpResponse{}; }).port();
}

struct Service {
    tests::TemporaryFolder folder;
    std::filesystem::path config = folder.path() / "crawl.toml", casebook = folder.path() / "case.db";

    // Each source: its name, its server and when it is due.
    struct Watched {
        const char* name;
        const Shop* shop;
        const char* when;
    };
    void configure(const std::vector<Watched>& sources) const {
        std::ofstream file(config);
        file << "[crawler]\nuser_agent = \"test/1 (+https://agency.example; desk@agency.example)\"\n"
                "delay = \"5ms\"\naddress_gap = \"1ms\"\ncrawl_delay_cap = \"500ms\"\nstrain = \"1m\"\n";
        for (const Watched& source : sources)
            file << fmt::format("[[source]]\nname = \"{}\"\ntype = \"site\"\nurl = \"{}/\"\nallow_private = true\n{}\n",
                                source.name, source.shop->server.origin(), source.when);
    }
    std::vector<std::string> schedule(const std::vector<std::string>& more = {}) const {
        std::vector<std::string> arguments{"crawl", "--schedule", "--config", config, "--casebook", casebook};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }
    std::int64_t count(const std::string& sql) const {
        casebook::Database db(casebook, casebook::Database::Mode::read);
        casebook::Statement statement(db, sql);
        return statement.first() ? statement.integer(0) : 0;
    }
};

}  // namespace

TEST_CASE("A service crawls when sources are due, answers metrics and status, reloads on SIGHUP and ends on SIGTERM") {
    const Shop shop(5), second(3);
    Service service;
    service.configure({{"shop", &shop, "every = \"1s\""}});
    const int port = free_port();
    Program program(service.folder.path(), service.schedule({"--metrics", std::to_string(port)}));
    REQUIRE(comes_true([&] { return shop.visits("/") >= 2; }));
    CHECK(shop.visits("/item/0") == 1);  // an advert that did not change is left alone for an hour

    const std::string metrics = tests::http_get(fmt::format("http://127.0.0.1:{}/metrics", port)).body;
    CHECK(metrics.find("# TYPE citeswatch_requests_total counter\n") != std::string::npos);
    CHECK(metrics.find("\nciteswatch_crawls_total 0\n") == std::string::npos);
    CHECK(metrics.find("citeswatch_fetches_total{status=\"ok\"}") != std::string::npos);

    Program other(service.folder.path(), service.schedule());
    CHECK(other.end() == 2);
    CHECK(other.says(fmt::format("is being written by process {}", program.process())));

    Program status(service.folder.path(),
                   {"status", "--casebook", service.casebook, "--config", service.config, "--format", "json"});
    CHECK(status.end() == 0);
    const auto said = nlohmann::json::parse(status.out());
    REQUIRE(said["sources"].size() == 1);
    CHECK(said["sources"][0]["name"] == "shop");
    CHECK(said["sources"][0]["pages"]["known"] == 6);
    CHECK(said["sources"][0]["adverts"] >= 5);
    CHECK(said["sources"][0]["due"].is_string());
    CHECK(said["run"]["command"] == "crawl --schedule");

    std::ofstream(service.config) << "[crawler]\nuser_agnet = \"x\"\n";
    program.signal(SIGHUP);
    CHECK(comes_true([&] { return program.says("going on with the configuration as it was"); }));
    service.configure({});  // well formed, but nothing in it to do
    program.signal(SIGHUP);
    CHECK(comes_true([&] { return program.says("no enabled source has a schedule"); }));
    const std::size_t visits = shop.visits("/");
    CHECK(comes_true([&] { return shop.visits("/") > visits; }));  // as it was

    service.configure({{"shop", &shop, "every = \"1s\""}, {"second", &second, "every = \"1d\""}});
    program.signal(SIGHUP);
    CHECK(comes_true([&] { return second.visits("/item/2") == 1; }));

    program.signal(SIGTERM);
    CHECK(program.end() == 0);
    CHECK(program.says("Stopped as asked"));
    std::istringstream log(program.err());
    for (std::string line; std::getline(log, line);) {
        CAPTURE(line);
        CHECK(nlohmann::json::accept(line));
    }
    CHECK(service.count("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'") == 0);
}

TEST_CASE("Of days that a service missed one pass is made up for") {
    const Shop shop(2);
    Service service;
    service.configure({{"shop", &shop, "every = \"1d\""}});
    for (std::size_t passes = 1; passes <= 2; ++passes) {
        Program program(service.folder.path(), service.schedule());
        CHECK(comes_true([&] { return program.says("next: shop at "); }));
        program.signal(SIGTERM);
        CHECK(program.end() == 0);
        CHECK(shop.visits("/") == passes);
        CHECK(service.count("SELECT count(*) FROM passes WHERE ended_ms IS NOT NULL") == std::int64_t(passes));
        casebook::Database(service.casebook, casebook::Database::Mode::write)
            .execute("UPDATE passes SET started_ms = started_ms - 5 * 86400000");
    }
}

TEST_CASE("A service told to stop in the middle keeps what it has, and the next goes on without asking twice") {
    const Shop shop(40, 20ms);
    Service service;
    service.configure({{"shop", &shop, "every = \"1d\""}});
    Program program(service.folder.path(), service.schedule());
    REQUIRE(comes_true([&] { return shop.visits("/item/3") == 1; }));
    program.signal(SIGTERM);
    CHECK(program.end() == 0);
    const std::size_t served = shop.server.log().size();
    CHECK(served < 42);
    CHECK(service.count("SELECT count(*) FROM fetches") == std::int64_t(served));
    CHECK(service.count("SELECT count(*) FROM passes WHERE ended_ms IS NOT NULL") == 0);

    Program next(service.folder.path(), service.schedule());
    CHECK(comes_true([&] { return next.says("next: shop at "); }));
    next.signal(SIGTERM);
    CHECK(next.end() == 0);
    std::map<std::string, int> times;
    for (const tools::ServedRequest& request : shop.server.log()) ++times[request.target];
    CHECK(times.size() == 42);
    for (const auto& [path, count] : times) {
        CAPTURE(path);
        CHECK(count == 1);
    }
}

TEST_CASE("A small source does not wait for a large one: the crawl under way makes room and goes on") {
    const Shop large(400, 30ms), small(1);  // on one host: their pages take turns
    Service service;
    service.configure({{"large", &large, "every = \"1d\""}, {"small", &small, "every = \"2s\""}});
    Program program(service.folder.path(), service.schedule());
    CHECK(comes_true([&] { return small.visits("/") >= 2; }));
    CHECK(large.visits("/item/399") == 0);
    program.signal(SIGTERM);
    CHECK(program.end() == 0);
    for (int i = 0; i < 400; ++i) CHECK(large.visits(fmt::format("/item/{}", i)) <= 1);
}

TEST_CASE("A casebook crawled with a source's watch list is judged again with it, for that source alone") {
    const Shop watched(2), other(2);
    Service service;
    std::ofstream(service.folder.path() / "tusks.tsv") << "term\tnote\tneeds\ncarved\tour tusk case\tnone\n";
    service.configure({{"watched", &watched, "watch_lists = [\"tusks.tsv\"]"}, {"other", &other, ""}});
    const auto subjects = [&] {
        return service.count(
            "SELECT count(*) FROM listings l JOIN assessment_taxa t ON t.assessment_id = l.assessment_id "
            "WHERE t.name = 'our tusk case'");
    };
    CHECK(Program(service.folder.path(), {"crawl", "--config", service.config, "--casebook", service.casebook}).end() ==
          0);
    const std::int64_t flagged = subjects();
    CHECK(flagged >= 2);
    CHECK(flagged <= 3);  // the front page may be read as one more

    const auto rescan = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"rescan", "--casebook", service.casebook});
        Program program(service.folder.path(), more);
        CHECK(program.end() == 0);
        return program.err();
    };
    CHECK(rescan({}).find("0 judged again") != std::string::npos);  // the same judge
    std::ofstream(service.folder.path() / "tusks.tsv", std::ios::app) << "ebony\tour wood case\tnone\n";
    CHECK(rescan({}).find("which has changed since") != std::string::npos);
    CHECK(subjects() == flagged);
    rescan({"--no-watch"});
    CHECK(subjects() == 0);
    rescan({"--watch", service.folder.path() / "tusks.tsv"});
    CHECK(subjects() > flagged);  // for all sources now
}
