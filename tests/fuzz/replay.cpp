// Runs a fuzz harness over every file of the folders named, and over each cut in half and turned about: the corpus as a
// test, without a fuzzer. The first folder is the project's own and must hold something; the others may be absent.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int count, char** arguments) {
    std::size_t inputs = 0;
    for (int i = 1; i < count; ++i) {
        std::error_code absent;
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::directory_iterator(arguments[i], absent))
            if (entry.is_regular_file()) files.push_back(entry.path());
        std::sort(files.begin(), files.end());
        if (i == 1 && files.empty()) return std::fprintf(stderr, "%s: no corpus\n", arguments[i]), 1;
        for (const auto& path : files) {
            std::ifstream file(path, std::ios::binary);
            const std::vector<char> bytes(std::istreambuf_iterator<char>(file), {});
            const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
            LLVMFuzzerTestOneInput(data, bytes.size());
            LLVMFuzzerTestOneInput(data, bytes.size() / 2);
            LLVMFuzzerTestOneInput(data + bytes.size() / 2, bytes.size() - bytes.size() / 2);
            ++inputs;
        }
    }
    std::printf("%zu inputs\n", inputs);
}
