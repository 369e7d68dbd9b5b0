// What `evaluate` measures, apart from how rows are read and judged: plain values and pure functions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tools {

// One labelled advert and what the detector made of it.
struct Judged {
    std::string id, title, language, set, source;
    std::string wanted_taxon;  // of the label; empty when the set names none
    bool wanted = false;       // the label: offers a specimen of a listed taxon
    bool flagged = false;
    double confidence = 0;
    int score = 0;
    std::string level;
    std::vector<std::string> taxa;     // scientific names of the taxa that count
    bool right_taxon = false;          // one of them is the label's, or shares its genus or family
    std::vector<std::string> reasons;  // "+30 latin-name: ..." as shown
};

struct Counts {
    std::size_t true_positive = 0, false_positive = 0, false_negative = 0, true_negative = 0;
    std::size_t total() const { return true_positive + false_positive + false_negative + true_negative; }
    double precision() const;
    double recall() const;
    double f1() const;  // 1 where there was nothing to find and nothing was flagged
};

struct Bin {  // of confidence, for the reliability diagram
    std::size_t count = 0, positive = 0;
    double confidence = 0;  // sum
};

struct Measures {
    std::string name;  // of the group: "en", "leather", a file
    Counts counts;
    double auc = 0;  // area under the ROC curve of `confidence`; ties count half; 0.5 where one class is missing
};

struct Report {
    Measures all;
    std::vector<Measures> by_language, by_set, by_source;
    std::array<Bin, 10> bins;
    double calibration_error = 0;  // expected calibration error over the bins
    std::size_t taxon_named = 0;   // hits whose label names a taxon
    std::size_t taxon_right = 0;
};

Report measure(const std::vector<Judged>& rows);

}  // namespace tools
