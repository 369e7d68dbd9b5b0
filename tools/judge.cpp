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

namespace tools {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> list_folders(const std::vector<fs::path>& extra) {
    std::vector<fs::path> folders{data_folder() / "species_lists"};
    for (const fs::path& folder : extra) {
        std::error_code error;
        if (!fs::is_directory(folder, error))
            throw detector::DataError(folder.string(), 0, "is not a folder", "--lists takes a folder of list files");
        folders.push_back(folder);
    }
    return folders;
}

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

Judge::Judge(const std::vector<fs::path>& extra_lists, Console& console)
    : lexicon_(detector::load_lexicon(list_folders(extra_lists))),
      rule_files_(rule_files(extra_lists)),
      rules_(detector::load_rules(rule_files_)),
      matcher_(compile(lexicon_, console)),
      provenance_{std::string(lexicon_.version()), std::string(lexicon_.digest()), digest_of(rule_files_),
                  "citeswatch " CITESWATCH_VERSION} {}

Judge::Bench::Verdict Judge::Bench::judge(const detector::Listing& listing) {
    const detector::ScanResult& scan = scanner_.scan(listing);
    return {scan, detector::assess(listing, scan, judge_.lexicon(), judge_.rules())};
}

casebook::JudgedListing Judge::Bench::record(detector::Listing listing) {
    const Verdict verdict = judge(listing);
    std::vector<casebook::Contact> contacts;
    if (verdict.assessment.flagged()) contacts = contacts_of(listing);
    casebook::JudgedListing judged =
        casebook::describe(std::move(listing), verdict.scan, verdict.assessment, judge_.lexicon(), judge_.provenance());
    judged.contacts = std::move(contacts);
    return judged;
}

}  // namespace tools
