#include "tools/scan_inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "crawler/curl_fetcher.h"
#include "detector/error.h"
#include "tools/table_input.h"
#include "tools/url_list_input.h"
#include "tools/warc_input.h"

namespace tools {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::pair<std::string_view, InputType>, 9> types_by_ending{{
    {".jsonl", InputType::jsonl},
    {".ndjson", InputType::jsonl},
    {".csv", InputType::csv},
    {".tsv", InputType::tsv},
    {".html", InputType::html},
    {".htm", InputType::html},
    {".xhtml", InputType::html},
    {".warc", InputType::warc},
    {".txt", InputType::urls},
}};

constexpr std::string_view who_are_you =
    "{}: pages are fetched in your name: say who you are and how to reach you with --user-agent "
    "'agency-name/1.0 (+https://agency.example; mail@agency.example)' or CITESWATCH_USER_AGENT";

std::optional<InputType> type_by_name(const fs::path& path) {
    std::string name = path.filename().string();
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (name.ends_with(".warc.gz")) return InputType::warc;
    for (const auto& [ending, type] : types_by_ending)
        if (name.ends_with(ending)) return type;
    return std::nullopt;
}

// What a file without a telling name begins with.
std::optional<InputType> type_by_content(std::string_view head) {
    const auto text = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    // ARC ("filedesc:") is named by the reader of WARC, with the remedy.
    if (head.starts_with("WARC/") || head.starts_with("\x1F\x8B") || head.starts_with("filedesc:"))
        return InputType::warc;
    if (text == std::string_view::npos) return std::nullopt;
    if (head[text] == '{') return InputType::jsonl;
    if (head[text] == '<') return InputType::html;
    return std::nullopt;
}

// Names what a file really is when it cannot be a page: pictures and documents saved under .html.
std::string_view foreign_content(std::string_view head) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> marks{{
        {"\xFF\xD8\xFF", "a JPEG picture"},
        {"\x89PNG\r\n", "a PNG picture"},
        {"GIF8", "a GIF picture"},
        {"RIFF", "a RIFF file (WebP picture, sound or film)"},
        {"%PDF-", "a PDF document"},
        {"PK\x03\x04", "a ZIP archive"},
        {"\x1F\x8B", "a gzip file"},
        {"\x7F"
         "ELF",
         "a program"},
    }};
    for (const auto& [mark, name] : marks)
        if (head.starts_with(mark)) return name;
    const bool utf16 = head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF");
    if (!utf16 && head.substr(0, 1024).find('\0') != std::string_view::npos) return "binary data";
    return {};
}

std::string read_head(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string head(2048, '\0');
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(file.gcount()));
    return head;
}

// Standard input whole, for the types that are one thing.
std::string read_all(std::FILE* file, std::size_t limit, bool& over) {
    std::string content;
    std::array<char, 1 << 16> block;
    over = false;
    while (const std::size_t got = std::fread(block.data(), 1, block.size(), file)) {
        over |= content.size() + got > limit;
        if (!over) content.append(block.data(), got);
    }
    return content;
}

std::unique_ptr<crawler::Fetcher> curl_fetcher(const std::string& user_agent) {
    crawler::FetcherOptions options;
    options.user_agent = user_agent;
    return std::make_unique<crawler::CurlFetcher>(std::move(options));
}

std::uintmax_t size_of(const fs::path& path) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(path, error);
    return error ? 0 : size;
}

}  // namespace

std::optional<InputType> input_type_named(const std::string& name) {
    if (name == "jsonl") return InputType::jsonl;
    if (name == "csv") return InputType::csv;
    if (name == "tsv") return InputType::tsv;
    if (name == "html") return InputType::html;
    if (name == "warc") return InputType::warc;
    if (name == "urls") return InputType::urls;
    return std::nullopt;
}

struct ScanInputs::State {
    State(std::vector<fs::path> paths, std::optional<InputType> forced, UrlListOptions options, Console& out)
        : type(forced), fetch(std::move(options)), console(out) {
        std::reverse(paths.begin(), paths.end());
        pending = std::move(paths);
        for (const fs::path& path : pending) total_bytes += path == "-" ? 0 : total_size(path);
    }

    static std::uintmax_t total_size(const fs::path& path) {
        std::error_code error;
        if (!fs::is_directory(path, error)) return size_of(path);
        std::uintmax_t total = 0;
        for (fs::recursive_directory_iterator at(path, fs::directory_options::skip_permission_denied, error), end;
             !error && at != end; at.increment(error))
            if (at->is_regular_file(error) && type_by_name(at->path())) total += size_of(at->path());
        return total;
    }

    void skip(std::string_view what) {
        ++failed;
        console.warn(what);
    }

    void open(const fs::path& path);
    void open_folder(const fs::path& path);
    void open_page(const fs::path& path);

    std::optional<InputType> type;
    UrlListOptions fetch;
    Console& console;
    std::vector<fs::path> pending;     // last is next
    std::unique_ptr<OpenInput> input;  // being read
    std::vector<ScanItem> ready;       // whole files that wait for their batch
    std::uintmax_t total_bytes = 0;
    std::uintmax_t done_bytes = 0;
    std::size_t opened = 0;
    std::size_t failed = 0;
};

void ScanInputs::State::open_folder(const fs::path& path) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::recursive_directory_iterator at(path, fs::directory_options::skip_permission_denied, error), end;
         !error && at != end; at.increment(error))
        if (at->is_regular_file(error) && (type || type_by_name(at->path()))) files.push_back(at->path());
    if (error) skip(fmt::format("{}: {}", path.string(), error.message()));
    if (files.empty() && !error)
        skip(fmt::format("{}: holds no .jsonl, .csv, .tsv, .html, .warc or .txt file", path.string()));
    if (!files.empty()) ++opened;
    std::sort(files.rbegin(), files.rend());
    pending.insert(pending.end(), files.begin(), files.end());
}

void ScanInputs::State::open_page(const fs::path& path) {
    const bool standard_input = path == "-";
    std::FILE* file = standard_input ? stdin : std::fopen(path.c_str(), "rb");
    if (!file) throw std::system_error(errno, std::generic_category(), path.string());
    bool over = false;
    ScanItem item;
    item.body = read_all(file, max_page_bytes, over);
    if (!standard_input) std::fclose(file);
    done_bytes += item.body.size();
    item.is_page = true;
    item.where = standard_input ? "standard input" : path.string();
    item.listing.source = item.where;
    if (over) return skip(fmt::format("{}: larger than {} MB; skipped", item.where, max_page_bytes >> 20));
    if (item.body.empty()) return skip(fmt::format("{}: empty; skipped", item.where));
    if (const std::string_view foreign = foreign_content(item.body); !foreign.empty())
        return skip(fmt::format("{}: not a page but {}; skipped", item.where, foreign));
    ++opened;
    ready.push_back(std::move(item));
}

void ScanInputs::State::open(const fs::path& path) {
    const bool standard_input = path == "-";
    std::error_code error;
    if (!standard_input && !fs::exists(path, error))
        return skip(fmt::format("{}: {}", path.string(), error ? error.message() : "no such file or folder"));
    if (!standard_input && fs::is_directory(path, error)) return open_folder(path);

    std::optional<InputType> kind = type ? type : standard_input ? std::nullopt : type_by_name(path);
    if (!kind && !standard_input) kind = type_by_content(read_head(path));
    if (!kind)
        return skip(fmt::format("{}: cannot tell what it holds; say so with --input-type jsonl|csv|tsv|html|warc|urls",
                                standard_input ? "standard input" : path.string()));
    const Skip skipping = [this](std::string_view what) { skip(what); };
    try {
        switch (*kind) {
            case InputType::jsonl:
                input = std::make_unique<TableInput>(path, TableFormat::jsonl, skipping, console);
                break;
            case InputType::csv:
                input = std::make_unique<TableInput>(path, TableFormat::csv, skipping, console);
                break;
            case InputType::tsv:
                input = std::make_unique<TableInput>(path, TableFormat::tsv, skipping, console);
                break;
            case InputType::html:
                return open_page(path);
            case InputType::warc:
                input = std::make_unique<WarcInput>(path, skipping, console);
                break;
            case InputType::urls:
                if (fetch.user_agent.empty()) return skip(fmt::format(who_are_you, path.string()));
                input = std::make_unique<UrlListInput>(path, fetch, curl_fetcher(fetch.user_agent), skipping);
                break;
        }
        ++opened;
    } catch (const std::system_error& failure) {
        skip(failure.what());
    } catch (const detector::DataError& failure) {
        skip(failure.what());
    }
}

ScanInputs::ScanInputs(std::vector<fs::path> inputs, std::optional<InputType> type, UrlListOptions fetch,
                       Console& console)
    : state_(std::make_unique<State>(std::move(inputs), type, std::move(fetch), console)) {}

ScanInputs::~ScanInputs() = default;

std::optional<std::vector<ScanItem>> ScanInputs::next() {
    State& state = *state_;
    std::vector<ScanItem> batch;
    std::size_t bytes = 0;
    const auto weigh = [&] {
        const ScanItem& item = batch.back();
        bytes += item.body.size() + 64;
        for (const auto& passage : item.listing.passages) bytes += passage.text.size();
    };
    while (batch.size() < max_batch_items && bytes < max_batch_bytes) {
        if (state.input) {
            if (!batch.empty() && !state.input->ready()) break;
            const std::size_t before = batch.size();
            bool more = false;
            try {
                more = state.input->next(batch);
            } catch (const std::system_error& failure) {  // the disk, in the middle of a file
                state.skip(failure.what());
            }
            if (batch.size() > before) weigh();
            if (more) continue;
            state.done_bytes += state.input->bytes_read();
            state.input.reset();
        } else if (!state.ready.empty()) {
            batch.push_back(std::move(state.ready.back()));
            state.ready.pop_back();
            weigh();
        } else if (!state.pending.empty()) {
            const fs::path path = std::move(state.pending.back());
            state.pending.pop_back();
            state.open(path);
        } else {
            break;
        }
    }
    if (batch.empty()) return std::nullopt;
    return batch;
}

double ScanInputs::done() const {
    if (state_->total_bytes == 0) return 0;
    const auto read = state_->done_bytes + (state_->input ? state_->input->bytes_read() : 0);
    return std::min(1.0, static_cast<double>(read) / static_cast<double>(state_->total_bytes));
}

std::size_t ScanInputs::opened() const { return state_->opened; }
std::size_t ScanInputs::failed() const { return state_->failed; }

}  // namespace tools
