// A casebook judged again: what changes is shown, what was thought before stays, and a killed run is gone on with.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "casebook/sql.h"
#include "casebook/writer.h"
#include "tests/casebook/samples.h"
#include "tests/casebook/temporary_folder.h"

namespace {

constexpr casebook::Milliseconds now = 1'772'600'000'000;

// Three kinds, in turn: one that yesterday's lists missed, one they flagged for nothing, one nobody minds.
void fill(const std::filesystem::path& file, int count) {
    casebook::Writer writer(file);
    const casebook::RunId run = writer.begin_run("scan", "citeswatch 0.0.1", now);
    std::vector<casebook::JudgedListing> adverts;
    for (int i = 0; i < count; ++i) {
        const std::string url = "https://m.example/" + std::to_string(i);
        auto advert =
            i % 3 == 1 ? samples::ivory(url, "Plastic ivory coloured toy car") : samples::innocent(url, "Garden chair");
        if (i % 3 == 0) {
            advert.listing.passages[0].text = "Genuine elephant ivory tusk for sale";
            advert.listing.passages[1].text =
                "Raw tusk, 3 kg, real elephant ivory, call +33 6 12 34 56 78 number " + std::to_string(i);
        }
        if (i % 3 == 1) advert.listing.passages[1].text = "Children's toy made of plastic, number " + std::to_string(i);
        advert.judgement.by = {"lists of 2019", "aaaa", "bbbb", "citeswatch 0.0.1"};
        adverts.push_back(std::move(advert));
    }
    writer.record(run, adverts, now);
}

// The program, with its output in files; minus the signal where one ended it.
pid_t start(const std::filesystem::path& folder, const std::vector<std::string>& arguments) {
    std::vector<const char*> argv{CITESWATCH, "rescan", "--casebook", nullptr};
    const std::string file = (folder / "case").string();
    argv[3] = file.c_str();
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    argv.push_back(nullptr);
    const std::string out = (folder / "out").string(), err = (folder / "err").string();
    const pid_t child = fork();
    if (child != 0) return child;
    dup2(open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
    dup2(open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
    execv(CITESWATCH, const_cast<char**>(argv.data()));
    _exit(127);
}

int end_of(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

std::int64_t count(const std::filesystem::path& file, const std::string& sql) {
    casebook::Database database(file, casebook::Database::Mode::read);
    casebook::Statement query(database, sql);
    query.first();
    return query.integer(0);
}

constexpr const char* judged_again =
    "SELECT count(*) FROM assessments a JOIN judges j ON j.id = a.judge_id WHERE j.lists_version <> 'lists of 2019'";

}  // namespace

TEST_CASE("A rescan shows what is newly flagged and what is cleared, and keeps what was thought before") {
    const TemporaryFolder folder;
    const std::filesystem::path file = folder / "case";
    fill(file, 30);
    REQUIRE(end_of(start(file.parent_path(), {"--dry-run"})) == 0);
    CHECK(count(file, judged_again) == 0);
    const std::string foretold = text_of(folder / "out");

    REQUIRE(end_of(start(file.parent_path(), {"--threads", "2"})) == 0);
    const std::string told = text_of(folder / "out");
    CHECK(told == foretold);
    std::size_t flagged = 0, cleared = 0;
    std::istringstream lines(told);
    for (std::string line; std::getline(lines, line);) {
        flagged += line.starts_with("flagged ");
        cleared += line.starts_with("cleared ");
    }
    CHECK(flagged == 10);
    CHECK(cleared == 10);
    CHECK(text_of(folder / "err").find("30 judged again: 10 newly flagged, 10 cleared, 0 changed") !=
          std::string::npos);
    CHECK(count(file, "SELECT count(*) FROM assessments") == 60);  // the old ones are there
    CHECK(count(file, "SELECT count(*) FROM listings WHERE level > 0") == 10);
    CHECK(count(file, "SELECT count(*) FROM versions") == 30);  // no new versions: nobody's words changed
    CHECK(count(file, "SELECT count(DISTINCT value) FROM contacts WHERE kind = 'phone'") == 1);

    REQUIRE(end_of(start(file.parent_path(), {})) == 0);  // a second one has nothing to do
    CHECK(text_of(folder / "out").empty());
    CHECK(count(file, "SELECT count(*) FROM assessments") == 60);
}

TEST_CASE("A rescan killed at any point is gone on with, and no advert is judged twice") {
    const TemporaryFolder folder;
    const std::filesystem::path file = folder / "case";
    constexpr int adverts = 6000;  // twelve batches
    fill(file, adverts);
    int killed = 0;
    for (std::int64_t wanted : {1, 1500, 4000}) {
        const pid_t child = start(file.parent_path(), {"--threads", "1"});
        int status = 0;
        // The kill comes at once when so many are on disk: whatever it is doing then.
        while (waitpid(child, &status, WNOHANG) == 0)
            if (count(file, judged_again) >= wanted) {
                kill(child, SIGKILL);
                killed += end_of(child) == -SIGKILL;
                break;
            }
        CHECK(count(file, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'") == 0);
        CHECK(count(file, "SELECT count(*) FROM pragma_foreign_key_check") == 0);
    }
    CHECK(killed >= 1);
    REQUIRE(end_of(start(file.parent_path(), {})) == 0);
    CHECK(count(file, judged_again) == adverts);
    CHECK(count(file, "SELECT count(*) FROM (SELECT version_id FROM assessments GROUP BY 1 HAVING count(*) <> 2)") ==
          0);
    CHECK(
        count(
            file,
            "SELECT count(*) FROM listings l JOIN assessments a ON a.id = l.assessment_id WHERE l.level <> a.level") ==
        0);
    CHECK(count(file, "SELECT count(*) FROM listings WHERE level > 0") == adverts / 3);
}
