// Pages that a crawl kept and passed over, judged again when the lists have grown.
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <sstream>

#include "casebook/evidence_check.h"
#include "casebook/sql.h"
#include "casebook/writer.h"
#include "crawler/warc_writer.h"
#include "detector/digest.h"
#include "tests/tools/temporary_folder.h"
#include "tools/capture_records.h"
#include "tools/evidence.h"
#include "tools/http_server.h"
#include "tools/visit_writer.h"

namespace {

namespace fs = std::filesystem;

constexpr casebook::Milliseconds day = 86'400'000;
constexpr casebook::Milliseconds then = 1'572'600'000'000;  // 2019-11-01

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

struct Folder {
    tests::TemporaryFolder temporary;
    fs::path file = temporary.path() / "case.db", archive = temporary.path() / "case.db.archive";
    fs::path out = temporary.path() / "out", err = temporary.path() / "err";

    pid_t start(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), CITESWATCH);
        std::vector<char*> argv;
        for (std::string& argument : arguments) argv.push_back(argument.data());
        argv.push_back(nullptr);
        const pid_t child = fork();
        if (child != 0) return child;
        dup2(open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
        dup2(open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
        execv(argv[0], argv.data());
        _exit(127);
    }
    // Exit code, or minus the signal that ended it.
    static int end_of(pid_t child) {
        int status = 0;
        waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }
    int rescan(std::vector<std::string> more = {}) const {
        more.insert(more.begin(), {"rescan", "--casebook", file.string()});
        return end_of(start(std::move(more)));
    }
    std::int64_t count(const std::string& sql) const {
        casebook::Database database(file, casebook::Database::Mode::read);
        casebook::Statement query(database, sql);
        query.first();
        return query.integer(0);
    }
    std::size_t told(const std::string& word) const {
        std::size_t lines = 0;
        std::istringstream in(text_of(out));
        for (std::string line; std::getline(in, line);) lines += line.starts_with(word);
        return lines;
    }
    bool says(const std::string& words) const { return text_of(err).find(words) != std::string::npos; }
    casebook::EvidenceCheck verify() const {
        return casebook::check_evidence({.casebook = file, .archive = archive, .check_records = tools::check_records});
    }
};

// A page as a crawl of 2019 kept it: every third one offers what its lists did not know.
tools::Visited kept_page(int number, casebook::PassId pass) {
    tools::Visited visited;
    const std::string url = fmt::format("https://market.example/item/{}", number);
    crawler::FetchResult& result = visited.result;
    result.status = crawler::FetchStatus::ok;
    result.url = url;
    result.http_status = 200;
    result.ip = "192.0.2.7";
    result.request_head = fmt::format("GET /item/{} HTTP/1.1\r\nHost: market.example\r\n\r\n", number);
    result.response_head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";
    result.headers = {{"content-type", "text/html; charset=utf-8"}};
    result.body = fmt::format(
        "<html><head><title>{0} number {1}</title></head><body><h1>{0} number {1}</h1><p>{2} for sale, price EUR 90, "
        "call +33 6 12 34 56 78</p></body></html>",
        number % 3 ? "Garden chair" : "Carved tusk", number,
        number % 3 ? "Old chair of iron" : "Genuine elephant ivory tusk, 3 kg");
    result.started = std::chrono::system_clock::time_point(std::chrono::milliseconds(then + number * day));
    casebook::Visit& record = visited.record;
    record.source = "market";
    record.pass = pass;
    record.fetch = {.url = url,
                    .status = "ok",
                    .http_status = 200,
                    .started_ms = then + number * day,
                    .ip = result.ip,
                    .content_type = "text/html",
                    .body_sha256 = detector::to_hex(detector::sha256(result.body)),
                    .body_bytes = static_cast<std::int64_t>(result.body.size())};
    record.screened_by = "lists of 2019";
    return visited;
}

void keep_pages(const Folder& folder, int pages) {
    casebook::Writer book(folder.file);
    const casebook::RunId run = book.begin_run("crawl", "citeswatch 0.0.1", then);
    const casebook::PassId pass = book.begin_pass("market", then).id;
    crawler::WarcWriter archive({.folder = folder.archive});
    tools::VisitWriter writer(book, run, &archive, true);
    writer.begin_source(pass, {});
    std::vector<tools::Visited> batch;
    for (int i = 0; i < pages; ++i) batch.push_back(kept_page(i, pass));
    writer.commit(std::move(batch), then + pages * day);
}

// One byte of the capture of /item/NUMBER, turned over.
void flip(const Folder& folder, int number) {
    casebook::Database database(folder.file, casebook::Database::Mode::read);
    casebook::Statement row(database,
                            "SELECT c.file, c.start + c.length / 2 FROM captures c JOIN fetches f ON f.id = c.fetch_id "
                            "WHERE f.url LIKE '%/item/' || ?");
    REQUIRE(row.first(number));
    std::fstream bytes(folder.archive / row.text(0), std::ios::in | std::ios::out | std::ios::binary);
    char byte = 0;
    bytes.seekg(row.integer(1));
    bytes.get(byte);
    bytes.seekp(row.integer(1));
    bytes.put(static_cast<char>(~byte));
}

constexpr const char* whole =
    "SELECT (SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok') + "
    "(SELECT count(*) FROM pragma_foreign_key_check)";

}  // namespace

TEST_CASE("A species added to the lists is found on pages that a crawl kept and passed over") {
    const Folder folder;
    const tools::HttpServer shop({}, [](const tools::HttpRequest& request) -> tools::HttpResponse {
        if (request.path == "/robots.txt") return {404, "text/plain", "", {}, {}};
        if (request.path == "/")
            return {200, "text/html", "<a href=/item/hide>hide</a> <a href=/item/chair>chair</a>", {}, {}};
        const std::string what = request.path == "/item/hide" ? "Quoggle hide" : "Garden chair";
        return {200,
                "text/html; charset=utf-8",
                "<html><head><title>" + what + "</title></head><body><h1>" + what + "</h1><p>Genuine " + what +
                    " for sale, EUR 90, Lyon</p></body></html>",
                {},
                {}};
    });
    const fs::path config = folder.temporary.path() / "crawl.toml", lists = folder.temporary.path() / "lists";
    std::ofstream(config) << "[crawler]\nuser_agent = \"test/1 (+https://agency.example; desk@agency.example)\"\n"
                             "delay = \"1ms\"\naddress_gap = \"1ms\"\n[evidence]\nevery_page = true\n"
                             "[[source]]\nname = \"shop\"\ntype = \"site\"\nurl = \""
                          << shop.origin() << "/\"\nallow_private = true\n";
    fs::create_directory(lists);
    std::ofstream(lists / "taxa.tsv") << "taxon_id\tscientific_name\trank\tkingdom\tclass\torder\tfamily\tappendix\t"
                                         "annotation_symbol\n900001\tQuoggla imaginaria\tspecies\tAnimalia\tMammalia\t"
                                         "Quoggliformes\tQuogglidae\tI\t\n";
    std::ofstream(lists / "common_names.tsv") << "name\tlanguage\ttaxa\tambiguity\nquoggle\ten\tQuoggla imaginaria\t"
                                                 "none\n";
    const std::vector<std::string> crawl{"crawl", "--config", config.string(), "--casebook", folder.file.string()};
    REQUIRE(Folder::end_of(folder.start(crawl)) == 0);
    REQUIRE(folder.count("SELECT count(*) FROM listings") == 0);
    REQUIRE(folder.count("SELECT count(*) FROM passed_over") == 3);

    REQUIRE(folder.rescan() == 0);  // the lists that passed the pages over have nothing new to say
    CHECK_FALSE(folder.says("kept pages"));

    REQUIRE(folder.rescan({"--lists", lists.string(), "--dry-run"}) == 0);
    const std::string foretold = text_of(folder.out);
    CHECK(folder.count("SELECT count(*) FROM listings") == 0);
    REQUIRE(folder.rescan({"--lists", lists.string()}) == 0);
    CHECK(text_of(folder.out) == foretold);
    CHECK(folder.told("flagged ") == 1);
    CHECK(foretold.find("/item/hide as of ") != std::string::npos);
    CHECK(folder.says("3 kept pages read again: 1 name something now; 1 advert newly flagged"));

    // An advert of the day of its capture, judged today; its evidence is that capture.
    CHECK(folder.count(
              "SELECT count(*) FROM listings l JOIN versions v ON v.id = l.version_id JOIN fetches f ON f.id = "
              "v.fetch_id JOIN captures c ON c.fetch_id = f.id JOIN assessments a ON a.id = l.assessment_id "
              "WHERE l.level > 0 AND l.first_seen_ms = f.started_ms AND l.last_seen_ms = f.started_ms AND "
              "v.first_seen_ms = f.started_ms AND a.judged_ms > f.started_ms AND f.url LIKE '%/item/hide'") == 1);
    CHECK(folder.verify().problems.empty());

    REQUIRE(folder.rescan({"--lists", lists.string()}) == 0);  // nothing is left to do
    CHECK(text_of(folder.out).empty());
    CHECK_FALSE(folder.says("kept pages"));

    // The next crawl sees the advert as it stands: no second version of the same words.
    std::vector<std::string> again = crawl;
    again.insert(again.end(), {"--lists", lists.string()});
    REQUIRE(Folder::end_of(folder.start(again)) == 0);
    CHECK(folder.count("SELECT count(*) FROM listings") == 1);
    CHECK(folder.count("SELECT count(*) FROM versions") == 1);
    CHECK(folder.count("SELECT last_seen_ms > first_seen_ms FROM listings") == 1);
}

TEST_CASE("A rescan of kept pages killed at any point is gone on with, and no page is recorded twice") {
    const Folder folder;
    constexpr int pages = 1500;  // fifteen batches
    keep_pages(folder, pages);
    int killed = 0;
    for (const std::int64_t wanted : {1, 150, 350}) {
        const pid_t child = folder.start({"rescan", "--casebook", folder.file.string(), "--threads", "1"});
        int status = 0;
        // The kill comes at once when so many are on disk: whatever it is doing then.
        while (waitpid(child, &status, WNOHANG) == 0)
            if (folder.count("SELECT count(*) FROM listings") >= wanted) {
                kill(child, SIGKILL);
                killed += Folder::end_of(child) == -SIGKILL;
                break;
            }
        CHECK(folder.count(whole) == 0);
        CHECK(folder.count("SELECT count(*) FROM passed_over") + folder.count("SELECT count(*) FROM listings") ==
              pages);
    }
    CHECK(killed >= 1);
    REQUIRE(folder.rescan() == 0);
    CHECK(folder.count("SELECT count(*) FROM listings WHERE level > 0") == pages / 3);
    CHECK(folder.count("SELECT count(*) FROM versions") == pages / 3);
    CHECK(folder.count("SELECT count(*) FROM assessments") == pages / 3);
    CHECK(folder.count("SELECT count(*) FROM passed_over WHERE screened_by <> 'lists of 2019'") == pages - pages / 3);
    CHECK(folder.count("SELECT count(*) FROM passed_over") == pages - pages / 3);
    CHECK(folder.count("SELECT count(DISTINCT value) FROM contacts") == 1);
    CHECK(folder.count(fmt::format("SELECT count(*) FROM listings WHERE last_seen_ms > {}", then + pages * day)) == 0);
}

TEST_CASE("Purged pages are left, damaged ones reported and read when they are mended") {
    const Folder folder;
    keep_pages(folder, 30);
    const std::vector<std::string> purge{"purge",        "--casebook", folder.file.string(),
                                         "--older-than", "2019-11-13", "-q"};
    REQUIRE(Folder::end_of(folder.start(purge)) == 0);
    REQUIRE(folder.count("SELECT count(*) FROM passed_over") == 18);
    flip(folder, 15);
    flip(folder, 16);
    CHECK(folder.rescan() == 1);
    CHECK(folder.told("flagged ") == 5);  // 12, 18, 21, 24, 27
    CHECK(folder.says("capture 16 (https://market.example/item/15): the bytes of "));
    CHECK(folder.says("capture 17 (https://market.example/item/16): the bytes of "));
    CHECK(folder.says("16 kept pages read again: 5 name something now; 5 adverts newly flagged; 2 could not be read"));
    CHECK(folder.count("SELECT count(*) FROM passed_over WHERE screened_by = 'lists of 2019'") == 2);

    flip(folder, 15);
    flip(folder, 16);
    CHECK(folder.rescan() == 0);
    CHECK(folder.told("flagged ") == 1);
    CHECK(folder.count("SELECT count(*) FROM listings WHERE level > 0") == 6);

    const fs::path elsewhere = folder.temporary.path() / "moved";
    Folder other;
    keep_pages(other, 3);
    fs::rename(other.archive, elsewhere);
    CHECK(other.rescan() == 1);
    CHECK(other.says("is missing or cannot be read"));
    CHECK(other.rescan({"--archive", elsewhere.string()}) == 0);
    CHECK(other.told("flagged ") == 1);
}
