// Asking a time authority for a stamp: RFC 3161 over HTTP (section 3.4). casebook makes and checks the bytes, crawler
// carries them, this file brings the two together.
//
// Stamper keeps the chain of a casebook stamped while a crawl runs: on a thread of its own, with a connection of its
// own, so that an authority that is slow or down delays nothing; it is asked again, ever less often, and at the end.
#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>

#include "casebook/time_stamp.h"
#include "casebook/writer.h"
#include "crawler/config.h"

namespace tools {

struct TimeAuthority {
    std::string url;
    std::string policy;   // dotted OID; empty: the authority's own
    std::string anchors;  // PEM of who is believed
    std::string tls_ca_file;
    std::string user_agent;
    bool allow_private = false;
};

// Reads the file of certificates. Throws casebook::StampError naming it.
TimeAuthority time_authority_of(const crawler::CrawlConfig& config);

// One request, one answer, checked. Throws casebook::StampError: not reached, refused, not to be trusted.
casebook::TimeStamp ask(const TimeAuthority& authority, std::string_view text);

// Stamps what no stamp covers yet; nothing to do is no failure. In plain words what was done.
std::string stamp_head(casebook::Writer& casebook, const TimeAuthority& authority);

struct StampRule {
    std::int64_t captures = 1000;    // so many without a stamp are stamped
    std::chrono::minutes every{60};  // ... and one that has waited so long
    bool due(const casebook::Writer::ChainState& state, casebook::Milliseconds now) const;
};

class Stamper {
  public:
    Stamper(const std::filesystem::path& casebook, TimeAuthority authority, StampRule rule);
    ~Stamper();
    Stamper(const Stamper&) = delete;
    Stamper& operator=(const Stamper&) = delete;

    // Ends the thread, and stamps what is left. What was done, or why it could not be.
    std::string finish();

  private:
    void work();
    void end();

    const std::filesystem::path casebook_;
    const TimeAuthority authority_;
    const StampRule rule_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool ending_ = false;  // guarded by mutex_
    std::thread thread_;
};

}  // namespace tools
