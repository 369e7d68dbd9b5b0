#include "tools/evaluation_report.h"

#include <fmt/format.h>

#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

namespace tools {

namespace {

using Json = nlohmann::ordered_json;

void append_measures(std::string& out, const Measures& measures) {
    const Counts& counts = measures.counts;
    fmt::format_to(std::back_inserter(out), "  {:<24} {:>7} {:>6} {:>6} {:>6} {:>9.3f} {:>7.3f} {:>7.3f} {:>7.3f}\n",
                   measures.name, counts.total(), counts.true_positive, counts.false_positive, counts.false_negative,
                   counts.precision(), counts.recall(), counts.f1(), measures.auc);
}

void append_group(std::string& out, std::string_view title, const std::vector<Measures>& groups) {
    if (groups.size() < 2) return;
    fmt::format_to(std::back_inserter(out), "{}\n", title);
    for (const Measures& each : groups) append_measures(out, each);
}

void append_case(std::string& out, const Judged& row) {
    fmt::format_to(std::back_inserter(out), "  {} [{}{}{}] {:.2f}  {}\n", row.id, row.language,
                   row.set.empty() ? "" : " ", row.set, row.confidence, row.title);
    if (row.wanted) fmt::format_to(std::back_inserter(out), "      wanted: {}\n", row.wanted_taxon);
    if (row.reasons.empty()) out += "      nothing listed was found\n";
    for (const std::string& reason : row.reasons) fmt::format_to(std::back_inserter(out), "      {}\n", reason);
}

void append_changes(std::string& out, const std::vector<Judged>& rows, const nlohmann::json& earlier) {
    std::map<std::string, bool> before;
    for (const nlohmann::json& row : earlier["rows"])
        if (row.is_object()) before[row.value("source", "") + "/" + row.value("id", "")] = row.value("flagged", false);
    std::string better, worse;
    std::size_t mended = 0, broken = 0, fresh = 0;
    for (const Judged& row : rows) {
        const auto found = before.find(row.source + "/" + row.id);
        if (found == before.end()) {
            ++fresh;
            continue;
        }
        if (found->second == row.flagged) continue;
        const bool good = row.flagged == row.wanted;
        ++(good ? mended : broken);
        append_case(good ? better : worse, row);
    }
    fmt::format_to(std::back_inserter(out), "since the earlier run: {} mended, {} broken, {} rows not in it\n", mended,
                   broken, fresh);
    if (broken) out += "broken\n" + worse;
    if (mended) out += "mended\n" + better;
}

Json to_json(const Measures& measures) {
    const Counts& counts = measures.counts;
    return {{"name", measures.name},
            {"rows", counts.total()},
            {"true_positive", counts.true_positive},
            {"false_positive", counts.false_positive},
            {"false_negative", counts.false_negative},
            {"true_negative", counts.true_negative},
            {"precision", counts.precision()},
            {"recall", counts.recall()},
            {"f1", counts.f1()},
            {"auc", measures.auc}};
}

Json to_json(const std::vector<Measures>& groups) {
    Json json = Json::array();
    for (const Measures& each : groups) json.push_back(to_json(each));
    return json;
}

}  // namespace

std::string report_table(const Report& report, const std::vector<Judged>& rows, const nlohmann::json* earlier) {
    std::string out;
    fmt::format_to(std::back_inserter(out), "  {:<24} {:>7} {:>6} {:>6} {:>6} {:>9} {:>7} {:>7} {:>7}\n", "", "rows",
                   "hits", "false", "missed", "precision", "recall", "F1", "AUC");
    append_measures(out, report.all);
    append_group(out, "by language", report.by_language);
    append_group(out, "by set", report.by_set);
    append_group(out, "by source", report.by_source);
    if (report.taxon_named)
        fmt::format_to(std::back_inserter(out), "right taxon: {} of {} hits ({:.1f} %)\n", report.taxon_right,
                       report.taxon_named,
                       100 * static_cast<double>(report.taxon_right) / static_cast<double>(report.taxon_named));
    fmt::format_to(std::back_inserter(out), "calibration (expected error {:.3f})\n  {:<12} {:>7} {:>11} {:>9}\n",
                   report.calibration_error, "confidence", "rows", "mean said", "offers");
    for (std::size_t i = 0; i < report.bins.size(); ++i) {
        const Bin& bin = report.bins[i];
        if (bin.count == 0) continue;
        const double count = static_cast<double>(bin.count);
        fmt::format_to(std::back_inserter(out), "  {:.1f} to {:.1f}   {:>7} {:>11.3f} {:>9.3f}\n",
                       static_cast<double>(i) / 10, static_cast<double>(i + 1) / 10, bin.count, bin.confidence / count,
                       static_cast<double>(bin.positive) / count);
    }
    if (earlier) append_changes(out, rows, *earlier);
    out += "missed\n";
    for (const Judged& row : rows)
        if (row.wanted && !row.flagged) append_case(out, row);
    out += "false alarms\n";
    for (const Judged& row : rows)
        if (!row.wanted && row.flagged) append_case(out, row);
    out += "wrong taxon\n";
    for (const Judged& row : rows)
        if (row.wanted && row.flagged && !row.wanted_taxon.empty() && !row.right_taxon)
            fmt::format_to(std::back_inserter(out), "  {} wanted {}, named {}: {}\n", row.id, row.wanted_taxon,
                           fmt::join(row.taxa, ", "), row.title);
    return out;
}

std::string report_json(const Report& report, const std::vector<Judged>& rows, std::string_view lists) {
    Json bins = Json::array();
    for (std::size_t i = 0; i < report.bins.size(); ++i) {
        const Bin& bin = report.bins[i];
        const double count = static_cast<double>(bin.count ? bin.count : 1);
        bins.push_back({{"from", static_cast<double>(i) / 10},
                        {"to", static_cast<double>(i + 1) / 10},
                        {"rows", bin.count},
                        {"mean_confidence", bin.confidence / count},
                        {"offers", static_cast<double>(bin.positive) / count}});
    }
    Json list = Json::array();
    for (const Judged& row : rows)
        list.push_back({{"id", row.id},
                        {"source", row.source},
                        {"language", row.language},
                        {"set", row.set},
                        {"title", row.title},
                        {"label", row.wanted},
                        {"taxon", row.wanted_taxon},
                        {"flagged", row.flagged},
                        {"level", row.level},
                        {"score", row.score},
                        {"confidence", row.confidence},
                        {"taxa", row.taxa},
                        {"right_taxon", row.right_taxon},
                        {"reasons", row.reasons}});
    const Json json = {{"lists", lists},
                       {"all", to_json(report.all)},
                       {"by_language", to_json(report.by_language)},
                       {"by_set", to_json(report.by_set)},
                       {"by_source", to_json(report.by_source)},
                       {"right_taxon", {{"hits", report.taxon_named}, {"right", report.taxon_right}}},
                       {"calibration", {{"expected_error", report.calibration_error}, {"bins", bins}}},
                       {"rows", list}};
    return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace tools
