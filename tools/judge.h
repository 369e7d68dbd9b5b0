// Everything that judges adverts, loaded once: lists, compiled matcher, rules. Immutable afterwards and shared by
// threads; each thread makes its own Judge::Bench (the scratch it needs).
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "casebook/records.h"
#include "detector/assess.h"
#include "detector/lexicon.h"
#include "detector/listing.h"
#include "detector/matcher.h"
#include "detector/rules.h"
#include "tools/console.h"

namespace tools {

// A watch list to judge with; `sources` empty: whatever source an advert comes from.
struct WatchChoice {
    std::filesystem::path file;
    std::vector<std::string> sources;
};

// --watch FILE...: for all sources.
std::vector<WatchChoice> for_all_sources(const std::vector<std::filesystem::path>& files);

class Judge {
  public:
    // The shipped lists and rules, the list sets in use (data_folders.h) and the folders of --lists laid over them,
    // and the watch lists. Compiling the matcher for the first time shows progress; watch terms that have expired are
    // named and left out. Throws detector::DataError.
    Judge(const std::vector<std::filesystem::path>& extra_lists, Console& console);
    Judge(const std::vector<std::filesystem::path>& extra_lists, const std::vector<WatchChoice>& watch,
          Console& console);

    const detector::Lexicon& lexicon() const { return lexicon_; }
    const detector::Rules& rules() const { return rules_; }
    const detector::Matcher& matcher() const { return matcher_; }
    // Which lists, rules and program judge; recorded with every judgement.
    const casebook::Provenance& provenance() const { return provenance_; }
    // The watch lists that were named; those of list sets are part of their sets.
    const std::vector<WatchChoice>& watch() const { return watch_; }

    class Bench {  // one per thread
      public:
        explicit Bench(const Judge& judge) : judge_(judge), scanner_(judge.matcher().make_scanner()) {}

        // Valid until the next call.
        struct Verdict {
            const detector::ScanResult& scan;
            detector::Assessment assessment;
        };
        Verdict judge(const detector::Listing& listing);
        // The same as a record that stands by itself; `verdict` is that of this listing.
        casebook::JudgedListing record(detector::Listing listing);
        casebook::JudgedListing record(detector::Listing listing, const Verdict& verdict) const;

      private:
        const detector::ScanResult& active(const detector::Listing& listing, const detector::ScanResult& scan);

        const Judge& judge_;
        detector::Scanner scanner_;
        detector::ScanResult active_;  // what is left where a watched word does not count for this advert
    };

  private:
    bool is_active(const detector::Term& term, const std::string& source, const std::string& today) const;

    std::vector<WatchChoice> watch_;
    std::unordered_map<std::string, std::vector<std::string>> watched_sources_;  // by file; absent: all sources
    detector::Lexicon lexicon_;
    std::vector<std::filesystem::path> rule_files_;
    detector::Rules rules_;
    detector::Matcher matcher_;
    casebook::Provenance provenance_;
    bool watches_ = false;  // some term is on a watch list
};

}  // namespace tools
