// `lists search NAME`: the taxon card. Looks among every term the detector knows, folded as it folds, then by edit
// distance; then asks the matcher itself what it finds in that name, so that "would it be found" is no guess.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>

#include "detector/error.h"
#include "detector/fold.h"
#include "detector/regimes.h"
#include "tools/annotation_words.h"
#include "tools/data_folders.h"
#include "tools/judge.h"
#include "tools/judgement_json.h"
#include "tools/lists/lists_command.h"
#include "tools/lists/name_distance.h"
#include "tools/lists/plain_text.h"

namespace tools::lists {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using detector::TaxonId;

struct Found {
    TaxonId taxon{};
    const detector::Term* by = nullptr;
    std::size_t edits = 0;
};

bool is_scientific(const detector::Term& term) { return term.language == "la"; }

// Taxa that a term near `name` names, nearest first.
std::vector<Found> find(const detector::Lexicon& lexicon, const std::string& name) {
    const std::string wanted = detector::folded(name);
    const std::size_t most = allowed_edits(wanted);
    std::unordered_map<std::uint32_t, Found> best;
    for (const detector::Term& term : lexicon.terms()) {
        if (term.taxa.empty()) continue;
        const std::string text = detector::folded(term.text);
        const std::size_t edits = name_distance(wanted, text, most);
        if (edits > most) continue;
        for (const TaxonId taxon : term.taxa) {
            const auto [known, fresh] = best.try_emplace(static_cast<std::uint32_t>(taxon), Found{taxon, &term, edits});
            const bool closer = edits < known->second.edits || (edits == known->second.edits && is_scientific(term) &&
                                                                !is_scientific(*known->second.by));
            if (!fresh && closer) known->second = {taxon, &term, edits};
        }
    }
    std::vector<Found> out;
    for (const auto& [id, found] : best) out.push_back(found);
    std::sort(out.begin(), out.end(), [&](const Found& a, const Found& b) {
        const auto key = [&](const Found& each) {
            return std::tuple(each.edits, !is_scientific(*each.by), each.by->kind,
                              -static_cast<int>(lexicon.taxon(each.taxon).appendix), each.taxon);
        };
        return key(a) < key(b);
    });
    return out;
}

std::string place_of(const detector::Term& term) {
    return fmt::format("{}:{}", fs::path(*term.file).filename().string(), term.line);
}

Json card(const Judge& judge, const Found& found, const AnnotationWords& annotations) {
    const detector::Lexicon& lexicon = judge.lexicon();
    const detector::Taxon& taxon = lexicon.taxon(found.taxon);
    Json out = {{"scientific_name", taxon.name},
                {"taxon_id", taxon.id},
                {"rank", to_string(taxon.rank)},
                {"classification", joined({std::string(taxon.kingdom), std::string(taxon.klass),
                                           std::string(taxon.order), std::string(taxon.family)},
                                          " > ")},
                {"appendix", to_string(taxon.appendix)}};
    if (!taxon.whole) out["coverage"] = "some of the species below it are listed, not all";
    if (!taxon.annotation.empty()) {
        out["annotation"] = taxon.annotation;
    }
    if (const auto means = annotations.of(taxon.name, to_string(taxon.appendix), taxon.annotation); !means.empty())
        out["means"] = means;
    std::vector<detector::RegimeListing> listings = other_listings(lexicon, found.taxon);
    for (const detector::RegimeListing& listing : listings_of(lexicon, found.taxon))
        if (listing.regime == "CITES") listings.push_back(listing);
    for (const detector::RegimeListing& listing : listings)
        out["listings"].push_back(fmt::format("{} {}{}{}", listing.regime, listing.listing,
                                              listing.annotation.empty() ? "" : " " + std::string(listing.annotation),
                                              listing.since.empty() ? "" : " since " + std::string(listing.since)));
    out["found_by"] = {{"name", found.by->text},
                       {"kind", to_string(found.by->kind)},
                       {"language", found.by->language},
                       {"edits", found.edits},
                       {"row", place_of(*found.by)}};
    // What else must stand in the advert before the word says anything.
    if (const std::string_view needs = found.by->sense->needs; !needs.empty() && needs != "none")
        out["found_by"]["needs"] = needs;
    std::map<std::string, std::set<std::string>> names;
    std::set<std::string> synonyms, words;
    for (const detector::Term& term : lexicon.terms()) {
        if (std::find(term.taxa.begin(), term.taxa.end(), found.taxon) == term.taxa.end()) continue;
        const std::string text(term.text);
        if (term.kind == detector::TermKind::synonym)
            synonyms.insert(text);
        else if (term.kind == detector::TermKind::common)
            names[std::string(term.language)].insert(text);
        else if (term.kind == detector::TermKind::product || term.kind == detector::TermKind::code ||
                 term.kind == detector::TermKind::watch)
            words.insert(fmt::format("{} ({}, {})", text, to_string(term.kind), term.language));
    }
    out["synonyms"] = synonyms;
    out["names"] = names;
    out["trade_words"] = words;
    return out;
}

// Does the matcher find `name` in an advert's title, and is it enough?
Json matcher_view(const Judge& judge, const std::string& name) {
    detector::Listing listing;
    listing.passages.push_back({detector::Field::title, "", name});
    Judge::Bench bench(judge);
    const auto verdict = bench.judge(listing);
    Json matches = Json::array();
    for (const detector::Match& match : verdict.scan.matches) {
        const detector::Term& term = judge.lexicon().term(match.term);
        if (term.taxa.empty()) continue;
        matches.push_back({{"text", name.substr(match.span.begin, match.span.end - match.span.begin)},
                           {"entry", term.text},
                           {"kind", to_string(term.kind)},
                           {"language", term.language},
                           {"how", to_string(match.how)},
                           {"needs_support", term.ambiguity != detector::Ambiguity::none},
                           {"row", place_of(term)}});
    }
    return {{"found", !matches.empty()},
            {"enough_alone", verdict.assessment.flagged()},
            {"level_alone", to_string(verdict.assessment.level)},
            {"matches", std::move(matches)}};
}

void print(const Json& value, int depth) {
    const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
    for (const auto& [key, each] : value.items()) {
        if (each.empty() && !each.is_primitive()) continue;
        if (each.is_object()) {
            fmt::print("{}{}:\n", indent, key);
            print(each, depth + 1);
        } else if (each.is_array() && each.front().is_object()) {
            for (const Json& one : each) {
                std::vector<std::string> parts;
                for (const auto& [name, part] : one.items())
                    parts.push_back(name + " " + (part.is_string() ? part.get<std::string>() : part.dump()));
                fmt::print("{}{}: {}\n", indent, key, joined(parts, ", "));
            }
        } else if (each.is_array()) {
            fmt::print("{}{}: {}\n", indent, key, joined(each.get<std::vector<std::string>>(), ", "));
        } else {
            fmt::print("{}{}: {}\n", indent, key, each.is_string() ? each.get<std::string>() : each.dump());
        }
    }
}

}  // namespace

int run(const SearchOptions& options, Console& console) {
    if (trimmed(options.name).empty())
        throw detector::DataError("lists search", 0, "no name is given", "any name of a taxon, in any language");
    const Judge judge(options.extra_lists, console);
    const std::vector<Found> found = find(judge.lexicon(), options.name);
    const AnnotationWords annotations(data_folder() / "species_lists", "en");
    Json cards = Json::array();
    for (const Found& each : found)
        if (cards.size() < options.most) cards.push_back(card(judge, each, annotations));
    const Json matcher = matcher_view(judge, options.name);
    if (options.json) {
        const Json out = {{"name", options.name},
                          {"lists", std::string(judge.lexicon().version())},
                          {"taxa_found", found.size()},
                          {"taxa", cards},
                          {"matcher", matcher}};
        fmt::print("{}\n", out.dump(2, ' ', false, Json::error_handler_t::replace));
        return found.empty() ? 1 : 0;
    }
    for (const Json& each : cards) {
        print(each, 0);
        fmt::print("\n");
    }
    fmt::print("the matcher, given '{}' as a title:\n", shortened(plain_text(options.name), 200));
    print(matcher, 1);
    if (found.size() > cards.size())
        console.note(fmt::format("{} more taxa bear that name or one close to it", found.size() - cards.size()));
    if (found.empty()) console.note("no list in use holds that name or one close to it");
    return found.empty() ? 1 : 0;
}

}  // namespace tools::lists
