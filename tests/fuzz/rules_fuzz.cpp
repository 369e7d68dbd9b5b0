// Any bytes as a rule file: it loads, or is refused with a DataError; nothing else.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

#include "detector/error.h"
#include "detector/rules.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::filesystem::path file = std::filesystem::temp_directory_path() / "citeswatch_rules_fuzz.tsv";
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    try {
        detector::load_rules(std::vector<std::filesystem::path>{file});
    } catch (const detector::DataError&) {
    }
    return 0;
}
