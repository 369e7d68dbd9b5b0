#include "tools/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>
#include <utility>

#include "detector/error.h"
#include "tools/evaluation.h"
#include "tools/evaluation_report.h"
#include "tools/judge.h"
#include "tools/listing_table.h"
#include "tools/ordered_pipeline.h"

namespace tools {

namespace fs = std::filesystem;

namespace {

struct Row {
    TableRow table;
    std::string source;
};

std::vector<fs::path> tables_of(const std::vector<fs::path>& inputs) {
    std::vector<fs::path> files;
    for (const fs::path& input : inputs) {
        if (!fs::is_directory(input)) {
            files.push_back(input);
            continue;
        }
        const auto first = static_cast<std::ptrdiff_t>(files.size());
        for (const auto& entry : fs::recursive_directory_iterator(input))
            if (entry.is_regular_file() && table_format_of(entry.path())) files.push_back(entry.path());
        std::sort(files.begin() + first, files.end());
    }
    if (files.empty())
        throw detector::DataError(inputs.empty() ? "evaluate" : inputs.front().string(), 0, "holds no listing table",
                                  "give .jsonl, .csv or .tsv files");
    return files;
}

// Rows of all files, one after the other; those without a label are reported and left out.
class LabelledRows {
  public:
    LabelledRows(std::vector<fs::path> files, Console& console) : files_(std::move(files)), console_(console) {}

    std::optional<Row> next() {
        for (;;) {
            if (!table_) {
                if (next_file_ == files_.size()) return std::nullopt;
                const fs::path& file = files_[next_file_++];
                const std::optional<TableFormat> format = table_format_of(file);
                if (!format)
                    throw detector::DataError(file.string(), 0, "is no listing table", "use .jsonl, .csv or .tsv");
                table_.emplace(file, *format);
                source_ = file.filename().string();
            }
            auto row = table_->next();
            if (!row) {
                table_.reset();
                continue;
            }
            if (const RowError* error = std::get_if<RowError>(&*row)) {
                skip(error->line, error->problem);
                continue;
            }
            TableRow& good = std::get<TableRow>(*row);
            if (!good.label) {
                skip(good.line, "has no label");
                continue;
            }
            return Row{std::move(good), source_};
        }
    }
    bool skipped() const { return skipped_; }

  private:
    void skip(std::uint64_t line, const std::string& problem) {
        console_.warn(fmt::format("{}:{}: {}", source_, line, problem));
        skipped_ = true;
    }

    const std::vector<fs::path> files_;
    Console& console_;
    std::size_t next_file_ = 0;
    std::optional<ListingTable> table_;
    std::string source_;
    bool skipped_ = false;
};

std::string_view genus_of(std::string_view name) { return name.substr(0, name.find(' ')); }

bool covers(const detector::Taxon& taxon, std::string_view name) {
    return taxon.name == name || taxon.family == name || taxon.order == name || taxon.klass == name;
}

// Is the hit the label's taxon, or one that shares its genus, family, or the order that alone is named?
bool is_right(const detector::Lexicon& lexicon, const detector::Taxon& hit, const std::string& wanted) {
    if (covers(hit, wanted) || genus_of(hit.name) == genus_of(wanted)) return true;
    const detector::Taxon* taxon = lexicon.find_taxon(wanted);
    if (!taxon) taxon = lexicon.find_taxon(genus_of(wanted));
    if (!taxon) return false;
    return covers(*taxon, hit.name) || (!taxon->family.empty() && taxon->family == hit.family);
}

Judged judge_row(const Judge& judge, Judge::Bench& bench, Row row) {
    const Judge::Bench::Verdict verdict = bench.judge(row.table.listing);
    const detector::Assessment& assessment = verdict.assessment;
    Judged judged;
    judged.id = row.table.listing.id.empty() ? fmt::format("{}:{}", row.source, row.table.line) : row.table.listing.id;
    judged.title = row.table.listing.first(detector::Field::title);
    if (judged.title.empty()) judged.title = row.table.listing.first(detector::Field::description).substr(0, 120);
    judged.title = valid_utf8(judged.title);
    judged.language = row.table.listing.language;
    judged.set = row.table.set;
    judged.source = row.source;
    judged.wanted = *row.table.label;
    judged.wanted_taxon = row.table.taxon;
    judged.flagged = assessment.flagged();
    judged.confidence = assessment.confidence;
    judged.score = assessment.score;
    judged.level = to_string(assessment.level);
    for (const detector::TaxonHit& hit : assessment.taxa) {
        const detector::Taxon& taxon = judge.lexicon().taxon(hit.taxon);
        judged.taxa.emplace_back(taxon.name);
        judged.right_taxon = judged.right_taxon || is_right(judge.lexicon(), taxon, judged.wanted_taxon);
    }
    for (const detector::Reason& reason : assessment.reasons)
        judged.reasons.push_back(valid_utf8(fmt::format("{:+} {}: {}", reason.points, reason.rule, reason.text)));
    return judged;
}

}  // namespace

int run(const EvaluateOptions& options, Console& console) {
    std::optional<nlohmann::json> earlier;
    if (!options.compare.empty()) {
        std::ifstream in(options.compare);
        if (!in) throw detector::DataError(options.compare.string(), 0, "cannot be opened");
        earlier = nlohmann::json::parse(in, nullptr, false);
        if (earlier->is_discarded() || !earlier->contains("rows"))
            throw detector::DataError(options.compare.string(), 0, "is no earlier run",
                                      "write one with evaluate --format json --output FILE");
    }
    LabelledRows rows(tables_of(options.inputs), console);
    const Judge judge(options.extra_lists, for_all_sources(options.watch_lists), console);

    std::vector<Judged> judged;
    const unsigned workers = options.threads ? options.threads : std::max(1u, std::thread::hardware_concurrency());
    using Pipeline = OrderedPipeline<Row, Judged>;
    Pipeline::run([&] { return rows.next(); },
                  [&]() -> Pipeline::Work {
                      auto bench = std::make_shared<Judge::Bench>(judge);
                      return [&judge, bench](Row row) { return judge_row(judge, *bench, std::move(row)); };
                  },
                  [&](Judged row) {
                      judged.push_back(std::move(row));
                      console.progress(fmt::format("{} judged", judged.size()));
                  },
                  workers, 64 * workers);
    console.end_progress();
    if (judged.empty())
        throw detector::DataError("evaluate", 0, "no labelled row", "give tables with a column `label`");

    const Report report = measure(judged);
    const std::string text = options.json ? report_json(report, judged, judge.lexicon().version())
                                          : report_table(report, judged, earlier ? &*earlier : nullptr);
    if (options.output.empty()) {
        std::cout << text << std::flush;
        if (!std::cout) throw std::runtime_error("standard output: cannot be written");
    } else {
        std::ofstream out(options.output, std::ios::binary);
        out << text << std::flush;
        if (!out) throw std::runtime_error(options.output.string() + ": cannot be written");
    }
    return rows.skipped() ? 1 : 0;
}

}  // namespace tools
