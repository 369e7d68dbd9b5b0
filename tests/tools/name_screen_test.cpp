// The promise of the two tiers: where the full reading of a page is flagged, its first pass sends it on.
#include "tools/name_screen.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "crawler/extract/first_pass.h"
#include "tests/tools/http_get.h"
#include "tools/demo_market/market.h"
#include "tools/judge.h"

namespace fs = std::filesystem;
using namespace tools;

namespace {

struct SavedPage {
    std::string name, url, body, content_type;
};

std::vector<SavedPage> sample_pages() {
    std::vector<SavedPage> pages;
    for (const char* folder : {"config/profiles", "tests/crawler/pages", "../shared/conformance/structured-data"}) {
        const fs::path path = fs::path(CITESWATCH_SOURCE_DIR) / folder;
        if (!fs::exists(path)) {
            WARN("not looked at: " << path << " is not here");
            continue;
        }
        for (const auto& entry : fs::recursive_directory_iterator(path)) {
            if (entry.path().extension() != ".html") continue;
            std::ifstream in(entry.path(), std::ios::binary);
            pages.push_back({entry.path().string(), "https://market.example/a/b.html",
                             std::string(std::istreambuf_iterator<char>(in), {}), "text/html"});
        }
    }
    return pages;
}

std::vector<SavedPage> demo_pages() {
    const demo_market::Market market({.misbehave = false});
    std::vector<SavedPage> pages;
    const auto add = [&](const std::string& url) {
        const auto response = tests::http_get(url);
        if (response.status == 200) pages.push_back({url, url, response.body, response.header("Content-Type")});
    };
    std::set<std::string> fronts;
    for (const demo_market::Advert* advert : market.adverts()) {
        add(market.url_of(*advert));
        fronts.insert(market.origin(advert->shop) + "/");
    }
    for (const std::string& front : fronts) add(front);
    return pages;
}

}  // namespace

TEST_CASE("No flag of the full reading is lost to the first pass, and no link") {
    Console console({.quiet = true});
    const Judge judge({}, console);
    Judge::Bench bench(judge);
    const crawler::Screen screen = name_screen(judge.matcher());
    std::vector<SavedPage> pages = sample_pages();
    for (SavedPage& page : demo_pages()) pages.push_back(std::move(page));
    REQUIRE(pages.size() > 300);

    std::size_t flagged = 0, passed_over = 0;
    for (const SavedPage& saved : pages) {
        CAPTURE(saved.name);
        const crawler::PageInput input{
            .body = saved.body, .url = saved.url, .content_type = saved.content_type, .robots_header = {}};
        const crawler::Page whole = crawler::read_page(input);
        const crawler::Page light = crawler::read_page(input, screen);
        bool any = bench.judge(whole.listing).assessment.flagged();
        for (const detector::Listing& teaser : whole.teasers) any = any || bench.judge(teaser).assessment.flagged();
        const crawler::FirstPass pass = crawler::skim(input);
        const bool read_whole = screen(pass.text, pass.language);
        flagged += any;
        passed_over += !read_whole;
        if (any) CHECK(read_whole);
        const auto followed = [](const crawler::Page& page) {
            std::vector<std::pair<std::string, bool>> links;
            for (const crawler::Link& link : page.links)
                if (link.kind != crawler::LinkKind::image) links.emplace_back(link.url, link.nofollow);
            return links;
        };
        CHECK(followed(light) == followed(whole));
        CHECK(light.nofollow == whole.nofollow);
        CHECK(light.canonical == whole.canonical);
        CHECK(light.charset == whole.charset);
    }
    // Neither tier decides everything: the promise was put to the test.
    CHECK(flagged > 80);
    CHECK(passed_over > 25);
}

TEST_CASE("A text too long for one scan is never passed over unread") {
    Console console({.quiet = true});
    const Judge judge({}, console);
    const crawler::Screen screen = name_screen(judge.matcher());
    const std::string filler = "the quick brown words of a page without a name\n";
    std::string text;
    while (text.size() < 3u << 20) text += filler;
    CHECK_FALSE(screen(text, "en"));
    CHECK(screen(text + "carved elephant ivory figure", "en"));
    CHECK(screen("elephant ivory\n" + text, "en"));
    while (text.size() < 5u << 20) text += filler;
    CHECK(screen(text, "en"));
}
