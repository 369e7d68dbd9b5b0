// Any bytes as CSV, TSV and JSONL of adverts: every row is a listing of well-formed text or a fault with its line,
// lines never go backwards, and the reading ends.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <system_error>
#include <variant>

#include "detector/error.h"
#include "tests/fuzz/input_file.h"
#include "tools/listing_table.h"

namespace {

void read_as(const std::filesystem::path& path, tools::TableFormat format) {
    try {
        tools::ListingTable table(path, format);
        std::uint64_t line = 0;
        while (const auto row = table.next()) {
            const auto* bad = std::get_if<tools::RowError>(&*row);
            const auto* good = std::get_if<tools::TableRow>(&*row);
            const std::uint64_t here = bad ? bad->line : good->line;
            if (here < line || (bad && bad->problem.empty())) std::abort();
            line = here;
            if (!good) continue;
            for (const auto& passage : good->listing.passages)
                if (tools::valid_utf8(passage.text) != passage.text) std::abort();
        }
    } catch (const detector::DataError&) {
    } catch (const std::system_error&) {
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const fuzz::InputFile file(data, size);
    for (const auto format : {tools::TableFormat::csv, tools::TableFormat::tsv, tools::TableFormat::jsonl})
        read_as(file.path(), format);
    return 0;
}
