#include "tools/evidence.h"

#include <fmt/format.h>

#include <cstdio>

#include "casebook/evidence_check.h"

namespace tools {

std::filesystem::path archive_folder(const std::filesystem::path& casebook) {
    std::filesystem::path folder = casebook;
    folder += ".archive";
    return folder;
}

int run(const VerifyOptions& options, Console& console) {
    const std::filesystem::path archive = options.archive.empty() ? archive_folder(options.casebook) : options.archive;
    const casebook::EvidenceCheck check =
        casebook::check_evidence(options.casebook, archive, [&](std::int64_t done, std::int64_t all) {
            console.progress(fmt::format("{} of {} captures", grouped(static_cast<std::uint64_t>(done)),
                                         grouped(static_cast<std::uint64_t>(all))));
        });
    console.end_progress();
    for (const std::string& note : check.notes) console.note(note);
    std::string text;
    if (!check.problems.empty()) text += "FIRST BREAK: " + check.problems.front() + "\n";
    for (std::size_t i = 1; i < check.problems.size(); ++i) text += "also: " + check.problems[i] + "\n";
    text += fmt::format("{}: {} captures in {} files, {} bytes; head of the chain {}\n",
                        check.problems.empty() ? "unchanged" : "CHANGED", check.captures, check.files, check.bytes,
                        check.head);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return check.problems.empty() ? 0 : 1;
}

}  // namespace tools
