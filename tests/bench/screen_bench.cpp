// What the first pass saves: a page read whole and judged, against one read as far as its words deserve.
//
//   screen_bench [page.html ...]
//
// Without arguments on two pages made here, of 18.6 and 150 kB, that name nothing of the lists. "gumbo" is the parser
// alone, the least that a tree for every page would cost. CPU time; see extract_results.md beside for results.
#include <fmt/format.h>

#include <ctime>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "crawler/extract/html.h"
#include "tools/judge.h"
#include "tools/name_screen.h"

using namespace tools;

namespace {

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

template <typename Work>
double pages_per_second(Work work) {
    const double begin = cpu_seconds();
    int rounds = 0;
    while (cpu_seconds() - begin < 1.0) {
        work();
        ++rounds;
    }
    return rounds / (cpu_seconds() - begin);
}

// A shop's page: navigation, cards with prices, paragraphs of plain words.
std::string ordinary_page(std::size_t bytes) {
    const char* const words[] = {"table", "kitchen", "morning", "window", "letter", "paper",  "garden", "winter",
                                 "quiet", "street",  "number",  "second", "little", "people", "simple", "always"};
    std::string page =
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Kitchen tables</title></head><body>";
    std::uint32_t random = 1;
    for (int card = 0; page.size() < bytes; ++card) {
        page += fmt::format(
            "<div class=\"card product-{0}\"><a href=\"/item/{0}\"><img src=\"/i/{0}.jpg\" alt=\"\">"
            "<h3>Table {0}</h3></a><span class=\"price\">${1}.00</span><p>",
            card, 20 + card % 300);
        for (int i = 0; i < 40; ++i) {
            random = random * 1664525 + 1013904223;
            page += words[random >> 28];
            page += ' ';
        }
        page += "</p></div>\n";
    }
    return page + "</body></html>";
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::pair<std::string, std::string>> pages;
    for (int i = 1; i < argc; ++i) {
        std::ifstream in(argv[i], std::ios::binary);
        pages.emplace_back(argv[i], std::string(std::istreambuf_iterator<char>(in), {}));
    }
    if (pages.empty())
        pages = {{"18.6 kB, ordinary", ordinary_page(18'600)}, {"150 kB, ordinary", ordinary_page(150'000)}};
    Console console({});
    const Judge judge({}, console);
    Judge::Bench bench(judge);
    const crawler::Screen screen = name_screen(judge.matcher());
    for (const auto& [name, body] : pages) {
        const crawler::PageInput input{.body = body,
                                       .url = "https://market.example/a/b.html",
                                       .content_type = "text/html; charset=utf-8",
                                       .robots_header = {}};
        const auto judged = [&](crawler::Page page) {
            bench.judge(page.listing);
            for (const detector::Listing& teaser : page.teasers) bench.judge(teaser);
            return page.passed_over;
        };
        const bool passed_over = judged(crawler::read_page(input, screen));
        const double tree = pages_per_second([&] { crawler::Tree::parse(body); });
        const double whole = pages_per_second([&] { judged(crawler::read_page(input)); });
        const double screened = pages_per_second([&] { judged(crawler::read_page(input, screen)); });
        fmt::print(
            "{} ({} bytes, {}): gumbo {:.0f}, whole {:.0f}, screened {:.0f} pages/CPU-s; screened is {:.1f} x "
            "gumbo, {:.1f} x whole\n",
            name, body.size(), passed_over ? "passed over" : "read whole", tree, whole, screened, screened / tree,
            screened / whole);
    }
}
