#include "tools/export/wacz.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "detector/digest.h"
#include "tools/capture_records.h"
#include "tools/export/cdxj.h"
#include "tools/export/package_folder.h"
#include "tools/report/renderer.h"
#include "tools/zip_archive.h"

namespace tools {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* warc_name = "evidence.warc.gz";

std::string dump(const Json& json, int indent = -1) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

std::string bytes_of(const casebook::ChainEntry& entry, const std::filesystem::path& archive) {
    try {
        return capture_bytes(archive, entry.capture);
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(
            fmt::format("capture {}: {}: the archive does not hold what was recorded, so nothing is handed out (see "
                        "`citeswatch evidence verify`)",
                        static_cast<std::int64_t>(entry.number), error.what()));
    }
}

struct Indexed {
    std::vector<std::string> lines;                 // CDXJ
    std::map<std::string, std::string> first_date;  // URL -> WARC-Date of its first capture
};

void index(const std::string& bytes, std::uint64_t start, Indexed& indexed) {
    for (const crawler::WarcRecord& record : records_of(bytes)) {
        std::string line = cdxj_line(record, start + record.offset, warc_name);
        if (line.empty()) continue;
        indexed.lines.push_back(std::move(line));
        indexed.first_date.try_emplace(record.target_uri, record.date);
    }
}

std::string pages_jsonl(const std::vector<WaczPage>& pages, const Indexed& indexed) {
    std::string text = dump({{"format", "json-pages-1.0"}, {"id", "pages"}, {"title", "Adverts"}}) + '\n';
    std::set<std::string> seen;
    for (const WaczPage& page : pages) {
        const auto date = indexed.first_date.find(page.url);
        if (date == indexed.first_date.end() || !seen.insert(page.url).second) continue;
        const std::string id = detector::to_hex(detector::sha256(page.url)).substr(0, 22);
        text += dump({{"id", id}, {"url", page.url}, {"ts", date->second}, {"title", page.title}}) + '\n';
    }
    return text;
}

std::string datapackage(const PackageFolder& folder, const WaczOptions& options) {
    Json resources = Json::array();
    for (const auto& [name, file] : folder.files())
        resources.push_back({{"name", name.substr(name.rfind('/') + 1)},
                             {"path", name},
                             {"hash", "sha256:" + file.sha256},
                             {"bytes", file.bytes}});
    return dump({{"profile", "data-package"},
                 {"wacz_version", "1.1.1"},
                 {"title", options.title},
                 {"created", rfc3339(options.made_ms)},
                 {"software", options.software},
                 {"resources", std::move(resources)}},
                2) +
           '\n';
}

}  // namespace

std::string rfc3339(casebook::Milliseconds time) {
    std::string text = report::iso_time(time);
    if (text.size() < 19) return "1970-01-01T00:00:00Z";
    text[10] = 'T';
    return text.substr(0, 19) + 'Z';
}

WaczPlaces write_wacz(const std::filesystem::path& file, const std::filesystem::path& scratch,
                      const std::vector<casebook::ChainEntry>& captures, const std::vector<WaczPage>& pages,
                      const WaczOptions& options) {
    PackageFolder folder(scratch);
    WaczPlaces places;
    Indexed indexed;
    PackageFolder::File warc(folder, std::string("archive/") + warc_name);
    for (const casebook::ChainEntry& entry : captures) {
        const std::string bytes = bytes_of(entry, options.archive);
        places[entry.number] = warc.size();
        index(bytes, warc.size(), indexed);
        warc.write(bytes);
    }
    warc.close();
    std::sort(indexed.lines.begin(), indexed.lines.end());  // by bytes: readers search it by halves
    std::string lines;
    for (const std::string& line : indexed.lines) lines += line + '\n';
    folder.add("indexes/index.cdxj", lines);
    folder.add("pages/pages.jsonl", pages_jsonl(pages, indexed));
    folder.add("datapackage.json", datapackage(folder, options));
    folder.add(
        "datapackage-digest.json",
        dump({{"path", "datapackage.json"}, {"hash", "sha256:" + folder.files().at("datapackage.json").sha256}}, 2) +
            '\n');
    pack(file, scratch, folder.names());
    std::filesystem::remove_all(scratch);
    return places;
}

}  // namespace tools
