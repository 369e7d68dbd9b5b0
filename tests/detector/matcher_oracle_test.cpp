// A slow oracle: every term, searched for with std::string::find.

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <map>
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

// What scripts without spaces, and Hangul, write; empty where other characters stand in `text`.
std::string_view unspaced_script(std::string_view text) {
    using detector::WordClass;
    static const std::map<WordClass, std::string_view> names{
        {WordClass::hangul, "hangul"},     {WordClass::han, "han"}, {WordClass::hiragana, "hiragana"},
        {WordClass::katakana, "katakana"}, {WordClass::sea, "sea"}, {WordClass::sea_sign, "sea"}};
    std::string_view script;
    for (std::size_t at = 0; at < text.size();) {
        const auto found = names.find(detector::word_class(detector::next_code_point(text, at)));
        if (found == names.end()) return {};
        if (script.empty()) script = found->second;
        if (script != found->second) return {};
    }
    return script;
}

bool covers(detector::Span outer, std::size_t begin, std::size_t end) {
    return outer.begin <= begin && end <= outer.end;
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

TEST_CASE("in scripts without spaces too, whatever stands by itself is found", "[matcher][oracle]") {
    const detector::Lexicon& lexicon = lists::lexicon();
    std::map<std::string_view, std::vector<std::string>> needles;  // by script
    for (const detector::Term& term : lexicon.terms()) {
        if (term.kind == detector::TermKind::emoji) continue;
        std::string text = detector::folded(term.text);
        const std::string_view script = unspaced_script(text);
        if (!script.empty()) needles[script].push_back(std::move(text));
    }
    REQUIRE(needles.size() == 5);
    std::vector<std::string> stops;  // hide what they hold
    std::ifstream file(CITESWATCH_SOURCE_DIR "/species_lists/stop_words.tsv");
    for (std::string line; std::getline(file, line);)
        stops.push_back(detector::folded(line.substr(0, line.find('\t'))));
    REQUIRE(stops.size() > 20);
    const auto stopped = [&](const std::string& text) {
        return std::any_of(stops.begin(), stops.end(),
                           [&](const std::string& stop) { return text.find(stop) != std::string::npos; });
    };

    std::mt19937 random(11);
    detector::Scanner scanner = lists::matcher().make_scanner();
    const std::string between[] = {" ", "，", " 2x ", "!", " (", ") ", "/", " - ", "1", "。", " abc "};
    std::map<std::string_view, int> found;
    for (const auto& [script, words] : needles)
        for (int round = 0; round < 150; ++round) {
            // A name beside names, so that the parts and context words among them are looked for.
            std::string text = "象牙 Panthera tigris ";
            std::vector<std::string> put;
            for (int i = 0; i < 12; ++i) {
                const std::string& word = words[random() % words.size()];
                if (stopped(word)) continue;
                put.push_back(word);
                text += between[random() % std::size(between)] + word;
            }
            text += ".";
            detector::Listing listing;
            listing.passages.push_back({detector::Field::title, "", text});
            const detector::ScanResult& result = scanner.scan(listing);
            const std::string& folded = result.passages[0].text;
            std::size_t at = 0;
            for (const std::string& word : put) {
                at = folded.find(word, at);
                REQUIRE(at != std::string::npos);
                INFO(script << ": '" << word << "' in: " << folded);
                REQUIRE(std::any_of(result.matches.begin(), result.matches.end(), [&](const detector::Match& match) {
                    return covers(match.folded, at, at + word.size());
                }));
                at += word.size();
                ++found[script];
            }
        }
    for (const auto& [script, count] : found) {
        INFO(script);
        CHECK(count > 1'000);
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
