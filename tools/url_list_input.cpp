#include "tools/url_list_input.h"

#include <fmt/format.h>

#include <deque>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>

#include "crawler/canonical.h"
#include "crawler/fetcher.h"
#include "crawler/frontier.h"
#include "crawler/url.h"
#include "tools/line_reader.h"

namespace tools {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds longest_poll{250};

// One line of the list on its way: settled once it is a page or a message.
struct Slot {
    std::uint64_t line = 0;
    std::string url;  // as listed
    bool settled = false;
    std::string problem;  // why there is no page
    ScanItem page;
};

bool is_text(std::string_view content_type) {
    return content_type.empty() || content_type.starts_with("text/") ||
           content_type.find("html") != std::string_view::npos || content_type.find("xml") != std::string_view::npos;
}

std::string why_failed(const crawler::FetchResult& result) {
    std::string why(to_string(result.status));
    if (result.http_status) why += fmt::format(" (HTTP {})", result.http_status);
    if (!result.error.empty()) why += ": " + result.error;
    return why;
}

}  // namespace

struct UrlListInput::State {
    State(const std::filesystem::path& path, const UrlListOptions& chosen, std::unique_ptr<crawler::Fetcher> network,
          Skip report)
        : options(chosen),
          name(path == "-" ? "standard input" : path.string()),
          lines(path),
          fetcher(std::move(network)),
          skip(std::move(report)),
          frontier(crawler::PolitenessRules{}, options.user_agent) {
        crawler::SourceBudget budget;
        budget.max_pages = UINT32_MAX;  // the list is the budget
        source = frontier.add_source(budget);
    }

    // Takes lines from the list while there is room for them.
    void fill() {
        std::string line;
        while (!ended && slots.size() < look_ahead) {
            const LineReader::Result result = lines.next(line);
            if (result == LineReader::Result::end) {
                ended = true;
                return;
            }
            const auto begin = line.find_first_not_of(" \t");
            if (result == LineReader::Result::line && (begin == std::string::npos || line[begin] == '#')) continue;
            Slot slot;
            slot.line = lines.line_number();
            slot.url = result == LineReader::Result::line ? line.substr(begin, line.find_last_not_of(" \t") - begin + 1)
                                                          : "(a line too long)";
            slots.push_back(std::move(slot));
            enter(first_number + slots.size() - 1);
        }
    }

    void enter(std::uint64_t number) {
        Slot& slot = slots[number - first_number];
        const auto url = crawler::Url::parse(slot.url);
        if (!url) return settle(number, "not an http or https URL");
        add(crawler::canonical(*url), number, 0);
    }

    void add(const crawler::Url& url, std::uint64_t number, std::uint8_t redirects) {
        crawler::Placement placement;
        placement.source = source;
        placement.redirects = redirects;
        const crawler::Added added = frontier.add(url, placement);
        if (added == crawler::Added::queued) {
            wanted[url.text()] = number;
        } else if (added == crawler::Added::duplicate) {
            settle(number, redirects ? "leads to a page that is on the list already" : "on the list before");
        } else {
            settle(number, std::string(to_string(added)));
        }
    }

    void settle(std::uint64_t number, std::string problem) {
        Slot& slot = slots[number - first_number];
        slot.settled = true;
        slot.problem = std::move(problem);
    }

    void settle(const std::string& url, std::string problem) {
        const auto found = wanted.find(url);
        if (found == wanted.end()) return;
        settle(found->second, std::move(problem));
        wanted.erase(found);
    }

    void start_what_may_start() {
        while (auto visit = frontier.next(Clock::now())) {
            if (visit->refusal != crawler::Refusal::none) {
                settle(visit->url, "not fetched, robots.txt: " + visit->why);
                continue;
            }
            crawler::FetchRequest request;
            request.ticket = visit->ticket;
            request.url = visit->url;
            request.allow_private = options.allow_private;
            in_flight[visit->ticket] = {std::move(visit->url), visit->placement.redirects, visit->robots};
            fetcher->start(std::move(request));
        }
    }

    void take(crawler::FetchResult result) {
        const auto flight = in_flight.find(result.ticket);
        const Flight made = std::move(flight->second);
        in_flight.erase(flight);
        const crawler::Verdict verdict = frontier.finished(
            result.ticket, crawler::outcome_of(result, std::chrono::system_clock::now()), Clock::now());
        if (made.robots || verdict == crawler::Verdict::retry) return;
        const auto found = wanted.find(made.url);
        if (found == wanted.end()) return;
        const std::uint64_t number = found->second;
        if (result.status != crawler::FetchStatus::ok) return settle(made.url, why_failed(result));
        wanted.erase(found);
        if (const std::string_view location = result.header("location");
            result.http_status >= 300 && result.http_status < 400 && !location.empty()) {
            const auto from = crawler::Url::parse(made.url);
            const auto to = from ? from->resolve(location) : std::nullopt;
            if (!to) return settle(number, fmt::format("leads to '{}', which is no http or https URL", location));
            return add(crawler::canonical(*to), number, static_cast<std::uint8_t>(made.redirects + 1));
        }
        if (!is_text(result.header("content-type")))
            return settle(number, fmt::format("not a page but {}", result.header("content-type")));
        Slot& slot = slots[number - first_number];
        slot.settled = true;
        slot.page.is_page = true;
        slot.page.where = fmt::format("{}:{}", name, slot.line);
        slot.page.listing.source = name;
        slot.page.url = made.url;
        slot.page.content_type = result.header("content-type");
        slot.page.body = std::move(result.body);
    }

    // Hosts that asked for more than our patience: their pages are left for another day.
    void leave_unreachable() {
        for (const crawler::Visit& visit : frontier.take_unreachable(Clock::now() + patience))
            settle(visit.url, "its server asks to be left alone for longer; try again later");
    }

    void wait() {
        const auto now = Clock::now();
        auto until = now + longest_poll;
        if (const auto next = frontier.next_time()) until = std::min(until, std::max(*next, now));
        const auto timeout = std::chrono::ceil<std::chrono::milliseconds>(until - now);
        for (crawler::FetchResult& result : fetcher->poll(timeout)) take(std::move(result));
    }

    struct Flight {
        std::string url;
        std::uint8_t redirects = 0;
        bool robots = false;
    };

    const UrlListOptions options;
    const std::string name;
    LineReader lines;
    const std::unique_ptr<crawler::Fetcher> fetcher;
    const Skip skip;
    crawler::Frontier frontier;
    crawler::SourceId source{};
    bool ended = false;
    std::deque<Slot> slots;
    std::uint64_t first_number = 0;                         // of slots.front()
    std::unordered_map<std::string, std::uint64_t> wanted;  // URL being had -> the slot it is for
    std::unordered_map<std::uint64_t, Flight> in_flight;    // by ticket
};

UrlListInput::UrlListInput(const std::filesystem::path& path, const UrlListOptions& options,
                           std::unique_ptr<crawler::Fetcher> fetcher, Skip skip)
    : state_(std::make_unique<State>(path, options, std::move(fetcher), std::move(skip))) {}

UrlListInput::~UrlListInput() = default;

bool UrlListInput::next(std::vector<ScanItem>& batch) {
    State& state = *state_;
    for (;;) {
        state.fill();
        if (state.slots.empty()) return false;
        if (state.slots.front().settled) break;
        state.start_what_may_start();
        if (state.slots.front().settled) break;
        state.leave_unreachable();
        if (state.slots.front().settled) break;
        state.wait();
    }
    Slot slot = std::move(state.slots.front());
    state.slots.pop_front();
    ++state.first_number;
    if (slot.problem.empty())
        batch.push_back(std::move(slot.page));
    else
        state.skip(fmt::format("{}:{}: {}: {}; skipped", state.name, slot.line, slot.url, slot.problem));
    return true;
}

bool UrlListInput::ready() const { return !state_->slots.empty() && state_->slots.front().settled; }

std::uint64_t UrlListInput::bytes_read() const { return state_->lines.bytes_read(); }

}  // namespace tools
