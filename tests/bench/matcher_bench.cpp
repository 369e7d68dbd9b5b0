// How fast adverts are matched against the full lists, beside two ways a user would pick, all in CPU seconds of one
// core.
//
//   matcher_bench FILE.jsonl...    titles and descriptions of listings; 500-byte listings are made of the same text
//
// Each figure is the mean over about a second and, beside it, the sum of the best times of forty parts of the text:
// what is left when other programs on the machine do not empty the caches.
//
// Baselines, given the same folded text: RE2::Set over a sample of the names (all of them take gigabytes), and a
// FlashText-like lookup of every run of one to four words in a hash set of all terms. Both do less: no forms, no
// misspellings, no disguises, no scripts without spaces.
#include <fmt/core.h>
#include <re2/re2.h>
#include <re2/set.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_set>
#include <vector>

#include "detector/assess.h"
#include "detector/fold.h"
#include "detector/matcher.h"
#include "detector/rules.h"

namespace {

constexpr std::size_t sampled_names = 5'000;
constexpr std::size_t longest_run = 4;  // words of one hash lookup

double cpu_seconds() {
    std::timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

constexpr std::size_t parts = 40;

template <typename Work>
void measure(const char* what, const std::vector<std::string>& texts, const Work& work) {
    std::size_t bytes = 0, rounds = 0, found = 0;
    for (const std::string& text : texts) bytes += text.size();
    for (const std::string& text : texts) work(text);  // warm caches and buffers
    const std::size_t part = texts.size() / parts + 1;
    std::vector<double> best(parts, 1e9);
    double spent = 0;
    do {
        found = 0;
        for (std::size_t at = 0; at < texts.size(); at += part) {
            const double begin = cpu_seconds();
            for (std::size_t i = at; i < std::min(texts.size(), at + part); ++i) found += work(texts[i]);
            const double took = cpu_seconds() - begin;
            best[at / part] = std::min(best[at / part], took);
            spent += took;
        }
        ++rounds;
    } while (spent < 1.0);
    double least = 0;
    for (std::size_t at = 0; at < texts.size(); at += part) least += best[at / part];
    fmt::print("{:<44} {:>7.1f} MB/s, best {:>7.1f} MB/s {:>9.0f} texts/s {:>8} finds\n", what,
               static_cast<double>(bytes * rounds) / spent / 1e6, static_cast<double>(bytes) / least / 1e6,
               static_cast<double>(texts.size()) / least, found);
}

void print_memory(const char* when) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM") || line.starts_with("VmRSS")) fmt::print("memory {}: {}\n", when, line);
}

std::vector<std::filesystem::path> rule_files() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(CITESWATCH_SOURCE_DIR "/config"))
        if (entry.path().filename().string().starts_with("rules_")) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<std::string> read_texts(int count, char** files) {
    std::vector<std::string> texts;
    for (int i = 1; i < count; ++i) {
        std::ifstream file(files[i]);
        for (std::string line; std::getline(file, line);) {
            const auto row = nlohmann::json::parse(line);
            texts.push_back(row.value("title", "") + " " + row.value("description", ""));
        }
    }
    return texts;
}

std::vector<std::string> in_listings_of(std::size_t size, const std::vector<std::string>& texts) {
    std::vector<std::string> out(1);
    for (const std::string& text : texts) {
        if (out.back().size() >= size) out.emplace_back();
        out.back() += text + "\n";
    }
    return out;
}

}  // namespace

int main(int count, char** files) {
    const std::vector<std::string> titles = read_texts(count, files);
    if (titles.empty()) return fmt::print(stderr, "usage: matcher_bench FILE.jsonl...\n"), 2;
    const std::vector<std::string> listings = in_listings_of(500, titles);
    const std::filesystem::path folders[] = {CITESWATCH_SOURCE_DIR "/species_lists"};

    double begin = cpu_seconds();
    const detector::Lexicon lexicon = detector::load_lexicon(folders);
    fmt::print("lists: {} terms in {:.0f} ms\n", lexicon.terms().size(), (cpu_seconds() - begin) * 1e3);
    const auto cache = std::filesystem::temp_directory_path() / "citeswatch-bench";
    if (const pid_t child = ::fork(); child == 0) {  // compiles where it must, and takes the memory of it along
        detector::Matcher(lexicon, cache);
        ::_exit(0);
    } else {
        ::waitpid(child, nullptr, 0);
    }
    begin = cpu_seconds();
    const detector::Matcher matcher(lexicon, cache);
    fmt::print("matcher from its cache: {:.0f} ms\n", (cpu_seconds() - begin) * 1e3);

    const detector::Rules rules = detector::load_rules(rule_files());
    print_memory("with everything loaded");

    detector::Scanner scanner = matcher.make_scanner();
    detector::Listing listing;
    listing.language = "en";
    listing.passages.push_back({detector::Field::title, "", ""});
    const auto match = [&](const std::string& text) {
        listing.passages[0].text = text;
        return scanner.scan(listing).matches.size();
    };
    const auto judge = [&](const std::string& text) {
        listing.passages[0].text = text;
        return static_cast<std::size_t>(detector::assess(listing, scanner.scan(listing), lexicon, rules).flagged());
    };
    measure("fold and match, texts as they are", titles, match);
    measure("fold, match and assess, texts as they are", titles, judge);
    measure("fold and match, listings of 500 bytes", listings, match);
    measure("fold, match and assess, listings of 500 bytes", listings, judge);
    print_memory("after scanning");
    detector::FoldedPassage passage;
    measure("  of that, fold alone", listings, [&](const std::string& text) {
        detector::fold(text, passage);
        return passage.text.size();
    });

    std::unordered_set<std::string> terms;
    for (const detector::Term& term : lexicon.terms()) terms.insert(detector::folded(term.text));
    measure("baseline: runs of words in a hash set", listings, [&](const std::string& text) {
        detector::fold(text, passage);
        std::vector<std::size_t> begins, ends;
        for (std::size_t i = 0; i < passage.text.size(); ++i) {
            const auto word = [&](std::size_t at) {
                return std::isalnum(static_cast<unsigned char>(passage.text[at])) != 0;
            };
            if (word(i) && (i == 0 || !word(i - 1))) begins.push_back(i);
            if (word(i) && (i + 1 == passage.text.size() || !word(i + 1))) ends.push_back(i + 1);
        }
        std::size_t found = 0;
        for (std::size_t i = 0; i < begins.size(); ++i)
            for (std::size_t k = i; k < std::min(ends.size(), i + longest_run); ++k)
                found += terms.count(passage.text.substr(begins[i], ends[k] - begins[i]));
        return found;
    });

    RE2::Options options;
    options.set_max_mem(1 << 30);
    RE2::Set set(options, RE2::UNANCHORED);
    std::size_t added = 0;
    for (std::size_t i = 0; i < lexicon.terms().size(); i += lexicon.terms().size() / sampled_names)
        added += set.Add("\\b" + RE2::QuoteMeta(detector::folded(lexicon.terms()[i].text)) + "\\b", nullptr) >= 0;
    if (!set.Compile()) return fmt::print(stderr, "RE2::Set does not compile\n"), 1;
    measure(fmt::format("baseline: RE2::Set of {} terms", added).c_str(), listings, [&](const std::string& text) {
        detector::fold(text, passage);
        std::vector<int> which;
        set.Match(passage.text, &which);
        return which.size();
    });
}
