// Casebooks that have lived, and filters of every kind: what is counted and selected from them by one way is held
// against what another finds.
#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "casebook/desk.h"
#include "casebook/reader.h"
#include "casebook/writer.h"
#include "tests/casebook/decisions.h"
#include "tests/casebook/samples.h"
#include "tests/casebook/temporary_folder.h"

namespace tests {

constexpr casebook::Milliseconds now = 1'772'600'000'000;  // 2026-03-04
constexpr casebook::Milliseconds day = 86'400'000;

template <typename T, std::size_t N>
const T& any_of(const T (&values)[N], std::mt19937& random) {
    return values[random() % N];
}

inline casebook::JudgedListing any_advert(int number, std::mt19937& random) {
    static const char* const titles[] = {"Carved ivory tusk", "Real ivory", "Old ivory and horn", "ivory, zwei Stück"};
    casebook::JudgedListing judged =
        samples::ivory("https://m.example/" + std::to_string(number), any_of(titles, random));
    judged.listing.source = "market" + std::to_string(random() % 3);
    judged.listing.seller = "seller" + std::to_string(random() % 9);
    static const char* const languages[] = {"en", "de", "sw", ""};
    judged.listing.language = any_of(languages, random);
    casebook::Judgement& judgement = judged.judgement;
    judgement.level = static_cast<detector::Level>(random() % 5);
    judgement.score = judgement.flagged() ? static_cast<int>(20 + random() % 12) : 0;
    static const char* const appendices[] = {"I", "II", "III"};
    judgement.appendix = judgement.flagged() ? any_of(appendices, random) : "";
    if (random() % 3 == 0) {
        judgement.taxa[0].scientific_name = "Elephas maximus";
        judgement.taxa[0].taxon_id = "4520";
    }
    static const char* const annexes[] = {"A", "B"};
    if (random() % 2) judgement.taxa[0].regimes.push_back({"EU", any_of(annexes, random), ""});
    if (random() % 9 == 0) judgement.taxa[0].regimes.push_back({"watch", "glass eels", ""});
    if (random() % 5 == 0) judgement.taxa.clear();
    if (random() % 7 == 0)
        judgement.taxa.push_back(judgement.taxa.empty() ? casebook::JudgedTaxon{"9", "Rarus"} : judgement.taxa[0]);
    if (number % 3 == 0) judgement.reasons.push_back({"papers", number % 2 ? -6 : 2, "papers are spoken of", {0}});
    if (number % 4 == 0)
        judgement.matches.push_back({0, detector::Field::title, 0, 3, "old", "tusk", "product", "de", "exact"});
    return judged;
}

inline casebook::Filter any_filter(std::mt19937& random) {
    casebook::Filter filter;
    const auto sometimes = [&random] { return random() % 4 == 0; };
    if (sometimes()) filter.least_level = static_cast<detector::Level>(random() % 5);
    if (sometimes()) filter.appendices = {"I"};
    if (sometimes()) filter.appendices = {"II", "III"};
    if (sometimes()) filter.sources = {"market" + std::to_string(random() % 4)};
    if (sometimes()) filter.sources = {"market0", "market2"};
    if (sometimes()) filter.language = random() % 2 ? "sw" : "en";
    if (sometimes()) filter.status = random() % 2 ? "new" : "dismissed";
    if (sometimes()) filter.since = "2026-03-06";
    if (sometimes()) filter.until = "2026-03-09";
    if (sometimes()) filter.seller = "seller" + std::to_string(random() % 10);
    static const char* const taxa[] = {"Elephas", "loxodonta africana", "4520", "Proboscidea", "Animalia", "Rarus",
                                       "Lox"};
    if (sometimes()) filter.taxon = any_of(taxa, random);
    static const char* const regimes[] = {"EU", "eu b", "watch", "nobody"};
    if (sometimes() && sometimes()) filter.regimes = {any_of(regimes, random)};
    static const char* const texts[] = {"ivory", "real iv", "STÜCK", "nothing of the kind", "Re", "ck", "k"};
    if (sometimes()) filter.text = any_of(texts, random);
    if (sometimes() && sometimes()) filter.assignee = random() % 2 ? "-" : "ben";
    static const char* const rules[] = {"papers", "product-implies-taxon", "nobody's"};
    if (sometimes() && sometimes()) filter.rule = any_of(rules, random);
    static const char* const words[] = {"ivory", "tusk", "nothing"};
    if (sometimes() && sometimes()) {
        filter.word = any_of(words, random);
        if (random() % 4) filter.word_kind = "product";
        if (random() % 2) filter.word_language = "en";
        filter.word_alone = random() % 2;
    }
    return filter;
}

// A casebook that sees changes of every kind, round by round.
struct Lived {
    explicit Lived(unsigned seed, int rounds = 8)
        : random(seed), writer(folder / "case"), run(writer.begin_run("scan", "citeswatch", now)) {
        while (lived < rounds) live();
    }
    void live() {
        const casebook::Milliseconds today = now + lived++ * day;
        std::vector<casebook::JudgedListing> batch;
        for (int i = 0; i < 60; ++i) batch.push_back(any_advert(static_cast<int>(random() % 200), random));
        writer.record(run, batch, today);
        casebook::Reader reader(folder / "case");
        casebook::Desk desk(folder / "case");
        std::vector<casebook::Writer::Reassessment> again;
        reader.each({}, [&](const casebook::StoredListing& stored) {
            static const char* const words[] = {"confirmed", "dismissed", "unsure"};
            if (random() % 5 == 0)
                samples::decide(folder / "case", {static_cast<std::int64_t>(stored.id)},
                                {"ana", any_of(words, random), "", ""}, today);
            if (random() % 20 == 0) desk.note(stored.id, "ana", "seen", today);
            if (random() % 12 == 0) desk.assign({{stored.id}}, std::nullopt, random() % 3 ? "ben" : "", "ana", today);
            if (random() % 9 == 0) again.push_back({stored.version, any_advert(0, random).judgement});
            return true;
        });
        writer.reassess(run, again, today);
    }

    std::mt19937 random;
    TemporaryFolder folder;
    casebook::Writer writer;
    casebook::RunId run;
    int lived = 0;
};

inline std::vector<std::pair<std::string, std::int64_t>> pairs(const std::vector<casebook::Count>& counts) {
    std::vector<std::pair<std::string, std::int64_t>> all;
    for (const casebook::Count& one : counts) all.emplace_back(one.name, one.count);
    std::sort(all.begin(), all.end());
    return all;
}

}  // namespace tests
