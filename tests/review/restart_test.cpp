// Forms that cannot be taken: the desk was started anew while they were open, its casebook is gone, the disk is full.
#include <sys/resource.h>

#include <csignal>

#include "tests/review/desk_fixture.h"
#include "tools/review/accounts.h"

using namespace tests;

namespace {

// Its browser, cookies and all. The desk has another port now; the browser goes on with the address it knows.
Client after_restart(DeskFixture& fixture, const Client& before) {
    const std::string address = "127.0.0.1:" + std::to_string(fixture.server->port());
    fixture.server.reset();
    fixture.desk.reset();
    Client client = fixture.open();
    client.headers = {{"Host", address}, {"Cookie", before.cookies()}, {"Sec-Fetch-Site", "same-origin"}};
    return client;
}

}  // namespace

TEST_CASE("A form that was open when the desk was started anew comes back with its text, and is not recorded unseen") {
    DeskFixture fixture;
    Client before = fixture.open();
    const Answer seen = before.get("/advert/3");
    const Client::Fields fields{{"assessment", seen.field("assessment")},
                                {"standing", seen.field("standing")},
                                {"verdict", "dismissed"},
                                {"reason", "imitation"},
                                {"note", "<i>resin</i> & paint, \"signed\""},
                                {"token", before.token()}};
    Client client = after_restart(fixture, before);
    const Answer again = client.post_bare("/advert/3/verdict", fields);
    CHECK(again.status == 403);
    CHECK(again.has("action=\"/advert/3/verdict\""));
    CHECK(again.has("&lt;i&gt;resin&lt;/i&gt; &amp; paint, &quot;signed&quot;"));
    CHECK(fixture.verdicts_of(3).empty());
    CHECK(client
              .post("/advert/3/verdict", {{"assessment", again.field("assessment")},
                                          {"standing", again.field("standing")},
                                          {"verdict", again.field("verdict")},
                                          {"reason", again.field("reason")},
                                          {"note", "resin"}})
              .status == 303);
    CHECK(fixture.status_of(3) == "dismissed");
}

TEST_CASE("What another page made up is not handed back with a button") {
    DeskFixture fixture;
    Client client = fixture.open();
    client.get("/");
    for (const char* site : {"", "cross-site", "same-site", "none"}) {
        client.headers.clear();
        if (*site) client.headers["Sec-Fetch-Site"] = site;
        const Answer refused = client.post_bare("/advert/3/note", {{"note", "planted"}, {"token", "no such"}});
        INFO(site);
        CHECK(refused.status == 403);
        CHECK_FALSE(refused.has("planted"));
    }
    client.headers = {{"Sec-Fetch-Site", "same-origin"}, {"Origin", "https://evil.example"}};
    CHECK_FALSE(client.post_bare("/advert/3/note", {{"note", "planted"}, {"token", "no such"}}).has("planted"));
}

TEST_CASE("Who was signed in signs in once more, and has the text back") {
    DeskFixture fixture;
    tools::review::Accounts::add(fixture.folder.path() / "users", "amira", "three unlikely words");
    Client before = fixture.open();
    const auto sign_in = [](Client& client, const Answer& page) {
        return client.post("/sign-in", {{"name", "amira"},
                                        {"password", "three unlikely words"},
                                        {"back", page.field("back")},
                                        {"unsent", page.field("unsent")}});
    };
    REQUIRE(sign_in(before, before.get("/")).status == 303);
    before.get("/advert/3");
    const std::string token = before.token();
    Client client = after_restart(fixture, before);
    const Answer refused = client.post_bare("/advert/3/note", {{"note", "ask the museum"}, {"token", token}});
    CHECK(refused.status == 403);
    CHECK(refused.has("can send it again"));
    const Answer again = sign_in(client, refused);
    CHECK(again.has("ask the museum"));
    CHECK(fixture.verdicts_of(3).empty());

    // A sign-in page that was open all the time: once more, and no dead end.
    Client other(fixture.server->port());
    other.headers["Sec-Fetch-Site"] = "same-origin";
    const Answer page = other.post_bare("/sign-in", {{"name", "amira"}, {"token", token}, {"back", "/advert/7"}});
    CHECK(page.status == 403);
    CHECK(page.has("started anew"));
    CHECK(page.has("name=\"back\" value=\"/advert/7\""));
    CHECK(sign_in(other, page).status == 303);
}

TEST_CASE("A casebook that was removed or replaced under an open desk takes no decision that nobody would find again") {
    for (const bool replaced : {false, true}) {
        DeskFixture fixture;
        Client client = fixture.open();
        const Answer seen = client.get("/advert/3");
        const std::filesystem::path moved = fixture.folder.path() / "moved.db";
        std::filesystem::rename(fixture.file, moved);
        if (replaced) std::filesystem::copy_file(moved, fixture.file);
        const Answer refused =
            client.post("/advert/3/verdict",
                        {{"assessment", seen.field("assessment")}, {"standing", "0"}, {"verdict", "confirmed"}});
        CHECK(refused.status == 503);
        CHECK(refused.has("Nothing was recorded"));
        CHECK(client.get("/").status == 503);
        std::filesystem::rename(moved, fixture.file);
        CHECK(client.get("/").status == 200);
        CHECK(fixture.verdicts_of(3).empty());
    }
}

TEST_CASE("What was typed is not lost to a full disk") {
    DeskFixture fixture;
    Client client = fixture.open();
    const Answer seen = client.get("/advert/3");
    const Client::Fields fields{{"assessment", seen.field("assessment")},
                                {"standing", seen.field("standing")},
                                {"verdict", "dismissed"},
                                {"reason", "imitation"},
                                {"note", "resin, by the shine of it"}};
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    rlimit none = before;
    none.rlim_cur = 1;  // any write past the first byte of a file fails
    const auto handler = ::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &none);
    const Answer failed = client.post("/advert/3/verdict", fields);
    ::setrlimit(RLIMIT_FSIZE, &before);
    ::signal(SIGXFSZ, handler);

    CHECK(failed.status == 500);
    CHECK(failed.has("nothing was recorded"));
    CHECK(failed.has("resin, by the shine of it"));
    CHECK(fixture.verdicts_of(3).empty());
    CHECK(client
              .post("/advert/3/verdict", {{"assessment", failed.field("assessment")},
                                          {"standing", failed.field("standing")},
                                          {"verdict", failed.field("verdict")},
                                          {"reason", failed.field("reason")},
                                          {"note", failed.field("note")}})
              .status == 303);
    CHECK(fixture.status_of(3) == "dismissed");
}
