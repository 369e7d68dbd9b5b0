#include "tests/detector/lists_fixture.h"

#include <filesystem>

namespace lists {

const detector::Lexicon& lexicon() {
    static const detector::Lexicon loaded = [] {
        const std::filesystem::path folders[] = {CITESWATCH_SOURCE_DIR "/species_lists"};
        return detector::load_lexicon(folders);
    }();
    return loaded;
}

const detector::Matcher& matcher() {
    static const detector::Matcher compiled(lexicon(), std::filesystem::temp_directory_path() / "citeswatch-tests");
    return compiled;
}

std::vector<detector::Match> matches(std::string_view text, std::string_view language) {
    static detector::Scanner scanner = matcher().make_scanner();
    detector::Listing listing;
    listing.language = language;
    listing.passages.push_back({detector::Field::title, "", std::string(text)});
    return scanner.scan(listing).matches;
}

bool names(std::string_view text, std::string_view taxon, std::string_view language) {
    for (const detector::Match& match : matches(text, language))
        for (detector::TaxonId id : lexicon().term(match.term).taxa)
            if (lexicon().taxon(id).name == taxon) return true;
    return false;
}

}  // namespace lists
