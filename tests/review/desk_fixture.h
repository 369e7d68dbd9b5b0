// A desk over a small casebook made by hand: adverts of several strengths, scripts and senses.
#pragma once

#include <catch2/catch.hpp>

#include "casebook/writer.h"
#include "tests/casebook/samples.h"
#include "tests/review/client.h"
#include "tests/tools/temporary_folder.h"
#include "tools/http_server.h"
#include "tools/review/desk.h"

namespace tests {

constexpr casebook::Milliseconds first_day = 1'772'000'000'000;  // 2026-02-25

// "Carved ivory tusk" and the like, strength by number.
inline casebook::JudgedListing advert(int number, int score) {
    casebook::JudgedListing judged = samples::ivory("https://market.example/" + std::to_string(number),
                                                    "Carved ivory tusk number " + std::to_string(number));
    judged.judgement.score = score;
    judged.judgement.level = score >= 70   ? detector::Level::high
                             : score >= 50 ? detector::Level::medium
                                           : detector::Level::low;
    return judged;
}

class DeskFixture {
  public:
    DeskFixture() : file(folder.path() / "case.db") {
        casebook::Writer writer(file);
        run = writer.begin_run("scan", "citeswatch test", first_day);
        std::vector<casebook::JudgedListing> adverts;
        for (int i = 1; i <= 120; ++i) adverts.push_back(advert(i, 20 + i % 70));
        writer.record(run, adverts, first_day);
    }

    // Opens it, once everything the test wants is in the casebook.
    Client open(tools::HttpServerOptions server_options = {}) {
        desk = std::make_unique<tools::review::Desk>(options(), cards());
        server = std::make_unique<tools::HttpServer>(
            server_options, [this](const tools::HttpRequest& request) { return desk->answer(request); });
        return Client(server->port());
    }
    tools::review::DeskOptions options() const {
        return {.casebook = file,
                .archive = folder.path() / "case.db.archive",
                .accounts = folder.path() / "users",
                .demand_sign_in = demand_sign_in,
                .analyst = "amira"};
    }
    // The shipped lists, read once for all tests.
    static std::shared_ptr<const tools::review::TaxonCards> cards() {
        static const auto shipped =
            std::make_shared<const tools::review::TaxonCards>(std::vector<std::filesystem::path>{});
        return shipped;
    }
    // Adds one advert and gives its number.
    std::int64_t add(const casebook::JudgedListing& judged, casebook::Milliseconds now = first_day) {
        casebook::Writer(file).record(run, {&judged, 1}, now);
        casebook::Reader reader(file);
        casebook::Filter any{.least_level = detector::Level::none};
        std::int64_t newest = 0;
        for (const casebook::ListingId id : reader.select(any, 10'000))
            newest = std::max(newest, static_cast<std::int64_t>(id));
        return newest;
    }
    std::string status_of(std::int64_t id) const {
        return casebook::Reader(file).listing(casebook::ListingId{id})->status;
    }
    std::vector<casebook::VerdictEntry> verdicts_of(std::int64_t id) const {
        return casebook::Reader(file).verdicts(casebook::ListingId{id});
    }

    TemporaryFolder folder;
    std::filesystem::path file;
    casebook::RunId run{};
    bool demand_sign_in = false;
    std::unique_ptr<tools::review::Desk> desk;
    std::unique_ptr<tools::HttpServer> server;
};

}  // namespace tests
