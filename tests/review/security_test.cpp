// What an attacker, a broken client or a hostile advert may try.
#include <fstream>
#include <iterator>

#include "tests/review/desk_fixture.h"
#include "tools/review/accounts.h"
#include "tools/review/request_guard.h"

using namespace tests;
using namespace std::chrono_literals;

TEST_CASE("Without the form's token nothing is done") {
    DeskFixture fixture;
    Client client = fixture.open();
    const Answer seen = client.get("/advert/3");
    const Client::Fields fields{{"assessment", seen.field("assessment")}, {"standing", "0"}, {"verdict", "confirmed"}};
    CHECK(client.post_bare("/advert/3/verdict", fields).status == 403);
    Client stranger(fixture.server->port());
    stranger.get("/");
    Client::Fields stolen = fields;
    stolen.emplace_back("token", stranger.token());
    CHECK(client.post_bare("/advert/3/verdict", stolen).status == 403);
    for (const char* path : {"/bulk", "/word", "/undo/1", "/export", "/searches", "/searches/1/forget", "/language",
                             "/advert/3/note", "/advert/3/assign", "/sign-out"})
        CHECK(client.post_bare(path, {}).status == 403);
    CHECK(fixture.status_of(3) == "new");
}

TEST_CASE("A POST that says it comes from another site is refused, token or not") {
    DeskFixture fixture;
    Client client = fixture.open();
    client.get("/advert/3");
    client.headers["Origin"] = "null";  // what a browser says of a page that sends no referrer: ours
    CHECK(client.post("/advert/4/note", {{"note", "x"}}).status == 303);
    client.headers["Origin"] = "https://evil.example";
    CHECK(client.post("/advert/3/note", {{"note", "x"}}).status == 403);
    client.headers = {{"Sec-Fetch-Site", "cross-site"}};
    CHECK(client.post("/advert/3/note", {{"note", "x"}}).status == 403);
    CHECK(fixture.verdicts_of(3).empty());
}

TEST_CASE("A name that is not ours is not answered: DNS rebinding") {
    DeskFixture fixture;
    Client client = fixture.open();
    client.headers["Host"] = "evil.example:8787";
    const Answer refused = client.get("/");
    CHECK(refused.status == 421);
    CHECK_FALSE(refused.has("tusk"));
    client.headers["Host"] = "localhost:1";
    CHECK(client.get("/").status == 200);
    using tools::review::is_our_host;
    CHECK(is_our_host("127.0.0.1:8787", {}));
    CHECK(is_our_host("[::1]:8787", {}));
    CHECK(is_our_host("Desk.example", {"desk.example"}));
    CHECK_FALSE(is_our_host("", {}));
    CHECK_FALSE(is_our_host("127.0.0.1.evil.example", {}));
    CHECK_FALSE(is_our_host("1.2.3.evil", {}));
    CHECK_FALSE(is_our_host("localhost.evil.example:80", {}));
}

TEST_CASE("Every answer carries the strict policy, and no page holds inline script or style") {
    DeskFixture fixture;
    Client client = fixture.open();
    for (const char* path : {"/", "/advert/1", "/figures", "/help", "/nothing", "/bulk", "/picture/1"}) {
        const Answer answer = client.get(path);
        INFO(path);
        const std::string policy = answer.header("Content-Security-Policy");
        CHECK(policy.find("default-src 'none'") == 0);
        CHECK(policy.find("unsafe") == std::string::npos);
        CHECK(answer.header("X-Content-Type-Options") == "nosniff");
        CHECK(answer.header("Referrer-Policy") == "no-referrer");
        CHECK(answer.header("Cache-Control") == "no-store");
        CHECK(answer.body.find(" style=") == std::string::npos);
        CHECK(answer.body.find("<style") == std::string::npos);
        CHECK(answer.body.find(" on") == answer.body.find(" on", 0));
        CHECK(answer.body.find("javascript:") == std::string::npos);
    }
    CHECK(client.get("/").header("Set-Cookie").empty());  // the session is there already
    Client fresh(fixture.server->port());
    const std::string cookie = fresh.get("/").header("Set-Cookie");
    CHECK(cookie.find("HttpOnly") != std::string::npos);
    CHECK(cookie.find("SameSite=Strict") != std::string::npos);
}

TEST_CASE("Nothing of an advert is ever markup") {
    DeskFixture fixture;
    casebook::JudgedListing hostile = advert(900, 99);
    const std::string attack = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'";
    hostile.listing.passages = {{detector::Field::title, "", "ivory " + attack},
                                {detector::Field::description, attack, attack},
                                {detector::Field::attribute, attack, attack}};
    hostile.listing.seller = attack;
    hostile.listing.location = attack;
    hostile.listing.url = "javascript:alert(3)//" + attack;
    hostile.listing.price.text = attack;
    hostile.listing.language = attack;
    hostile.contacts = {{attack, attack}};
    hostile.judgement.taxa[0].scientific_name = attack;
    hostile.judgement.taxa[0].annotation = attack;
    hostile.judgement.taxa[0].taxon_id = attack;
    hostile.judgement.claims = {attack};
    hostile.judgement.reasons[0].text = attack;
    hostile.judgement.reasons[0].rule = attack;
    hostile.judgement.matches = {{0, detector::Field::title, 0, 5, "ivory", "ivory", "product", "en", "exact"},
                                 {1, detector::Field::description, 1, 9, attack, attack, "product", "en", "exact"}};
    const std::int64_t id = fixture.add(hostile);
    Client client = fixture.open();
    client.get("/advert/" + std::to_string(id));
    client.post("/advert/" + std::to_string(id) + "/note", {{"note", attack}});
    client.post("/searches", {{"name", attack}, {"query", "q=" + tools::review::percent_encoded(attack)}});
    const std::string query = "q=" + tools::review::percent_encoded(attack);
    for (const std::string& path :
         {"/advert/" + std::to_string(id) + "?" + query, "/?" + query, std::string("/"),
          "/bulk?pick=" + std::to_string(id),
          "/word?word=" + tools::review::percent_encoded(attack) + "&word_language=en&word_kind=product",
          std::string("/figures"), "/export?" + query}) {
        const Answer page = client.get(path);
        INFO(path);
        CHECK(page.status == 200);
        CHECK(page.body.find("<script>") == std::string::npos);
        CHECK(page.body.find("<img src=x") == std::string::npos);
        CHECK(page.body.find("href=\"javascript") == std::string::npos);
        CHECK(page.body.find("href=\"http://market") == std::string::npos);
    }
}

TEST_CASE("Direction overrides in an advert do not turn the page around it") {
    DeskFixture fixture;
    casebook::JudgedListing turned = advert(901, 99);
    turned.listing.passages[1].text = "abc \xE2\x80\xAE gnp.exe \xE2\x81\xA6 x";
    const std::int64_t id = fixture.add(turned);
    Client client = fixture.open();
    const Answer page = client.get("/advert/" + std::to_string(id));
    CHECK(page.body.find("\xE2\x80\xAE") == std::string::npos);
    CHECK(page.body.find("\xE2\x81\xA6") == std::string::npos);
}

TEST_CASE("Matched words are marked at their bytes in any script, and a broken offset marks nothing") {
    DeskFixture fixture;
    const std::string thai = "ขาย งาช้าง แท้", arabic = "عاج فيل للبيع", word = "งาช้าง";
    casebook::JudgedListing scripts = advert(902, 99);
    scripts.listing.passages = {{detector::Field::title, "", thai}, {detector::Field::description, "", arabic}};
    const auto at = static_cast<std::uint32_t>(thai.find(word));
    scripts.judgement.matches = {{0, detector::Field::title, at, at + static_cast<std::uint32_t>(word.size()), word,
                                  word, "product", "th", "exact"},
                                 {1, detector::Field::description, 0, 6, "عاج", "عاج", "product", "ar", "exact"},
                                 {1, detector::Field::description, 900, 1200, "x", "x", "product", "ar", "exact"}};
    const std::int64_t id = fixture.add(scripts);
    Client client = fixture.open();
    const Answer page = client.get("/advert/" + std::to_string(id));
    CHECK(page.has(">" + word + "</mark> แท้"));
    CHECK(page.has(">عاج</mark> فيل للبيع"));
    CHECK(page.has("dir=\"auto\""));
}

TEST_CASE("A redirect leads to a page of ours and carries no second header") {
    DeskFixture fixture;
    Client client = fixture.open();
    for (const char* back :
         {"//evil.example/", "https://evil.example/", "/\\evil.example", "/a\r\nSet-Cookie: x=1", "evil", ""}) {
        client.get("/");
        const Answer answer = client.post("/language", {{"language", "en"}, {"back", back}});
        INFO(back);
        CHECK(answer.status == 303);
        CHECK(answer.header("Location") == "/");
        CHECK(answer.head.find("x=1") == std::string::npos);
    }
    CHECK(client.post("/language", {{"language", "en\r\nX-Evil: 1"}, {"back", "/"}}).header("X-Evil").empty());
}

TEST_CASE("Paths that climb, pictures that are none, numbers that are none: not found, never a file") {
    DeskFixture fixture;
    Client client = fixture.open();
    for (const char* path : {"/../../etc/passwd", "/assets/../../etc/passwd", "/assets/%2e%2e%2f%2e%2e%2fetc/passwd",
                             "/picture/..%2f..%2fetc%2fpasswd", "/picture/99999999999999999999", "/advert/-1",
                             "/advert/1x", "/advert/0", "/advert/", "/assets/desk-0000000000000000.css"}) {
        const Answer answer = client.get(path);
        INFO(path);
        CHECK(answer.status >= 400);
        CHECK(answer.status < 500);
        CHECK_FALSE(answer.has("root:"));
    }
}

TEST_CASE("Where people must sign in, nothing shows before, and names and passwords are not told apart") {
    DeskFixture fixture;
    fixture.demand_sign_in = true;
    tools::review::Accounts::add(fixture.options().accounts, "amira", "three unlikely words");
    Client client = fixture.open();
    const Answer closed = client.get("/advert/3");
    CHECK(closed.has("type=\"password\""));
    CHECK_FALSE(closed.has("tusk"));
    CHECK(client.post("/advert/3/note", {{"note", "x"}}).status == 403);
    const Answer wrong = client.post("/sign-in", {{"name", "amira"}, {"password", "guess"}, {"back", "/"}});
    const Answer nobody = client.post("/sign-in", {{"name", "nobody"}, {"password", "guess"}, {"back", "/"}});
    CHECK(wrong.status == 403);
    CHECK(nobody.status == 403);
    const std::string before = client.cookies();
    const Answer in =
        client.post("/sign-in", {{"name", "amira"}, {"password", "three unlikely words"}, {"back", "/advert/3"}});
    CHECK(in.status == 303);
    CHECK(in.header("Location") == "/advert/3");
    CHECK(client.cookies() != before);  // a session planted before signing in gains nothing
    const Answer page = client.get("/advert/3");
    CHECK(page.has("amira"));
    CHECK(client.post("/advert/3/note", {{"note", "x"}}).status == 303);
    CHECK(fixture.verdicts_of(3).front().who == "amira");
    CHECK(client.post("/sign-out", {}).status == 303);
    CHECK(client.get("/advert/3").has("type=\"password\""));
    client.post("/sign-in", {{"name", "amira"}, {"password", "three unlikely words"}, {"back", "/"}});
    CHECK_FALSE(client.get("/advert/3").has("type=\"password\""));
    CHECK(tools::review::Accounts::remove(fixture.options().accounts, "amira"));
    CHECK(client.get("/advert/3").has("type=\"password\""));  // off the list: out at once
}

TEST_CASE(
    "A session that ends while somebody writes costs nothing: what was sent is shown after signing in, and sent") {
    DeskFixture fixture;
    fixture.demand_sign_in = true;
    tools::review::Accounts::add(fixture.options().accounts, "amira", "three unlikely words");
    Client client = fixture.open();
    const auto sign_in = [&](const Answer& page) {
        Client::Fields fields{{"name", "amira"}, {"password", "three unlikely words"}, {"back", page.field("back")}};
        if (const std::string unsent = page.field("unsent"); !unsent.empty()) fields.emplace_back("unsent", unsent);
        return client.post("/sign-in", fields);
    };
    CHECK(sign_in(client.get("/advert/3?level=high")).header("Location") == "/advert/3?level=high");
    client.get("/advert/3");
    Client other = client;  // another tab signs out
    CHECK(other.post("/sign-out", {}).status == 303);

    const Answer late =
        client.post("/advert/3/note", {{"note", "<b>asked the seller</b> & more\nü 象牙"}, {"query", ""}});
    CHECK(late.status == 403);
    CHECK(late.has("can send it again"));
    CHECK(fixture.verdicts_of(3).empty());
    const Answer wrong =
        client.post("/sign-in", {{"name", "amira"}, {"password", "guess"}, {"unsent", late.field("unsent")}});
    CHECK(wrong.field("unsent") == late.field("unsent"));  // a slip of the keys does not lose it either
    const Answer again = sign_in(wrong);
    REQUIRE(again.status == 200);
    CHECK(again.has("&lt;b&gt;asked the seller&lt;/b&gt; &amp; more"));
    CHECK(again.has("action=\"/advert/3/note\""));
    CHECK(fixture.verdicts_of(3).empty());  // a person sends it, not the sign-in
    CHECK(client.post("/advert/3/note", {{"note", "<b>asked the seller</b>"}}).status == 303);
    CHECK(fixture.verdicts_of(3).size() == 1);

    for (const char* elsewhere :
         {"//evil.example/", "https://evil.example/", "\\\\evil.example", "/\nSet-Cookie: a=b"}) {
        client.get("/");
        client.post("/sign-out", {});
        client.get("/");
        const Answer led =
            client.post("/sign-in", {{"name", "amira"}, {"password", "three unlikely words"}, {"unsent", elsewhere}});
        CHECK(led.status == 303);
        CHECK(led.header("Location") == "/");
    }
}

TEST_CASE("A signed-in session ends after twelve idle hours, not before") {
    tools::review::Sessions sessions;
    const auto now = tools::review::Sessions::Clock::now();
    const std::string session = sessions.sign_in("amira", now);
    CHECK(sessions.analyst(session, now + 11h) == "amira");
    CHECK(sessions.analyst(session, now + 22h) == "amira");  // counted from when it was last seen
    CHECK(sessions.analyst(session, now + 35h).empty());
}

TEST_CASE("Guessing is slowed, per name and per address, and a right password must wait too") {
    TemporaryFolder folder;
    const auto file = folder.path() / "users";
    tools::review::Accounts::add(file, "amira", "three unlikely words");
    tools::review::Accounts accounts(file);
    using Outcome = tools::review::Accounts::Outcome;
    auto now = tools::review::Accounts::Clock::now();
    for (int i = 0; i < 5; ++i) CHECK(accounts.check("amira", "guess", "10.0.0.1", now).outcome == Outcome::wrong);
    CHECK(accounts.check("amira", "three unlikely words", "10.0.0.2", now).outcome == Outcome::wait);
    CHECK(accounts.check("bo", "x", "10.0.0.1", now).outcome == Outcome::wait);
    now += 2s;
    CHECK(accounts.check("amira", "three unlikely words", "10.0.0.2", now).outcome == Outcome::welcome);
}

TEST_CASE("The sign-in list keeps no password, is its owner's alone, and refuses poor names and passwords") {
    TemporaryFolder folder;
    const auto file = folder.path() / "users";
    using tools::review::Accounts;
    CHECK_THROWS_AS(Accounts::add(file, "amira", "short"), std::invalid_argument);
    CHECK_THROWS_AS(Accounts::add(file, "a\tb", "three unlikely words"), std::invalid_argument);
    CHECK_THROWS_AS(Accounts::add(file, "", "three unlikely words"), std::invalid_argument);
    Accounts::add(file, "amira", "three unlikely words");
    Accounts::add(file, "bo", "three unlikely words");
    std::ifstream in(file);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    CHECK(text.find("unlikely") == std::string::npos);
    const std::size_t second = text.find("\nbo\t");
    CHECK(text.substr(6, 90) != text.substr(second + 4, 90));  // salted: like passwords, unlike hashes
    using std::filesystem::perms;
    CHECK((std::filesystem::status(file).permissions() & (perms::group_all | perms::others_all)) == perms::none);
    CHECK(Accounts::remove(file, "bo"));
    CHECK_FALSE(Accounts::remove(file, "bo"));
}

TEST_CASE("A link from another site does not sign anybody out") {
    DeskFixture fixture;
    Client client = fixture.open();
    client.headers["Sec-Fetch-Site"] = "cross-site";
    const Answer first = client.get("/advert/3");
    CHECK(first.header("Set-Cookie").empty());
    CHECK(first.header("Refresh") == "0;url=/advert/3");
    CHECK_FALSE(first.has("tusk"));
}
