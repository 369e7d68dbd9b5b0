// Any bytes are matched against the shipped lists without a crash; spans stay inside the text.
#include <cstdint>
#include <cstdlib>
#include <filesystem>

#include "detector/matcher.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const detector::Lexicon lexicon = [] {
        const std::filesystem::path folders[] = {CITESWATCH_SOURCE_DIR "/species_lists"};
        return detector::load_lexicon(folders);
    }();
    static const detector::Matcher matcher(lexicon, std::filesystem::temp_directory_path() / "citeswatch-fuzz");
    static detector::Scanner scanner = matcher.make_scanner();
    detector::Listing listing;
    listing.passages.push_back({detector::Field::title, "", std::string(reinterpret_cast<const char*>(data), size)});
    for (const detector::Match& match : scanner.scan(listing).matches)
        if (match.span.begin > match.span.end || match.span.end > size) std::abort();
    return 0;
}
