// Walks every scientific name of the lists.

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "detector/fold.h"
#include "tests/detector/lists_fixture.h"

using detector::TermKind;

namespace {

std::string upper(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    return text;
}

bool shares_taxon(const detector::Term& a, const detector::Term& b) {
    for (detector::TaxonId x : a.taxa)
        for (detector::TaxonId y : b.taxa)
            if (x == y) return true;
    return false;
}

bool finds(detector::Scanner& scanner, detector::Listing& listing, const std::string& text,
           const detector::Term& term) {
    listing.passages[0].text = text;
    for (const detector::Match& match : scanner.scan(listing).matches)
        if (shares_taxon(lists::lexicon().term(match.term), term)) return true;
    return false;
}

}  // namespace

TEST_CASE("every accepted name and synonym is found in plain text, in capitals and in running text", "[walk]") {
    detector::Scanner scanner = lists::matcher().make_scanner();
    detector::Listing listing;
    listing.passages.push_back({detector::Field::title, "", ""});
    std::size_t walked = 0;
    std::string missed;
    for (const detector::Term& term : lists::lexicon().terms()) {
        if (term.kind != TermKind::accepted && term.kind != TermKind::synonym && term.kind != TermKind::genus) continue;
        ++walked;
        const std::string name(term.text);
        if (!finds(scanner, listing, name, term) || !finds(scanner, listing, "SALE: " + upper(name) + "!", term) ||
            !finds(scanner, listing, "two (" + name + "), adult", term))
            missed += name + "; ";
    }
    CHECK(walked > 57'000);
    CHECK(missed == "");
}

TEST_CASE("every name is found abbreviated where only one taxon can be meant", "[walk]") {
    // The oracle: initial and epithet -> taxa, over binomials as they stand in the lists.
    std::map<std::string, std::set<std::uint32_t>> taxa;
    const auto shortened = [](const detector::Term& term) {
        const std::string folded = detector::folded(term.text);
        const std::size_t space = folded.find(' ');
        return folded.substr(0, 1) + ". " + folded.substr(space + 1);
    };
    const auto plain = [](const detector::Term& term) {
        return (term.kind == TermKind::accepted || term.kind == TermKind::synonym) &&
               std::count(term.text.begin(), term.text.end(), ' ') == 1 &&
               term.text.find_first_of(".'") == std::string_view::npos;
    };
    for (const detector::Term& term : lists::lexicon().terms())
        if (plain(term))
            for (detector::TaxonId id : term.taxa) taxa[shortened(term)].insert(static_cast<std::uint32_t>(id));
    detector::Scanner scanner = lists::matcher().make_scanner();
    detector::Listing listing;
    listing.passages.push_back({detector::Field::title, "", ""});
    std::string missed;
    std::size_t walked = 0;
    for (const detector::Term& term : lists::lexicon().terms()) {
        if (!plain(term) || taxa[shortened(term)].size() != 1) continue;
        ++walked;
        if (!finds(scanner, listing, shortened(term), term)) missed += shortened(term) + "; ";
    }
    CHECK(walked > 30'000);
    CHECK(missed == "");
}

TEST_CASE("every common name, product and code word is found as it is listed", "[walk]") {
    detector::Scanner scanner = lists::matcher().make_scanner();
    detector::Listing listing;
    listing.passages.resize(2);
    listing.passages[0].field = detector::Field::title;
    std::size_t walked = 0, missed = 0;
    std::string examples;
    for (const detector::Term& term : lists::lexicon().terms()) {
        if (term.kind != TermKind::common && term.kind != TermKind::product && term.kind != TermKind::code) continue;
        if (term.taxa.empty()) continue;
        ++walked;
        // A code word that asks for others names nothing without one of them.
        const std::span<const std::string> needed = term.sense->needed_words;
        listing.passages[1].text = needed.empty() ? std::string() : needed.front();
        if (finds(scanner, listing, std::string(term.text), term)) continue;
        ++missed;
        if (examples.size() < 600) examples += std::string(term.text) + " (" + std::string(term.language) + "); ";
    }
    INFO(walked << " walked, missed: " << examples);
    CHECK(walked > 90'000);
    CHECK(missed == 0);
}
