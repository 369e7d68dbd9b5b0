// A slow oracle: every term of spaced Latin, Greek or Cyrillic script, searched for with std::string::find.

#include <catch2/catch.hpp>
#include <random>

#include "detector/fold.h"
#include "detector/words.h"
#include "tests/detector/lists_fixture.h"

namespace {

struct Needle {
    std::string text;
    detector::TermId term;
};

bool spaced_script(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = detector::next_code_point(text, at);
        if (c != ' ' && detector::word_class(c) != detector::WordClass::letter) return false;
    }
    return !text.empty();
}

}  // namespace

TEST_CASE("what plain search finds, the matcher finds or hides under a longer find", "[matcher][oracle]") {
    const detector::Lexicon& lexicon = lists::lexicon();
    std::vector<Needle> needles;
    std::mt19937 random(3);
    for (std::uint32_t i = 0; i < lexicon.terms().size(); ++i) {
        const detector::Term& term = lexicon.terms()[i];
        if (term.kind == detector::TermKind::emoji || random() % 6) continue;
        const std::string text = detector::folded(term.text);
        if (text.size() >= 2 && text.size() <= 60 && spaced_script(text))
            needles.push_back({text, static_cast<detector::TermId>(i)});
    }
    REQUIRE(needles.size() > 10'000);
    detector::Scanner scanner = lists::matcher().make_scanner();
    const std::string between[] = {" ", ", ", " / ", "x", " and ", ". ", " (", "-", " 2x ", "s "};
    for (int round = 0; round < 40; ++round) {
        std::string text;
        for (int i = 0; i < 25; ++i)
            text += needles[random() % needles.size()].text + between[random() % std::size(between)];
        detector::Listing listing;
        listing.passages.push_back({detector::Field::title, "", text});
        const detector::ScanResult& result = scanner.scan(listing);
        const std::string& folded = result.passages[0].text;
        for (const Needle& needle : needles)
            for (std::size_t at = folded.find(needle.text); at != std::string::npos;
                 at = folded.find(needle.text, at + 1)) {
                const auto begin = static_cast<std::uint32_t>(at),
                           end = static_cast<std::uint32_t>(at + needle.text.size());
                if (!detector::begins_word(folded, begin) || !detector::ends_word(folded, end)) continue;
                if (std::none_of(needle.text.begin(), needle.text.end(), [](char c) { return c != ' '; })) continue;
                bool covered = false;
                for (const detector::Match& match : result.matches)
                    covered |= match.folded.begin <= begin && end <= match.folded.end;
                INFO("'" << needle.text << "' in: " << folded);
                REQUIRE(covered);
            }
    }
}

TEST_CASE("what the matcher calls exact stands there letter for letter", "[matcher][oracle]") {
    const detector::Lexicon& lexicon = lists::lexicon();
    std::mt19937 random(5);
    detector::Scanner scanner = lists::matcher().make_scanner();
    for (int round = 0; round < 300; ++round) {
        std::string text;
        for (int i = 0; i < 20; ++i) {
            const detector::Term& term = lexicon.terms()[random() % lexicon.terms().size()];
            text += std::string(term.text) + (random() % 3 ? " " : ", ");
        }
        detector::Listing listing;
        listing.passages.push_back({detector::Field::title, "", text});
        for (const detector::Match& match : scanner.scan(listing).matches)
            if (match.how == detector::MatchHow::exact)
                REQUIRE(detector::case_folded(text.substr(match.span.begin, match.span.size())) ==
                        detector::case_folded(lexicon.term(match.term).text));
    }
}
