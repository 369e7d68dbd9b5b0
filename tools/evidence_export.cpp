#include "tools/evidence_export.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>

#include "casebook/evidence_reader.h"
#include "casebook/writer.h"
#include "tools/data_folders.h"
#include "tools/evidence.h"
#include "tools/export/package_folder.h"
#include "tools/export/wacz.h"
#include "tools/login_name.h"
#include "tools/report/renderer.h"
#include "tools/zip_archive.h"

namespace tools {

namespace {

constexpr const char* software = "citeswatch " CITESWATCH_VERSION;

// https://reproducible-builds.org/specs/source-date-epoch/
casebook::Milliseconds made_at() {
    if (const char* epoch = std::getenv("SOURCE_DATE_EPOCH"); epoch && *epoch) return std::atoll(epoch) * 1000;
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

// A cell of a table: tabs and line ends of foreign text must not become columns and rows.
std::string cell(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (static_cast<unsigned char>(c) < ' ') c = ' ';
    return out;
}

template <typename... Cells>
std::string row(const Cells&... cells) {
    std::string line;
    ((line += (line.empty() ? "" : "\t") + cell(fmt::format("{}", cells))), ...);
    return line + '\n';
}

std::int64_t number(casebook::CaptureId id) { return static_cast<std::int64_t>(id); }

class Export {
  public:
    explicit Export(const ExportOptions& options)
        : options_(options),
          archive_(options.archive.empty() ? archive_folder(options.casebook) : options.archive),
          reader_(options.casebook),
          evidence_(options.casebook),
          made_ms_(made_at()) {}

    casebook::Writer::Export make(const std::filesystem::path& path) {
        reader_.hold();
        select();
        PackageFolder folder(path);
        write_captures(folder);
        write_adverts(folder);
        write_verdicts(folder);
        write_custody(folder);
        write_chain(folder);
        for (const char* name : {"check_chain.py", "HOW-TO-CHECK.txt"}) folder.add(name, shipped(name));
        const std::string sums = folder.sha256sums();
        folder.add("SHA256SUMS", sums);
        names = folder.names();
        return {.kind = "evidence",
                .filter = title(),
                .sha256 = folder.files().at("SHA256SUMS").sha256,
                .listings = adverts_};
    }

    std::vector<std::string> names;  // of the files, in order
    std::size_t uncaptured = 0;      // adverts that no capture shows
    std::size_t captures() const { return captures_.size(); }

  private:
    void select() {
        for (const std::int64_t id : options_.listings) {
            if (!reader_.listing(casebook::ListingId{id}))
                throw std::runtime_error(fmt::format("{}: holds no advert {}", options_.casebook.string(), id));
            filter_.listings.push_back(casebook::ListingId{id});
        }
        if (options_.listings.empty())
            filter_ = options_.filter;
        else
            filter_.least_level = detector::Level::none;
        std::map<casebook::CaptureId, casebook::ChainEntry> all;
        reader_.each(filter_, [&](const casebook::StoredListing& advert) {
            adverts_.push_back(advert.id);
            pages_.push_back({advert.listing.url, report::title_of(advert)});
            bool shown = false;
            for (casebook::ChainEntry& entry : evidence_.captures_of(advert.id)) {
                if (entry.purged) continue;
                shown = true;
                all.emplace(entry.number, std::move(entry));
            }
            uncaptured += shown ? 0 : 1;
            return true;
        });
        if (adverts_.empty()) throw std::runtime_error("no advert is selected, so there is nothing to export");
        for (auto& [id, entry] : all) captures_.push_back(std::move(entry));
    }

    std::string title() const {
        if (!options_.title.empty()) return options_.title;
        if (options_.listings.empty()) return casebook::to_string(options_.filter);
        std::string text = "adverts";
        for (const std::int64_t id : options_.listings) text += fmt::format(" {}", id);
        return text;
    }

    void write_captures(PackageFolder& folder) {
        const WaczPlaces places =
            write_wacz(folder.path() / "evidence.wacz", folder.path() / ".wacz", captures_, pages_,
                       {.archive = archive_, .title = title(), .software = software, .made_ms = made_ms_});
        folder.take("evidence.wacz");
        std::string table = row("capture", "url", "fetched_utc", "ip", "http_status", "start_in_evidence.warc.gz",
                                "length", "sha256", "link");
        for (const casebook::ChainEntry& entry : captures_)
            table += row(number(entry.number), entry.url, rfc3339(entry.fetched_ms), entry.ip, entry.http_status,
                         places.at(entry.number), entry.capture.length, entry.capture.sha256, entry.link);
        folder.add("captures.tsv", table);
    }

    void write_adverts(PackageFolder& folder) {
        const MessageCatalogue words(data_folder() / "config" / "messages", options_.language);
        PackageFolder::File html(folder, "report.html"), jsonl(folder, "adverts.jsonl");
        const report::CitesWords cites(data_folder() / "species_lists", options_.language);
        const auto page = report::html_renderer([&](std::string_view bytes) { html.write(bytes); }, words, cites);
        const auto lines = report::jsonl_renderer([&](std::string_view bytes) { jsonl.write(bytes); });
        report::Head head;
        head.casebook = options_.casebook.filename().string();
        head.selection = title();
        head.software = software;
        head.made_ms = made_ms_;
        head.summary = reader_.summary(filter_);
        page->begin(head);
        lines->begin(head);
        if (page->has_overview())
            reader_.each(filter_, [&](const casebook::StoredListing& advert) {
                page->overview_row(advert);
                return true;
            });
        reader_.each(filter_, [&](const casebook::StoredListing& advert) {
            const auto verdicts = reader_.verdicts(advert.id);
            const auto pictures = reader_.pictures(advert.id);
            page->advert(advert, verdicts, pictures);
            lines->advert(advert, verdicts, pictures);
            return true;
        });
        page->end();
        lines->end();
        html.close();
        jsonl.close();
    }

    void write_verdicts(PackageFolder& folder) {
        std::string table = row("advert", "url", "time_utc", "who", "verdict", "reason", "note");
        for (std::size_t i = 0; i < adverts_.size(); ++i)
            for (const casebook::VerdictEntry& verdict : reader_.verdicts(adverts_[i]))
                table += row(static_cast<std::int64_t>(adverts_[i]), pages_[i].url, rfc3339(verdict.at_ms), verdict.who,
                             verdict.verdict, verdict.reason, verdict.note);
        folder.add("verdicts.tsv", table);
    }

    void write_custody(PackageFolder& folder) {
        std::string table = row("number", "at_ms", "who", "action", "detail", "sha256", "captures", "head", "link");
        for (const auto& [entry, link] : evidence_.custody())
            table += row(entry.number, entry.at_ms, entry.who, entry.action, entry.detail, entry.sha256, entry.captures,
                         entry.head, link);
        folder.add("custody.tsv", table);
    }

    // From each capture to the first stamp that covers it, or to the end of the chain where none does.
    void write_chain(PackageFolder& folder) {
        const std::vector<casebook::StampEntry> stamps = evidence_.stamps();
        std::map<std::int64_t, std::int64_t> stretches;  // from -> to, joined where they touch
        std::set<std::size_t> wanted;
        for (const casebook::ChainEntry& entry : captures_) {
            const std::int64_t from = std::max<std::int64_t>(1, number(entry.number) - 1);  // the link it builds on
            std::int64_t to = number(entry.number);
            const auto stamp = std::find_if(stamps.begin(), stamps.end(), [&](const casebook::StampEntry& one) {
                return one.captures >= number(entry.number);
            });
            if (stamp != stamps.end()) {
                to = stamp->captures;
                wanted.insert(static_cast<std::size_t>(stamp - stamps.begin()));
            }
            if (stretches.empty() || stretches.rbegin()->second + 1 < from)
                stretches[from] = to;
            else
                stretches.rbegin()->second = std::max(stretches.rbegin()->second, to);
        }
        PackageFolder::File chain(folder, "chain.tsv");
        chain.write(row("capture", "file", "start", "length", "sha256", "link"));
        for (const auto& [from, to] : stretches)
            evidence_.chain(from, to, [&](const casebook::ChainEntry& entry) {
                chain.write(row(number(entry.number), entry.capture.file, entry.capture.offset, entry.capture.length,
                                entry.capture.sha256, entry.link));
            });
        chain.close();
        for (const std::size_t index : wanted) {
            const casebook::StampEntry& stamp = stamps[index];
            const std::string name = fmt::format("stamps/{:06}", stamp.number);
            folder.add(name + ".txt", stamp.text);
            folder.add(name + ".tst", stamp.token);
            folder.add(name + ".pem", stamp.anchors);
        }
    }

    static std::string shipped(const std::string& name) {
        const std::filesystem::path path = data_folder() / "config" / "evidence" / name;
        std::ifstream in(path, std::ios::binary);
        std::string text{std::istreambuf_iterator<char>(in), {}};
        if (!in || text.empty())
            throw std::runtime_error(path.string() + ": cannot be read (is citeswatch installed whole?)");
        return text;
    }

    const ExportOptions& options_;
    const std::filesystem::path archive_;
    casebook::Reader reader_;
    casebook::EvidenceReader evidence_;
    const casebook::Milliseconds made_ms_;
    casebook::Filter filter_;  // selects the adverts, named or not
    std::vector<casebook::ListingId> adverts_;
    std::vector<WaczPage> pages_;                 // of the adverts
    std::vector<casebook::ChainEntry> captures_;  // by number
};

std::string digest_of(const std::filesystem::path& file) {
    detector::Sha256 digest;
    std::ifstream in(file, std::ios::binary);
    std::vector<char> piece(std::size_t{1} << 18);
    while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0)
        digest.update({piece.data(), static_cast<std::size_t>(in.gcount())});
    return detector::to_hex(digest.finish());
}

}  // namespace

Exported export_evidence(const ExportOptions& options) {
    const bool zipped = options.output.extension() == ".zip";
    std::filesystem::path folder = options.output;
    if (zipped) folder += ".parts";
    struct Cleanup {
        std::filesystem::path path;
        ~Cleanup() {
            std::error_code ignored;
            if (!path.empty()) std::filesystem::remove_all(path, ignored);
        }
    } const cleanup{zipped ? folder : std::filesystem::path()};

    Export package(options);
    casebook::Writer::Export taken = package.make(folder);
    if (zipped) {
        pack(options.output, folder, package.names);
        taken.sha256 = digest_of(options.output);
    }
    taken.who = options.who.empty() ? login_name() : options.who;
    const casebook::Milliseconds now =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
            .count();
    // What is handed out is logged, or it is not handed out.
    try {
        casebook::Writer(options.casebook, {.duty = casebook::Duty::desk}).record_export(taken, now);
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove_all(options.output, ignored);
        throw;
    }
    return {taken.sha256, taken.listings.size(), package.captures(), package.uncaptured};
}

int run(const ExportOptions& options, Console& console) {
    const Exported made = export_evidence(options);
    const bool zipped = options.output.extension() == ".zip";
    console.note(fmt::format("{}: {}, {}; {} {}", options.output.string(), counted(made.adverts, "advert"),
                             counted(made.captures, "capture"), zipped ? "SHA-256" : "SHA-256 of SHA256SUMS",
                             made.sha256));
    if (made.uncaptured == 0) return 0;
    console.warn(fmt::format("{} of the adverts are shown by no capture: they were not fetched by a crawl, or purged",
                             made.uncaptured));
    return 1;
}

}  // namespace tools
