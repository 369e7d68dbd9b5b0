// The analyst's day, through real HTTP: look, decide, change one's mind, decide on many, hand out.
#include <algorithm>
#include <set>

#include "tests/review/desk_fixture.h"

using namespace tests;

namespace {

Answer open_advert(Client& client, std::int64_t id, const std::string& query = {}) {
    return client.get("/advert/" + std::to_string(id) + (query.empty() ? "" : "?" + query));
}

Answer decide(Client& client, std::int64_t id, const Answer& seen, const std::string& verdict,
              const std::string& reason = {}, const std::string& query = {}) {
    return client.post("/advert/" + std::to_string(id) + "/verdict", {{"assessment", seen.field("assessment")},
                                                                      {"standing", seen.field("standing")},
                                                                      {"verdict", verdict},
                                                                      {"reason", reason},
                                                                      {"query", query},
                                                                      {"note", "looked at it"}});
}

std::size_t times(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++count;
    return count;
}

}  // namespace

TEST_CASE("The queue shows the strongest first and pages by key to the last, none twice, none left out") {
    DeskFixture fixture;
    Client client = fixture.open();
    std::string target = "/";
    std::vector<int> scores;
    std::set<std::string> seen;
    int pages = 0;
    for (; !target.empty() && pages < 10; ++pages) {
        const Answer page = client.get(target);
        REQUIRE(page.status == 200);
        const std::string score = "<span class=\"score\" title=\"Score\">";
        for (std::size_t at = 0; (at = page.body.find(score, at)) != std::string::npos;)
            scores.push_back(std::stoi(page.body.substr(at += score.size())));
        for (std::size_t at = 0; (at = page.body.find("name=\"pick\" value=\"", at)) != std::string::npos;) {
            at += 19;
            CHECK(seen.insert(page.body.substr(at, page.body.find('"', at) - at)).second);
        }
        const std::size_t next = page.body.find("rel=\"next\" href=\"");
        target =
            next == std::string::npos ? "" : page.body.substr(next + 17, page.body.find('"', next + 17) - next - 17);
    }
    CHECK(pages == 3);
    CHECK(seen.size() == 120);
    CHECK(std::is_sorted(scores.rbegin(), scores.rend()));
    const Answer second = client.get("/?after=60.60");
    const std::size_t back = second.body.find("rel=\"prev\" href=\"");
    REQUIRE(back != std::string::npos);
    CHECK(client.get(second.body.substr(back + 17, second.body.find('"', back + 17) - back - 17)).status == 200);
}

TEST_CASE("A casebook of an earlier release opens at the desk, brought up to date") {
    const tests::TemporaryFolder folder;
    std::filesystem::copy(CITESWATCH_SOURCE_DIR "/tests/casebook/first_release", folder.path(),
                          std::filesystem::copy_options::recursive);
    std::filesystem::permissions(folder.path() / "case.db", std::filesystem::perms::owner_write,
                                 std::filesystem::perm_options::add);
    tools::review::Desk desk({.casebook = folder.path() / "case.db",
                              .archive = folder.path() / "case.db.archive",
                              .accounts = folder.path() / "users",
                              .analyst = "amira"},
                             DeskFixture::cards());
    CHECK(tools::review::Readers::Loan(desk.readers, false)->adverts.count({}) == 3);
}

TEST_CASE("Every filter narrows, and what cannot be read narrows nothing") {
    DeskFixture fixture;
    casebook::JudgedListing other = advert(500, 95);
    other.listing.source = "bazaar";
    other.listing.language = "fr";
    other.listing.seller = "marchand";
    other.judgement.appendix = "II";
    other.judgement.level = detector::Level::critical;
    other.judgement.taxa[0].scientific_name = "Python regius";
    other.judgement.taxa[0].family = "Pythonidae";
    other.listing.passages[1].text = "sac en peau, très rare";
    const std::int64_t id = fixture.add(other, first_day + 86'400'000 * 10);
    Client client = fixture.open();
    const std::string link = "/advert/" + std::to_string(id);
    for (const char* query :
         {"level=critical", "appendix=II", "taxon=Python", "taxon=Pythonidae", "source=bazaar", "language=fr",
          "seller=marchand", "since=2026-03-06", "q=tr%C3%A8s+rare", "order=newest"}) {
        const Answer page = client.get(std::string("/?") + query);
        INFO(query);
        CHECK(page.has("href=\"" + link));
        CHECK((times(page.body, "<tr data-row>") == 1 || std::string(query) == "order=newest"));
    }
    CHECK(times(client.get("/?level=nonsense&since=yesterday&after=x.y&order=up").body, "<tr data-row>") == 50);
    CHECK(client.get("/?q=zzzzzz").has("Nothing here"));
}

TEST_CASE("What stands beside the Appendices narrows the queue, and shows where no Appendix speaks") {
    DeskFixture fixture;
    casebook::JudgedListing eel = advert(600, 60), owl = advert(601, 55);
    eel.judgement.appendix = "";
    eel.judgement.taxa[0].regimes = {{"watch", "glass eels", ""}};
    owl.judgement.taxa[0].regimes = {{"EU", "A", ""}};
    const std::int64_t watched = fixture.add(eel), annexed = fixture.add(owl);
    Client client = fixture.open();
    CHECK(client.get("/").has("<option value=\"EU A\">EU A</option>"));
    const auto shows = [&](const std::string& query, std::int64_t id) {
        const Answer page = client.get("/?" + query);
        return times(page.body, "<tr data-row>") == 1 && page.has("href=\"/advert/" + std::to_string(id));
    };
    CHECK(shows("regime=EU", annexed));
    CHECK(shows("regime=EU+A", annexed));
    CHECK(shows("regime=watch+glass+eels", watched));
    CHECK(client.get("/?regime=EU+B").has("Nothing here"));
    CHECK(client.get("/?regime=watch").has("<bdi>watch glass eels</bdi>"));
    CHECK(client.get("/figures?status=all").has("watch glass eels"));
}

TEST_CASE("Others of the account and of the contact are shown, and what everybody shares ties nobody") {
    DeskFixture fixture;
    for (int i = 0; i < 30; ++i) {
        casebook::JudgedListing other = advert(700 + i, 40);
        other.listing.seller = "shop number " + std::to_string(i);
        other.contacts = {{"phone", "+33100000000"}};
        if (i < 2) other.contacts.push_back({"phone", "+33199999999"});
        fixture.add(other);
    }
    Client client = fixture.open();
    const Answer page = open_advert(client, 121);
    CHECK(page.has("The same contact: phone +33199999999"));
    CHECK(page.has("adverts: 1 · accounts: 1"));
    const std::size_t common = page.body.find("ties nobody");
    REQUIRE(common != std::string::npos);
    CHECK(page.body.rfind("The same contact: phone +33100000000", common) != std::string::npos);
    CHECK(open_advert(client, 1).has("Other adverts of old_things"));
}

TEST_CASE("A decision is recorded under the analyst's name and leads to the next advert") {
    DeskFixture fixture;
    Client client = fixture.open();
    const Answer advert = open_advert(client, 69);
    REQUIRE(advert.status == 200);
    const Answer after = decide(client, 69, advert, "confirmed");
    CHECK(after.status == 303);
    CHECK(after.header("Location").starts_with("/advert/"));
    CHECK(fixture.status_of(69) == "confirmed");
    const auto trail = fixture.verdicts_of(69);
    REQUIRE(trail.size() == 1);
    CHECK(trail[0].who == "amira");
    CHECK(trail[0].note == "looked at it");
}

TEST_CASE("A dismissal without a reason is not recorded") {
    DeskFixture fixture;
    Client client = fixture.open();
    const Answer advert = open_advert(client, 5);
    CHECK(decide(client, 5, advert, "dismissed").status == 400);
    CHECK(decide(client, 5, advert, "dismissed", "because").status == 400);
    CHECK(decide(client, 5, advert, "deleted").status == 400);
    CHECK(fixture.status_of(5) == "new");
    CHECK(decide(client, 5, advert, "dismissed", "imitation").status == 303);
    CHECK(fixture.verdicts_of(5).front().reason == "imitation");
}

TEST_CASE("Who decides on what a colleague decided meanwhile is told, and overwrites nothing") {
    DeskFixture fixture;
    Client first = fixture.open();
    Client second(fixture.server->port());
    const Answer seen = open_advert(first, 7), also_seen = open_advert(second, 7);
    CHECK(decide(first, 7, seen, "confirmed").status == 303);
    const Answer late = decide(second, 7, also_seen, "dismissed", "imitation");
    CHECK(late.status == 409);
    CHECK(late.has("Something has changed meanwhile"));
    CHECK(late.has("<dt>Reason to dismiss</dt>"));  // what was sent is not lost
    CHECK(fixture.status_of(7) == "confirmed");
    CHECK(fixture.verdicts_of(7).size() == 1);
}

TEST_CASE("A decision on words that have changed since is stale") {
    DeskFixture fixture;
    Client client = fixture.open();
    const Answer seen = open_advert(client, 7);
    casebook::JudgedListing changed = advert(7, 27);
    changed.listing.passages[1].text = "Now with certificate.";
    fixture.add(changed, first_day + 1000);
    CHECK(decide(client, 7, seen, "dismissed", "papers").status == 409);
    CHECK(fixture.status_of(7) == "new");
    const Answer now = open_advert(client, 7);
    CHECK(now.has("Version 2"));
    CHECK(now.has("<ins>Now with certificate.</ins>"));
    CHECK(now.has("<del>A fine piece, well kept, from our house.</del>"));
}

TEST_CASE("Undoing gives the earlier status back and adds to the trail") {
    DeskFixture fixture;
    Client client = fixture.open();
    decide(client, 9, open_advert(client, 9), "unsure");
    decide(client, 9, open_advert(client, 9), "confirmed");
    const auto undo_newest = [&] {
        const Answer page = open_advert(client, 9);
        const std::size_t at = page.body.rfind("action=\"/undo/");
        REQUIRE(at != std::string::npos);
        return client.post(page.body.substr(at + 8, page.body.find('"', at + 8) - at - 8), {{"back", "/advert/9"}});
    };
    CHECK(undo_newest().header("Location") == "/advert/9");
    CHECK(fixture.status_of(9) == "unsure");
    undo_newest();  // undoing the undoing: confirmed again
    CHECK(fixture.status_of(9) == "confirmed");
    CHECK(fixture.verdicts_of(9).size() == 4);
    CHECK(client.post("/undo/1", {{"back", "/"}}).status == 409);  // covered by later ones
}

TEST_CASE("Notes and assignments are in the trail, and a lost race for an advert is told") {
    DeskFixture fixture;
    Client client = fixture.open();
    open_advert(client, 3);
    CHECK(client.post("/advert/3/note", {{"note", "ask the museum"}}).status == 303);
    CHECK(client.post("/advert/3/note", {{"note", ""}}).status == 400);
    CHECK(client.post("/advert/3/assign", {{"expected", ""}, {"assignee", "bo"}}).status == 303);
    CHECK(client.post("/advert/3/assign", {{"expected", ""}, {"assignee", "cy"}}).status == 409);
    const Answer page = open_advert(client, 3);
    CHECK(page.has("ask the museum"));
    CHECK(page.has("With bo"));
    CHECK(fixture.status_of(3) == "new");
    CHECK(times(client.get("/?assignee=bo").body, "<tr data-row>") == 1);
    CHECK(client.get("/?assignee=-").has("new <b>119</b>"));
}

TEST_CASE("A decision on many shows first what it touches, refuses a changed selection, and is undone as one") {
    DeskFixture fixture;
    Client client = fixture.open();
    const Answer preview = client.get("/bulk?level=high");
    CHECK(preview.has("Decide on 21 adverts"));
    const Client::Fields fields{{"query", preview.field("query")},
                                {"digest", preview.field("digest")},
                                {"verdict", "dismissed"},
                                {"reason", "duplicate"}};
    decide(client, 69, open_advert(client, 69), "confirmed");
    CHECK(client.post("/bulk", fields).status == 409);
    CHECK(fixture.status_of(68) == "new");
    const Answer again = client.get("/bulk?level=high");
    const Answer done = client.post("/bulk", {{"query", again.field("query")},
                                              {"digest", again.field("digest")},
                                              {"verdict", "dismissed"},
                                              {"reason", "duplicate"}});
    CHECK(done.status == 303);
    CHECK(fixture.status_of(68) == "dismissed");
    CHECK(fixture.status_of(69) == "confirmed");
    const Answer queue = client.get(done.header("Location"));
    const std::size_t at = queue.body.find("action=\"/undo/");
    REQUIRE(at != std::string::npos);
    CHECK(client.post(queue.body.substr(at + 8, queue.body.find('"', at + 8) - at - 8), {{"whole", "1"}, {"back", "/"}})
              .status == 303);
    CHECK(fixture.status_of(68) == "new");
    CHECK(client.get("/?status=dismissed").has("Nothing here"));
}

TEST_CASE("One is spoken of as one, in every language") {
    DeskFixture fixture;
    Client client = fixture.open();
    CHECK(client.get("/bulk?pick=3").has("<h1>Decide on 1 advert</h1>"));
    CHECK(client.get("/?done=1&skipped=1").has("1 had changed meanwhile and was left alone."));
    CHECK(client.get("/?done=1&skipped=2").has("2 had changed meanwhile and were left alone."));
    CHECK_FALSE(client.get("/?done=1&skipped=many").has("meanwhile"));
    client.headers["Accept-Language"] = "fr";
    CHECK(client.get("/bulk?pick=3").has("<h1>Décider de 1 annonce</h1>"));
    client.headers["Accept-Language"] = "es";
    CHECK(client.get("/bulk?pick=3&pick=5").has("<h1>Decidir sobre 2 anuncios</h1>"));
    CHECK(client.get("/bulk?pick=3").has("<h1>Decidir sobre 1 anuncio</h1>"));
}

TEST_CASE("Figures count the flagged, and say so where a filter lets others through") {
    DeskFixture fixture;
    casebook::JudgedListing plain = advert(700, 0);
    plain.judgement = {.by = plain.judgement.by};
    fixture.add(plain);
    Client client = fixture.open();
    const Answer all = client.get("/figures?level=none&q=tusk"), flagged = client.get("/figures?q=tusk");
    CHECK(all.has("Figures count flagged adverts"));
    CHECK_FALSE(flagged.has("Figures count flagged adverts"));
    CHECK(times(all.body, ">120</text>") == times(flagged.body, ">120</text>"));
    CHECK_FALSE(all.has(">121</text>"));
    CHECK(client.get("/?level=none&q=tusk").has("new <b>121</b>"));
}

TEST_CASE("A title as long as a book takes a few lines of the queue") {
    DeskFixture fixture;
    casebook::JudgedListing endless = advert(701, 95);
    for (int i = 0; i < 50'000; ++i) endless.listing.passages[0].text += " tusk 象牙";
    fixture.add(endless);
    Client client = fixture.open();
    CHECK(client.get("/?level=high").body.size() < 200'000);
}

TEST_CASE("Picked adverts alone are decided on") {
    DeskFixture fixture;
    Client client = fixture.open();
    const Answer preview = client.get("/bulk?pick=3&pick=5&pick=abc");
    CHECK(preview.has("Decide on 2 adverts"));
    CHECK(
        client.post("/bulk", {{"pick", "3"}, {"pick", "5"}, {"digest", preview.field("digest")}, {"verdict", "unsure"}})
            .status == 303);
    CHECK(fixture.status_of(3) == "unsure");
    CHECK(fixture.status_of(5) == "unsure");
    CHECK(fixture.status_of(4) == "new");
}

TEST_CASE("All that hangs on a word in one sense is dismissed, and the list change is kept") {
    DeskFixture fixture;
    casebook::JudgedListing both = advert(500, 60);  // does not hang on the word alone
    both.judgement.matches.push_back({1, detector::Field::description, 2, 6, "fine", "tusk", "product", "en", "exact"});
    const std::int64_t kept = fixture.add(both);
    Client client = fixture.open();
    const std::string sense = "word=ivory&word_language=en&word_kind=product";
    const Answer page = client.get("/word?" + sense);
    CHECK(page.status == 200);
    CHECK(page.has("120 new adverts hang on this word"));
    CHECK(page.has("<pre class=\"row\" tabindex=\"0\">ivory\ten</pre>"));
    const Client::Fields fields{{"word", "ivory"},
                                {"word_language", "en"},
                                {"word_kind", "product"},
                                {"propose", "1"},
                                {"digest", page.field("digest")}};
    CHECK(client.post("/word", fields).status == 303);
    CHECK(fixture.status_of(1) == "dismissed");
    CHECK(fixture.status_of(kept) == "new");
    const Answer proposals = client.get("/proposals");
    CHECK(proposals.has("text\tlanguage\nivory\ten\n"));
    CHECK(client.get("/figures").has("0 %"));
}

TEST_CASE("A saved search belongs to who saved it and can be forgotten") {
    DeskFixture fixture;
    Client client = fixture.open();
    client.get("/");
    CHECK(client.post("/searches", {{"name", "strong"}, {"query", "level=high&bogus=1"}}).header("Location") ==
          "/?level=high");
    const Answer page = client.get("/");
    CHECK(page.has("<a href=\"/?level=high\" dir=\"auto\">strong</a>"));
    CHECK(client.post("/searches/1/forget", {}).status == 303);
    CHECK_FALSE(client.get("/").has(">strong</a>"));
}

TEST_CASE("A selection leaves as a file only with a record of who took it") {
    DeskFixture fixture;
    Client client = fixture.open();
    CHECK(client.get("/export?level=high").has("Adverts in this selection: 21"));
    for (const char* format : {"html", "csv", "xlsx", "jsonl"}) {
        const Answer file = client.post("/export", {{"query", "level=high"}, {"format", format}});
        INFO(format);
        CHECK(file.status == 200);
        CHECK(file.header("Content-Disposition").starts_with("attachment; filename=\"citeswatch-"));
        CHECK(file.body.size() > 500);
    }
    CHECK(open_advert(client, 69).has("report csv"));
    const Answer one = client.post("/export", {{"pick", "3"}, {"format", "jsonl"}});
    CHECK(std::count(one.body.begin(), one.body.end(), '\n') >= 1);
    CHECK(one.has("number 3"));
    CHECK_FALSE(one.has("number 4"));
}

TEST_CASE("All pages answer in three languages, chosen by the browser and by hand") {
    DeskFixture fixture;
    Client client = fixture.open();
    client.headers["Accept-Language"] = "de, fr-CH;q=0.8, en;q=0.5";
    CHECK(client.get("/").has("<html lang=\"fr\">"));
    CHECK(client.post("/language", {{"language", "es"}, {"back", "/help"}}).header("Location") == "/help");
    for (const char* path : {"/", "/advert/1", "/bulk", "/word?word=ivory&word_language=en&word_kind=product",
                             "/figures", "/crawler", "/export", "/proposals", "/help"}) {
        const Answer page = client.get(path);
        INFO(path);
        CHECK(page.status == 200);
        CHECK(page.has("<html lang=\"es\">"));
    }
}
