#include "tools/evaluation.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace tools {

namespace {

double ratio(std::size_t part, std::size_t whole, double empty) {
    return whole == 0 ? empty : static_cast<double>(part) / static_cast<double>(whole);
}

Counts count(const std::vector<const Judged*>& rows) {
    Counts counts;
    for (const Judged* row : rows) {
        if (row->wanted)
            ++(row->flagged ? counts.true_positive : counts.false_negative);
        else
            ++(row->flagged ? counts.false_positive : counts.true_negative);
    }
    return counts;
}

double area(std::vector<const Judged*> rows) {
    std::sort(rows.begin(), rows.end(), [](const Judged* a, const Judged* b) { return a->confidence < b->confidence; });
    // Sum of the ranks of the positives (Mann and Whitney); equal confidences share the mean of their ranks.
    double rank_sum = 0;
    std::size_t positives = 0;
    for (std::size_t i = 0; i < rows.size();) {
        std::size_t end = i;
        while (end < rows.size() && rows[end]->confidence == rows[i]->confidence) ++end;
        const double mean_rank = static_cast<double>(i + 1 + end) / 2;
        for (; i < end; ++i)
            if (rows[i]->wanted) {
                rank_sum += mean_rank;
                ++positives;
            }
    }
    const std::size_t negatives = rows.size() - positives;
    if (positives == 0 || negatives == 0) return 0.5;
    const double p = static_cast<double>(positives);
    return (rank_sum - p * (p + 1) / 2) / (p * static_cast<double>(negatives));
}

std::vector<Measures> grouped(const std::vector<Judged>& rows, std::string Judged::*key) {
    std::map<std::string, std::vector<const Judged*>> groups;
    for (const Judged& row : rows) groups[row.*key].push_back(&row);
    std::vector<Measures> measures;
    for (const auto& [name, members] : groups)
        measures.push_back({name.empty() ? "(none)" : name, count(members), area(members)});
    return measures;
}

std::vector<const Judged*> pointers(const std::vector<Judged>& rows) {
    std::vector<const Judged*> list;
    list.reserve(rows.size());
    for (const Judged& row : rows) list.push_back(&row);
    return list;
}

}  // namespace

double Counts::precision() const {
    return ratio(true_positive, true_positive + false_positive, false_negative == 0 ? 1 : 0);
}
double Counts::recall() const { return ratio(true_positive, true_positive + false_negative, 1); }
double Counts::f1() const { return ratio(2 * true_positive, 2 * true_positive + false_positive + false_negative, 1); }

Report measure(const std::vector<Judged>& rows) {
    Report report;
    const std::vector<const Judged*> all = pointers(rows);
    report.all = {"all", count(all), area(all)};
    report.by_language = grouped(rows, &Judged::language);
    report.by_set = grouped(rows, &Judged::set);
    report.by_source = grouped(rows, &Judged::source);
    for (const Judged& row : rows) {
        const auto index = std::min<std::size_t>(9, static_cast<std::size_t>(std::max(0.0, row.confidence) * 10));
        Bin& bin = report.bins[index];
        ++bin.count;
        bin.positive += row.wanted;
        bin.confidence += row.confidence;
        if (row.wanted && row.flagged && !row.wanted_taxon.empty()) {
            ++report.taxon_named;
            report.taxon_right += row.right_taxon;
        }
    }
    for (const Bin& bin : report.bins)
        if (bin.count)
            report.calibration_error +=
                std::abs(bin.confidence - static_cast<double>(bin.positive)) / static_cast<double>(rows.size());
    return report;
}

}  // namespace tools
