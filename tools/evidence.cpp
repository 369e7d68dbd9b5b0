#include "tools/evidence.h"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "casebook/evidence_check.h"
#include "tools/capture_records.h"
#include "tools/crawl.h"
#include "tools/report/renderer.h"
#include "tools/time_authority.h"

namespace tools {

std::filesystem::path archive_folder(const std::filesystem::path& casebook) {
    std::filesystem::path folder = casebook;
    folder += ".archive";
    return folder;
}

int run(const VerifyOptions& options, Console& console) {
    casebook::EvidenceCheckOptions what{
        .casebook = options.casebook,
        .archive = options.archive.empty() ? archive_folder(options.casebook) : options.archive,
        .progress =
            [&](std::int64_t done, std::int64_t all) {
                console.progress(fmt::format("{} of {} captures", grouped(static_cast<std::uint64_t>(done)),
                                             grouped(static_cast<std::uint64_t>(all))));
            },
        .check_records = check_records};
    if (!options.ca_file.empty()) {
        std::ifstream in(options.ca_file, std::ios::binary);
        what.anchors.assign(std::istreambuf_iterator<char>(in), {});
        if (!in || what.anchors.empty())
            throw std::runtime_error(options.ca_file.string() + ": cannot be read (certificates in PEM form)");
    }
    const casebook::EvidenceCheck check = casebook::check_evidence(what);
    console.end_progress();
    for (const std::string& note : check.notes) console.note(note);
    std::string text;
    if (!check.problems.empty()) text += "FIRST BREAK: " + check.problems.front() + "\n";
    for (std::size_t i = 1; i < check.problems.size(); ++i) text += "also: " + check.problems[i] + "\n";
    text +=
        fmt::format("{}: {} in {}, {} bytes; head of the chain {}\n", check.problems.empty() ? "unchanged" : "CHANGED",
                    counted(check.captures, "capture"), counted(check.files, "file"), check.bytes, check.head);
    if (check.purged > 0) text += fmt::format("{} of the captures were purged, as logged\n", check.purged);
    if (check.custody > 0) text += fmt::format("{} custody entries; head {}\n", check.custody, check.custody_head);
    text += check.stamps == 0
                ? "no time stamps: only who keeps the casebook vouches for its dates\n"
                : fmt::format("{}; {} existed at {}\n", counted(check.stamps, "time stamp"),
                              counted(check.stamped_captures, "capture"), report::iso_time(check.stamped_ms));
    std::fwrite(text.data(), 1, text.size(), stdout);
    return check.problems.empty() ? 0 : 1;
}

int run(const StampOptions& options, Console& console) {
    const crawler::CrawlConfig config = crawler::read_config(config_file(options.config));
    if (config.evidence.time_authority.empty())
        throw std::runtime_error(
            config_file(options.config).string() +
            ": names no time authority ([evidence] time_authority, see config/crawl.example.toml)");
    casebook::Writer casebook(options.casebook, {.duty = casebook::Duty::desk});
    try {
        console.note(stamp_head(casebook, time_authority_of(config)));
        return 0;
    } catch (const casebook::StampError& error) {
        console.error(error.what());
        return 1;
    }
}

}  // namespace tools
