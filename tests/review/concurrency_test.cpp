// Several analysts and a crawl at once: nobody fails, nobody overwrites, every action is in the trail.
#include <atomic>
#include <thread>

#include "tests/review/desk_fixture.h"

using namespace tests;

TEST_CASE("Of many who decide on one advert at once exactly one is recorded") {
    DeskFixture fixture;
    fixture.open();
    std::atomic<int> recorded{0}, stale{0}, other{0};
    std::vector<std::thread> analysts;
    for (int i = 0; i < 6; ++i)
        analysts.emplace_back([&] {
            Client client(fixture.server->port());
            const Answer seen = client.get("/advert/11");
            const int status =
                client
                    .post("/advert/11/verdict",
                          {{"assessment", seen.field("assessment")}, {"standing", "0"}, {"verdict", "confirmed"}})
                    .status;
            ++(status == 303 ? recorded : status == 409 ? stale : other);
        });
    for (std::thread& analyst : analysts) analyst.join();
    CHECK(recorded == 1);
    CHECK(stale == 5);
    CHECK(other == 0);
    CHECK(fixture.verdicts_of(11).size() == 1);
}

TEST_CASE("Decisions while a crawl writes are all recorded") {
    DeskFixture fixture;
    fixture.open();
    std::atomic<bool> done{false};
    std::thread crawl([&] {
        casebook::Writer writer(fixture.file);
        for (int number = 1000; !done; number += 20) {
            std::vector<casebook::JudgedListing> batch;
            for (int i = 0; i < 20; ++i) batch.push_back(advert(number + i, 30));
            writer.record(fixture.run, batch, first_day);
        }
    });
    std::vector<std::thread> analysts;
    std::atomic<int> refused{0};
    for (int analyst = 0; analyst < 3; ++analyst)
        analysts.emplace_back([&, analyst] {
            Client client(fixture.server->port());
            for (int id = 1 + analyst; id <= 60; id += 3) {
                const std::string path = "/advert/" + std::to_string(id);
                const Answer seen = client.get(path);
                if (client
                        .post(path + "/verdict", {{"assessment", seen.field("assessment")},
                                                  {"standing", seen.field("standing")},
                                                  {"verdict", "unsure"}})
                        .status != 303)
                    ++refused;
            }
        });
    for (std::thread& analyst : analysts) analyst.join();
    done = true;
    crawl.join();
    CHECK(refused == 0);
    for (int id = 1; id <= 60; ++id) CHECK(fixture.status_of(id) == "unsure");
}
