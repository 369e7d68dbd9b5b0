#include "tools/capture_records.h"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

#include "crawler/warc_reader.h"
#include "detector/digest.h"
#include "tools/report/renderer.h"

namespace tools {

namespace {

// "2026-03-04T05:06:07.089Z" as the archive writes the casebook's time.
std::string warc_date(casebook::Milliseconds time) {
    std::string date = report::iso_time(time);  // "2026-03-04 05:06:07 UTC"
    if (date.size() < 19) return {};
    date[10] = 'T';
    return date.substr(0, 19) + fmt::format(".{:03}Z", time % 1000);
}

}  // namespace

std::string capture_bytes(const std::filesystem::path& archive, const casebook::Capture& capture) {
    constexpr auto longest = static_cast<std::int64_t>(2 * crawler::limits::warc_record_bytes);
    const bool sound = !capture.file.empty() && capture.file.find('/') == std::string::npos && capture.offset >= 0 &&
                       capture.length > 0 && capture.length <= longest;
    if (!sound) throw std::runtime_error("the casebook does not say where in the archive it lies");
    std::ifstream in(archive / capture.file, std::ios::binary);
    if (!in) throw std::runtime_error(capture.file + " is missing or cannot be read");
    std::string bytes(static_cast<std::size_t>(capture.length), '\0');
    in.seekg(capture.offset);
    if (!in.read(bytes.data(), capture.length)) throw std::runtime_error(capture.file + " ends before its bytes do");
    if (detector::to_hex(detector::sha256(bytes)) != capture.sha256)
        throw std::runtime_error(
            fmt::format("the bytes of {} from {} are not those that were recorded", capture.file, capture.offset));
    return bytes;
}

std::vector<crawler::WarcRecord> records_of(std::string_view bytes) {
    crawler::StringSource source{std::string(bytes)};
    crawler::WarcReader reader(source, {});
    std::vector<crawler::WarcRecord> records;
    while (auto record = reader.next()) records.push_back(std::move(*record));
    return records;
}

std::string check_records(const casebook::CapturedFetch& fetch, std::string_view bytes) {
    crawler::StringSource source{std::string(bytes)};
    std::string wrong;
    crawler::WarcReader reader(source, [&wrong](const crawler::WarcNote& note) {
        const bool of_the_page = note.problem == crawler::WarcProblem::bad_http ||
                                 note.problem == crawler::WarcProblem::bad_body ||
                                 note.problem == crawler::WarcProblem::unread_coding ||
                                 note.problem == crawler::WarcProblem::bad_uri;  // kept as the server sent them
        if (wrong.empty() && !of_the_page) wrong = note.text;
    });
    bool about_a_page = false;
    while (const auto record = reader.next()) {
        if (about_a_page || record->type == crawler::WarcType::warcinfo) continue;
        about_a_page = true;
        if (record->target_uri != fetch.url)
            return "is of " + record->target_uri + ", but the casebook says " + fetch.url;
        if (record->date != warc_date(fetch.started_ms))
            return "was made " + record->date + ", but the casebook says " + warc_date(fetch.started_ms);
        const std::string_view ip = record->header("WARC-IP-Address");
        if (!ip.empty() && ip != fetch.ip)
            return "came from " + std::string(ip) + ", but the casebook says " + fetch.ip;
    }
    return wrong;
}

}  // namespace tools
