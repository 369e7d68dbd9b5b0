// Does a profile read its own sample pages as it says? `citeswatch inspect page --profile P` without a page.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace tools {

struct SampleCheck {
    std::size_t samples = 0;
    std::vector<std::string> differences;  // "samples/a.html: price.amount is "1200", expected "1100"", one a field
};

// Reads every sample page with the profile and compares what its `expected` file names. Throws detector::DataError
// where profile, page or expected reading cannot be read.
SampleCheck check_samples(const std::filesystem::path& profile);

}  // namespace tools
