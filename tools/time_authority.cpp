#include "tools/time_authority.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "casebook/error.h"
#include "crawler/curl_fetcher.h"
#include "tools/console.h"
#include "tools/report/renderer.h"

namespace tools {

namespace {

using casebook::StampError;
using namespace std::chrono_literals;

constexpr auto look_every = 5s;  // at the chain: a query of microseconds
constexpr std::chrono::milliseconds first_pause = 15s, longest_pause = 15min;
constexpr auto patience = 30s;  // for one answer

casebook::Milliseconds unix_now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

}  // namespace

TimeAuthority time_authority_of(const crawler::CrawlConfig& config) {
    const crawler::EvidenceConfig& evidence = config.evidence;
    TimeAuthority authority{.url = evidence.time_authority,
                            .policy = evidence.stamp_policy,
                            .tls_ca_file = config.ca_file,
                            .user_agent = config.user_agent,
                            .allow_private = evidence.allow_private};
    std::ifstream in(evidence.authority_ca, std::ios::binary);
    const std::string pem{std::istreambuf_iterator<char>(in), {}};
    if (!in) throw StampError(evidence.authority_ca + ": cannot be read (the time authority's certificates, PEM)");
    try {
        authority.anchors = casebook::normal_certificates(pem);
    } catch (const StampError& error) {
        throw StampError(evidence.authority_ca + ": " + error.what());
    }
    return authority;
}

casebook::TimeStamp ask(const TimeAuthority& authority, std::string_view text) {
    crawler::CurlFetcher fetcher({.user_agent = authority.user_agent,
                                  .ca_file = authority.tls_ca_file,
                                  .body_bytes = std::size_t{1} << 20,
                                  .total_time = patience});
    const std::string request = casebook::stamp_request(text, authority.policy);
    fetcher.start({.url = authority.url,
                   .method = "POST",
                   .headers = {{"Content-Type", "application/timestamp-query"}},
                   .body = request,
                   .allow_private = authority.allow_private});
    std::vector<crawler::FetchResult> results;
    while (results.empty()) results = fetcher.poll(1s);
    const crawler::FetchResult& result = results.front();
    if (result.status != crawler::FetchStatus::ok || result.http_status != 200)
        throw StampError(fmt::format("{}: {}{}{}", authority.url, to_string(result.status),
                                     result.http_status ? fmt::format(" (HTTP {})", result.http_status) : "",
                                     result.error.empty() ? "" : ": " + result.error));
    try {
        return casebook::stamp_from_response(result.body, request, authority.anchors);
    } catch (const StampError& error) {
        throw StampError(authority.url + ": " + error.what());
    }
}

std::string stamp_head(casebook::Writer& casebook, const TimeAuthority& authority) {
    const casebook::Writer::ChainState state = casebook.chain_state();
    if (state.all_stamped()) return "nothing new to stamp";
    const casebook::TimeStamp stamp = ask(authority, state.text());
    casebook.record_stamp(state, stamp, authority.anchors);
    return fmt::format("{} stamped {} by {}", counted(state.captures, "capture"), report::iso_time(stamp.at_ms),
                       stamp.authority);
}

bool StampRule::due(const casebook::Writer::ChainState& state, casebook::Milliseconds now) const {
    if (state.captures == state.stamped_captures) return false;
    // A clock that was set back makes a capture's age negative; it will come of age.
    return state.captures - state.stamped_captures >= captures ||
           now - state.waiting_since_ms >= std::chrono::milliseconds(every).count();
}

Stamper::Stamper(const std::filesystem::path& casebook, TimeAuthority authority, StampRule rule)
    : casebook_(casebook), authority_(std::move(authority)), rule_(rule), thread_([this] { work(); }) {}

Stamper::~Stamper() { end(); }

void Stamper::end() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Stamper::work() {
    std::chrono::milliseconds pause = look_every;
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, pause, [this] { return ending_; })) {
        lock.unlock();
        try {
            casebook::Writer writer(casebook_, {.duty = casebook::Duty::desk});
            if (rule_.due(writer.chain_state(), unix_now())) stamp_head(writer, authority_);
            pause = look_every;
        } catch (const std::runtime_error&) {  // the authority or the disk: finish() tells, if it lasts
            pause = std::min(longest_pause, std::max(first_pause, pause * 2));
        }
        lock.lock();
    }
}

std::string Stamper::finish() {
    end();
    try {
        casebook::Writer writer(casebook_, {.duty = casebook::Duty::desk});
        return stamp_head(writer, authority_);
    } catch (const std::runtime_error& error) {
        return std::string("the evidence chain could not be stamped: ") + error.what() +
               " (it will be with the next run, or `citeswatch evidence stamp`)";
    }
}

}  // namespace tools
