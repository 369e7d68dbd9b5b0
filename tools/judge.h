// Everything that judges adverts, loaded once: lists, compiled matcher, rules. Immutable afterwards and shared by
// threads; each thread makes its own Judge::Bench (the scratch it needs).
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "casebook/records.h"
#include "detector/assess.h"
#include "detector/lexicon.h"
#include "detector/listing.h"
#include "detector/matcher.h"
#include "detector/rules.h"
#include "tools/console.h"

namespace tools {

class Judge {
  public:
    // The shipped lists and rules, with the folders of --lists laid over them. Compiling the matcher for the first
    // time shows progress. Throws detector::DataError.
    Judge(const std::vector<std::filesystem::path>& extra_lists, Console& console);

    const detector::Lexicon& lexicon() const { return lexicon_; }
    const detector::Rules& rules() const { return rules_; }
    const detector::Matcher& matcher() const { return matcher_; }
    // Which lists, rules and program judge; recorded with every judgement.
    const casebook::Provenance& provenance() const { return provenance_; }

    class Bench {  // one per thread
      public:
        explicit Bench(const Judge& judge) : judge_(judge), scanner_(judge.matcher().make_scanner()) {}

        // Valid until the next call.
        struct Verdict {
            const detector::ScanResult& scan;
            detector::Assessment assessment;
        };
        Verdict judge(const detector::Listing& listing);
        // The same as a record that stands by itself.
        casebook::JudgedListing record(detector::Listing listing);

      private:
        const Judge& judge_;
        detector::Scanner scanner_;
    };

  private:
    detector::Lexicon lexicon_;
    std::vector<std::filesystem::path> rule_files_;
    detector::Rules rules_;
    detector::Matcher matcher_;
    casebook::Provenance provenance_;
};

}  // namespace tools
