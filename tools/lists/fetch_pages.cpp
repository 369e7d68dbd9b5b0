#include "tools/lists/fetch_pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>
#include <thread>

#include "crawler/curl_fetcher.h"
#include "detector/error.h"

namespace tools::lists {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::size_t page_bytes = std::size_t{64} << 20;  // 500 taxa with all their names are about 5 MB
constexpr int most_pages = 2'000;
constexpr int most_attempts = 4;
constexpr auto pause = 250ms;
constexpr auto longest_wait = std::chrono::seconds(120);

std::string token() {
    const char* value = std::getenv("SPECIES_PLUS_TOKEN");
    if (!value || !*value)
        throw detector::DataError("Species+ API", 0, "no token",
                                  "set SPECIES_PLUS_TOKEN to the one from api.speciesplus.net/users/sign_up");
    for (const char* c = value; *c; ++c)
        if (*c < '!' || *c > '~')
            throw detector::DataError("Species+ API", 0, "SPECIES_PLUS_TOKEN holds a character no token has",
                                      "copy it again, without spaces");
    return value;
}

std::string page_url(const std::string& url, int page) {
    std::string out = url.substr(0, url.find('#'));
    out += out.find('?') == std::string::npos ? '?' : '&';
    out += fmt::format("page={}", page);
    if (out.find("per_page=") == std::string::npos) out += "&per_page=500";
    return out;
}

crawler::FetchResult fetch(crawler::Fetcher& fetcher, const crawler::FetchRequest& request) {
    fetcher.start(request);
    for (;;)
        for (crawler::FetchResult& result : fetcher.poll(1s)) return std::move(result);
}

std::chrono::seconds wait_after(const crawler::FetchResult& result, int attempt) {
    const std::string_view asked = result.header("retry-after");
    int seconds = 0;
    const auto [end, error] = std::from_chars(asked.data(), asked.data() + asked.size(), seconds);
    if (error != std::errc() || end == asked.data() || seconds < 0) seconds = 1 << attempt;
    return std::min(std::chrono::seconds(seconds), longest_wait);
}

std::string why(const crawler::FetchResult& result) {
    if (result.http_status == 401 || result.http_status == 403)
        return fmt::format("the token is refused (HTTP {})", result.http_status);
    std::string text(crawler::to_string(result.status));
    if (result.http_status) text += fmt::format(" (HTTP {})", result.http_status);
    return result.error.empty() ? text : text + ": " + result.error;
}

// How many taxa the page holds, and how many there are in all.
struct PageCount {
    std::size_t here = 0;
    std::size_t total = 0;
};

PageCount count_in(const std::string& body, const std::string& url) {
    const nlohmann::json page = nlohmann::json::parse(body, nullptr, false);
    if (!page.is_object() || !page.contains("taxon_concepts") || !page["taxon_concepts"].is_array())
        throw detector::DataError(url, 0, "the answer is no page of the Species+ API", "check the address");
    PageCount count{page["taxon_concepts"].size(), 0};
    if (const auto pagination = page.find("pagination"); pagination != page.end() && pagination->is_object())
        if (const auto total = pagination->find("total_entries");
            total != pagination->end() && total->is_number_unsigned())
            count.total = total->get<std::size_t>();
    return count;
}

}  // namespace

std::vector<fs::path> fetch_pages(const std::string& url, const fs::path& folder, bool allow_private,
                                  Console& console) {
    crawler::FetchRequest request;
    request.headers = {{"X-Authentication-Token", token()}, {"Accept", "application/json"}};
    request.allow_private = allow_private;
    if (url.starts_with("http://") && !allow_private)
        throw detector::DataError(url, 0, "a token is not sent over an open connection", "use https");
    crawler::FetcherOptions options;
    options.user_agent = "citeswatch (species list import)";
    options.body_bytes = page_bytes;
    crawler::CurlFetcher fetcher(options);

    std::vector<fs::path> files;
    std::size_t got = 0;
    for (int page = 1; page <= most_pages; ++page) {
        request.url = page_url(url, page);
        crawler::FetchResult result;
        for (int attempt = 1;; ++attempt) {
            result = fetch(fetcher, request);
            const bool again = result.status == crawler::FetchStatus::rate_limited ||
                               result.status == crawler::FetchStatus::timeout || result.http_status >= 500;
            if (!again || attempt == most_attempts) break;
            const auto wait = wait_after(result, attempt);
            console.detail(fmt::format("page {}: {}; again in {}", page, why(result), duration_words(wait)));
            std::this_thread::sleep_for(wait);
        }
        if (result.http_status != 200) throw detector::DataError(request.url, 0, why(result), "nothing was imported");
        const PageCount count = count_in(result.body, request.url);
        if (count.here == 0) break;
        got += count.here;
        files.push_back(folder / fmt::format("page-{:04}.json", page));
        std::ofstream out(files.back(), std::ios::binary);
        out << result.body;
        if (!out.flush())
            throw detector::DataError(files.back().string(), 0, "cannot be written", "check the free space");
        console.progress(fmt::format("Species+: {} of {} taxa", grouped(got), grouped(count.total)));
        if (count.total > 0 && got >= count.total) break;
        std::this_thread::sleep_for(pause);
    }
    console.end_progress();
    if (files.empty()) throw detector::DataError(url, 0, "the API knows no taxa there", "check the address");
    return files;
}

}  // namespace tools::lists
