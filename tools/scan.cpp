#include "tools/scan.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "casebook/writer.h"
#include "crawler/broken_pipes.h"
#include "crawler/extract/page.h"
#include "detector/error.h"
#include "tools/judge.h"
#include "tools/judgement_json.h"
#include "tools/judgement_output.h"
#include "tools/name_screen.h"
#include "tools/ordered_pipeline.h"
#include "tools/output_file.h"
#include "tools/scan_inputs.h"
#include "tools/watch_memory.h"

namespace tools {

namespace {

constexpr std::size_t level_count = 5;

// What became of one batch, ready to be written.
struct JudgedBatch {
    std::string text;                              // lines of output
    std::vector<casebook::JudgedListing> records;  // for --casebook
    std::array<std::uint64_t, level_count> by_level{};
};

unsigned terminal_width() {
    winsize size{};
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 60 ? size.ws_col : 120;
}

// Standard output or --output. A failed write ends the scan: a report that stops short must not look whole. With
// `may_be_left`, a reader that goes away (`| head`) ends the output alone.
class Output {
  public:
    Output(const std::filesystem::path& path, bool may_be_left)
        : name_(path.empty() ? "standard output" : path.string()),
          file_(path.empty() ? stdout : std::fopen(path.c_str(), "wb")) {
        if (may_be_left) pipes_.emplace();
        if (!file_) throw std::system_error(errno, std::generic_category(), name_);
    }
    ~Output() {
        if (file_ && file_ != stdout) std::fclose(file_);
    }
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    void write(std::string_view text) {
        if (!left_ && std::fwrite(text.data(), 1, text.size(), file_) != text.size()) fail();
    }
    void finish() {
        std::FILE* file = std::exchange(file_, nullptr);
        if (!left_ && (file == stdout ? std::fflush(file) : std::fclose(file)) != 0) fail();
    }
    bool left() const { return left_; }

  private:
    void fail() {
        if (!pipes_ || errno != EPIPE) throw std::system_error(errno, std::generic_category(), name_);
        drop_unread_output();
        left_ = true;
    }

    const std::string name_;
    std::optional<crawler::BrokenPipes> pipes_;
    bool left_ = false;
    std::FILE* file_;
};

// The run's entries in a casebook.
class Record {
  public:
    Record(const std::filesystem::path& file, const Judge& judge)
        : file_(file), writer_(file), run_(writer_.begin_run("scan", "citeswatch " CITESWATCH_VERSION, now())) {
        remember_watch_lists(file, casebook::ChosenBy::scan, judge);
    }

    void add(const std::vector<casebook::JudgedListing>& listings) {
        if (!listings.empty()) total_ += writer_.record(run_, listings, now());
    }

    void finish(Console& console) {
        writer_.end_run(run_, "finished", now());
        console.note(fmt::format("{}: {}, {} changed, {} known already", file_.string(),
                                 counted(total_.added, "new advert"),
                                 grouped(static_cast<std::uint64_t>(total_.changed)),
                                 grouped(static_cast<std::uint64_t>(total_.unchanged))));
    }

  private:
    static casebook::Milliseconds now() {
        return std::chrono::duration_cast<std::chrono::milliseconds>(
                   std::chrono::system_clock::now().time_since_epoch())
            .count();
    }

    const std::filesystem::path file_;
    casebook::Writer writer_;
    casebook::RunId run_;
    casebook::Recorded total_;
};

class BatchJudge {
  public:
    BatchJudge(const ScanOptions& options, const Judge& judge, crawler::Screen screen, unsigned width)
        : options_(options), lexicon_(judge.lexicon()), bench_(judge), screen_(std::move(screen)), width_(width) {}

    JudgedBatch operator()(std::vector<ScanItem> items) {
        JudgedBatch batch;
        for (ScanItem& item : items) {
            if (item.is_page)
                judge_page(item, batch);
            else
                judge_listing(item.listing, batch);
        }
        return batch;
    }

  private:
    // A page that shows one advert is judged as that; an index page as the adverts it lists; any other page as the
    // text it holds, so that nothing saved by hand goes unread.
    void judge_page(ScanItem& item, JudgedBatch& batch) {
        crawler::PageInput input;
        input.body = item.body;
        input.url = item.url;
        input.content_type = item.content_type;
        input.whole = options_.all || !options_.casebook.empty();  // what is not flagged is shown or kept as well
        crawler::Page page = crawler::read_page(input, screen_);
        if (page.kind == crawler::PageKind::index && !page.teasers.empty()) {
            for (detector::Listing& teaser : page.teasers) {
                teaser.source = item.listing.source;
                judge_listing(teaser, batch);
            }
            return;
        }
        page.listing.source = item.listing.source;
        if (page.listing.url.empty()) page.listing.url = page.canonical.empty() ? item.url : page.canonical;
        if (page.listing.id.empty()) page.listing.id = item.where;
        judge_listing(page.listing, batch);
    }

    void judge_listing(detector::Listing& listing, JudgedBatch& batch) {
        const Judge::Bench::Verdict verdict = bench_.judge(listing);
        const detector::Assessment& assessment = verdict.assessment;
        ++batch.by_level[static_cast<std::size_t>(assessment.level)];
        if (assessment.flagged() || options_.all) write(listing, verdict, batch.text);
        if (!options_.casebook.empty()) batch.records.push_back(bench_.record(std::move(listing), verdict));
    }

    void write(const detector::Listing& listing, const Judge::Bench::Verdict& verdict, std::string& text) const {
        const detector::Assessment& assessment = verdict.assessment;
        switch (options_.format) {
            case OutputFormat::jsonl:
                text += judgement_json(listing, verdict.scan, assessment, lexicon_) + "\n";
                break;
            case OutputFormat::csv:
                text += judgement_csv_row(listing, verdict.scan, assessment, lexicon_);
                break;
            case OutputFormat::table:
                text += judgement_table_row(listing, verdict.scan, assessment, lexicon_, width_);
                break;
        }
    }

    const ScanOptions& options_;
    const detector::Lexicon& lexicon_;
    Judge::Bench bench_;
    const crawler::Screen screen_;
    const unsigned width_;
};

}  // namespace

int run(const ScanOptions& options, Console& console) {
    std::optional<InputType> type;
    if (!options.input_type.empty()) type = input_type_named(options.input_type);
    ScanInputs inputs(options.inputs, type, {options.user_agent, options.allow_private}, console);
    const Judge judge(options.extra_lists, for_all_sources(options.watch_lists), console);
    const crawler::Screen screen = name_screen(judge.matcher());
    Output output(options.output, !options.casebook.empty());
    std::optional<Record> record;
    if (!options.casebook.empty()) record.emplace(options.casebook, judge);
    const unsigned width = terminal_width();
    if (options.format == OutputFormat::csv) output.write(judgement_csv_header());
    if (options.format == OutputFormat::table) output.write(judgement_table_header(width));

    std::array<std::uint64_t, level_count> by_level{};
    std::uint64_t judged = 0;
    const auto started = std::chrono::steady_clock::now();
    const unsigned workers = options.threads ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    using Pipeline = OrderedPipeline<std::vector<ScanItem>, JudgedBatch>;
    std::atomic<double> done{0};
    Pipeline::run(
        [&] {
            auto batch = inputs.next();
            done.store(inputs.done(), std::memory_order_relaxed);
            return batch;
        },
        [&]() -> Pipeline::Work {
            return [bench = std::make_shared<BatchJudge>(options, judge, screen, width)](std::vector<ScanItem> items) {
                return (*bench)(std::move(items));
            };
        },
        [&](JudgedBatch batch) {
            output.write(batch.text);
            if (record) record->add(batch.records);
            for (std::size_t i = 0; i < level_count; ++i) {
                by_level[i] += batch.by_level[i];
                judged += batch.by_level[i];
            }
            const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
            const double share = done.load(std::memory_order_relaxed);
            console.progress(fmt::format(
                "{} judged, {} flagged, {} a second{}", grouped(judged), grouped(judged - by_level[0]),
                grouped(static_cast<std::uint64_t>(static_cast<double>(judged) / std::max(seconds, 0.001))),
                share > 0.01 ? fmt::format(", {} left", duration_words(std::chrono::seconds(
                                                            static_cast<std::int64_t>(seconds * (1 - share) / share))))
                             : ""));
        },
        workers, workers * 4);
    output.finish();
    console.end_progress();
    if (record) record->finish(console);
    if (output.left()) console.note("standard output was closed early; the casebook holds everything all the same");

    const std::size_t problems = inputs.failed();
    console.note(fmt::format("{} judged, {} flagged (critical {}, high {}, medium {}, low {}){}", grouped(judged),
                             grouped(judged - by_level[0]), by_level[4], by_level[3], by_level[2], by_level[1],
                             problems ? fmt::format(", {} skipped", grouped(problems)) : ""));
    if (inputs.opened() == 0) return 2;
    return problems ? 1 : 0;
}

}  // namespace tools
