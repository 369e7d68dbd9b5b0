#include "tools/purge.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <map>
#include <set>
#include <stdexcept>

#include "casebook/purge.h"
#include "casebook/reader.h"
#include "crawler/warc_tombstone.h"
#include "tools/evidence.h"
#include "tools/export/wacz.h"
#include "tools/login_name.h"

namespace tools {

namespace {

constexpr casebook::Milliseconds day_ms = 86'400'000;

casebook::Milliseconds unix_now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

// The first instant that is kept.
casebook::Milliseconds limit_of(const std::string& age, casebook::Milliseconds now) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(age.data(), age.data() + age.size(), number);
    const std::string_view unit(end, static_cast<std::size_t>(age.data() + age.size() - end));
    const std::map<std::string_view, std::int64_t> days{{"d", 1}, {"w", 7}, {"y", 365}};
    if (error == std::errc() && number > 0 && number < 100'000 && days.contains(unit))
        return now - number * days.at(unit) * day_ms;
    try {
        return casebook::day_start(age);
    } catch (const std::invalid_argument&) {
        throw std::invalid_argument("--older-than: '" + age +
                                    "' is no age (90d, 26w, 2y) and no day (2026-03-01, which is kept)");
    }
}

std::string tombstone(const casebook::Erasure& erasure) {
    const auto number = static_cast<std::int64_t>(erasure.number);
    return crawler::warc_tombstone(
        static_cast<std::size_t>(erasure.capture.length), rfc3339(erasure.at_ms),
        fmt::format("urn:citeswatch:purged-capture:{}", number),
        fmt::format(
            "Capture {} stood here, {} bytes with the SHA-256 {}.\nIt was removed at {} by the retention rule of "
            "the casebook: nothing on its page was ever flagged.\n",
            number, erasure.capture.length, erasure.capture.sha256, rfc3339(erasure.at_ms)));
}

[[noreturn]] void fail(const std::filesystem::path& path, const char* doing) {
    throw std::runtime_error(path.string() + ": cannot be " + doing + ": " + std::strerror(errno) +
                             " (the purge goes on where it stopped when it is run again)");
}

void overwrite(const std::filesystem::path& path, std::int64_t at, std::string_view bytes) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0) fail(path, "opened");
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t wrote =
            ::pwrite(file, bytes.data() + done, bytes.size() - done, static_cast<off_t>(at) + static_cast<off_t>(done));
        if (wrote < 0 && errno != EINTR) {
            ::close(file);
            fail(path, "overwritten");
        }
        if (wrote > 0) done += static_cast<std::size_t>(wrote);
    }
    const bool synced = ::fsync(file) == 0;
    ::close(file);
    if (!synced) fail(path, "synced");
}

// What the casebook says is gone, gone from the archive, too.
void erase(casebook::Purge& purge, const std::filesystem::path& archive, Console& console) {
    const std::vector<casebook::Erasure> owed = purge.unfinished();
    std::size_t done = 0;
    for (const casebook::Erasure& erasure : owed) {
        const auto path = archive / erasure.capture.file;
        if (erasure.capture.file.find('/') == std::string::npos && std::filesystem::exists(path))
            overwrite(path, erasure.capture.offset, tombstone(erasure));
        console.progress(fmt::format("{} of {} captures overwritten", ++done, owed.size()));
    }
    console.end_progress();
    if (!owed.empty()) purge.finished(unix_now());
}

}  // namespace

int run(const PurgeOptions& options, Console& console) {
    const casebook::Milliseconds now = unix_now(), before = limit_of(options.older_than, now);
    const std::filesystem::path archive = options.archive.empty() ? archive_folder(options.casebook) : options.archive;
    casebook::Purge purge(options.casebook);
    casebook::Purged purged;
    if (options.dry_run) {
        purged = purge.preview(before);
    } else {
        erase(purge, archive, console);  // what an interrupted one left
        purged = purge.remove(before, options.who.empty() ? login_name() : options.who, tombstone, now);
        erase(purge, archive, console);
    }
    fmt::print("{}never flagged and last seen before {}: {} ({}), {} of {} bytes",
               options.dry_run ? "would remove what was " : "removed what was ", rfc3339(before),
               counted(purged.adverts, "advert"), counted(purged.versions, "version"),
               counted(purged.captures, "capture"), purged.bytes);
    if (!options.dry_run)
        fmt::print("; {} old fetches; {} sellers, {} contacts and {} picture addresses that nothing refers to any more",
                   purged.fetches, purged.sellers, purged.contacts, purged.images);
    fmt::print("\n");
    return 0;
}

}  // namespace tools
