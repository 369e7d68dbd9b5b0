// What there is to judge, read one batch at a time: the rows of tables, saved pages, the pages of archives, folders of
// any of these. What cannot be read is reported on the console and passed over.
//
// One thread at a time calls next(). Memory holds one batch (at most max_batch_bytes and one item beyond it).
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tools/console.h"
#include "tools/scan_item.h"
#include "tools/url_list_input.h"

namespace tools {

enum class InputType : std::uint8_t { jsonl, csv, tsv, html, warc, urls };

std::optional<InputType> input_type_named(const std::string& name);  // the values of --input-type

class ScanInputs {
  public:
    static constexpr std::size_t max_batch_items = 256;
    static constexpr std::size_t max_batch_bytes = std::size_t{1} << 20;
    static constexpr std::size_t max_page_bytes = std::size_t{32} << 20;

    ScanInputs(std::vector<std::filesystem::path> inputs, std::optional<InputType> type, UrlListOptions fetch,
               Console& console);
    ~ScanInputs();

    std::optional<std::vector<ScanItem>> next();

    // Of all inputs, 0..1 by bytes; what standard input holds is not known.
    double done() const;
    std::size_t opened() const;  // inputs that could be read
    std::size_t failed() const;  // rows, pages and files passed over

    struct State;

  private:
    std::unique_ptr<State> state_;
};

}  // namespace tools
