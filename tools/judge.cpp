#include "tools/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "casebook/describe.h"
#include "crawler/extract/contacts.h"
#include "crawler/url.h"
#include "detector/digest.h"
#include "detector/error.h"
#include "tools/data_folders.h"
#include "tools/lists/watch_file.h"

namespace tools {

namespace fs = std::filesystem;

namespace {

// config/rules*.tsv, then those of the --lists folders; in order of name, so that a run can be repeated.
std::vector<fs::path> rule_files(const std::vector<fs::path>& extra) {
    std::vector<fs::path> files;
    std::vector<fs::path> folders{data_folder() / "config"};
    folders.insert(folders.end(), extra.begin(), extra.end());
    for (const fs::path& folder : folders) {
        const auto first = static_cast<std::ptrdiff_t>(files.size());
        for (const auto& entry : fs::directory_iterator(folder)) {
            const std::string name = entry.path().filename().string();
            if (name.starts_with("rules") && name.ends_with(".tsv")) files.push_back(entry.path());
        }
        std::sort(files.begin() + first, files.end());
    }
    return files;
}

std::string digest_of(const std::vector<fs::path>& files) {
    detector::Sha256 sha;
    for (const fs::path& file : files) {
        std::ifstream in(file, std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        sha.update(std::to_string(bytes.size()) + ':' + bytes);
    }
    return detector::to_hex(sha.finish());
}

// A watch list is used whole or not at all.
detector::WatchList usable(const fs::path& path, Console& console) {
    lists::WatchFile file = lists::read_watch_file(path, lists::today());
    if (!file.problems.empty()) {
        const lists::RowProblem& first = file.problems.front();
        throw detector::DataError(first.place.file, first.place.line, first.text,
                                  fmt::format("`citeswatch lists check {}` names every fault", path.string()));
    }
    if (!file.expired.empty())
        console.warn(fmt::format("{}: {} of its terms have expired and count no more, first '{}' (line {}, {})",
                                 path.string(), file.expired.size(), file.expired.front().text,
                                 file.expired.front().line, file.expired.front().expiry));
    return std::move(file.list);
}

// The watch lists of the list folders, then those named.
std::vector<detector::WatchList> watch_lists(const std::vector<fs::path>& folders,
                                             const std::vector<WatchChoice>& chosen, Console& console) {
    std::vector<detector::WatchList> found;
    for (const fs::path& folder : folders)
        if (fs::exists(folder / "watch.tsv")) {
            found.push_back(usable(folder / "watch.tsv", console));
            found.back().name = folder.filename().string();
        }
    for (const WatchChoice& choice : chosen) found.push_back(usable(choice.file, console));
    return found;
}

detector::Lexicon load(const std::vector<fs::path>& extra, const std::vector<WatchChoice>& watch, Console& console) {
    const std::vector<fs::path> folders = list_folders(extra);
    return detector::load_lexicon(folders, watch_lists(folders, watch, console));
}

std::unordered_map<std::string, std::vector<std::string>> sources_by_file(const std::vector<WatchChoice>& watch) {
    std::unordered_map<std::string, std::vector<std::string>> sources;
    for (const WatchChoice& choice : watch)
        if (!choice.sources.empty()) sources[choice.file.string()] = choice.sources;
    return sources;
}

detector::Matcher compile(const detector::Lexicon& lexicon, Console& console) {
    detector::Matcher matcher(lexicon, cache_folder(), [&](double done) {
        console.progress(fmt::format("compiling {} terms: {:.0f} % (once per version of the lists)",
                                     grouped(lexicon.terms().size()), done * 100));
    });
    console.end_progress();
    console.detail(fmt::format("lists {}: {} taxa, {} terms{}", lexicon.version(), grouped(lexicon.taxa().size()),
                               grouped(lexicon.terms().size()),
                               matcher.loaded_from_cache() ? ", compiled earlier" : ", compiled now"));
    return matcher;
}

// How the seller asks to be reached. Only of flagged adverts: nobody needs the telephone numbers of the others.
// Numbers without a country code are those of the market's own country, where its address tells one.
std::vector<casebook::Contact> contacts_of(const detector::Listing& listing) {
    std::string country;
    if (const auto url = crawler::Url::parse(listing.url)) {
        const std::string_view host = url->host();
        const std::string_view label = host.substr(host.rfind('.') + 1);
        if (label.size() == 2 && label.size() < host.size()) country = label;
    }
    std::vector<casebook::Contact> contacts;
    for (const crawler::Contact& found : crawler::find_contacts(listing, country))
        contacts.push_back({std::string(to_string(found.kind)), found.value});
    return contacts;
}

}  // namespace

std::vector<WatchChoice> for_all_sources(const std::vector<fs::path>& files) {
    std::vector<WatchChoice> watch;
    for (const fs::path& file : files) watch.push_back({file, {}});
    return watch;
}

Judge::Judge(const std::vector<fs::path>& extra_lists, Console& console) : Judge(extra_lists, {}, console) {}

Judge::Judge(const std::vector<fs::path>& extra_lists, const std::vector<WatchChoice>& watch, Console& console)
    : watch_(watch),
      watched_sources_(sources_by_file(watch)),
      lexicon_(load(extra_lists, watch, console)),
      rule_files_(rule_files(extra_lists)),
      rules_(detector::load_rules(rule_files_)),
      matcher_(compile(lexicon_, console)),
      provenance_{std::string(lexicon_.version()), std::string(lexicon_.digest()), digest_of(rule_files_),
                  "citeswatch " CITESWATCH_VERSION},
      watches_(std::any_of(lexicon_.terms().begin(), lexicon_.terms().end(),
                           [](const detector::Term& term) { return term.kind == detector::TermKind::watch; })) {}

bool Judge::is_active(const detector::Term& term, const std::string& source, const std::string& today) const {
    if (term.kind != detector::TermKind::watch) return true;
    if (const std::string_view expiry = lexicon_.expiry(term); !expiry.empty() && expiry < today) return false;
    const auto sources = watched_sources_.find(*term.file);
    return sources == watched_sources_.end() ||
           std::find(sources->second.begin(), sources->second.end(), source) != sources->second.end();
}

// Watch lists may be for some sources only, and a term may expire while the program stays up.
const detector::ScanResult& Judge::Bench::active(const detector::Listing& listing, const detector::ScanResult& scan) {
    if (!judge_.watches_) return scan;
    const std::string today = lists::today();
    const auto idle = [&](const detector::Match& match) {
        return !judge_.is_active(judge_.lexicon().term(match.term), listing.source, today);
    };
    if (std::none_of(scan.matches.begin(), scan.matches.end(), idle)) return scan;
    active_ = scan;
    std::erase_if(active_.matches, idle);
    return active_;
}

Judge::Bench::Verdict Judge::Bench::judge(const detector::Listing& listing) {
    const detector::ScanResult& scan = active(listing, scanner_.scan(listing));
    return {scan, detector::assess(listing, scan, judge_.lexicon(), judge_.rules())};
}

casebook::JudgedListing Judge::Bench::record(detector::Listing listing) {
    const Verdict verdict = judge(listing);
    return record(std::move(listing), verdict);
}

casebook::JudgedListing Judge::Bench::record(detector::Listing listing, const Verdict& verdict) const {
    std::vector<casebook::Contact> contacts;
    if (verdict.assessment.flagged()) contacts = contacts_of(listing);
    casebook::JudgedListing judged =
        casebook::describe(std::move(listing), verdict.scan, verdict.assessment, judge_.lexicon(), judge_.provenance());
    judged.contacts = std::move(contacts);
    return judged;
}

}  // namespace tools
