// The two JSON downloads: the Checklist's index, and pages of the Species+ API v1.
#include <nlohmann/json.hpp>

#include "tools/lists/importers.h"
#include "tools/lists/json_elements.h"
#include "tools/lists/language_tag.h"
#include "tools/lists/plain_text.h"
#include "tools/lists/scientific_name.h"

namespace tools::lists {

namespace {

using nlohmann::json;

constexpr std::size_t longest_note = 500;

// A string or number under `key` as plain text; empty for anything else.
std::string text(const json& object, const char* key) {
    if (!object.is_object()) return {};
    const auto found = object.find(key);
    if (found == object.end()) return {};
    if (found->is_string()) return plain_text(found->get_ref<const std::string&>());
    if (found->is_number_integer()) return std::to_string(found->get<std::int64_t>());
    return {};
}

const json& member(const json& object, const char* key) {
    static const json nothing;
    if (!object.is_object()) return nothing;
    const auto found = object.find(key);
    return found == object.end() ? nothing : *found;
}

// Strings of an array, or of a text joined by commas: exports of different years differ.
std::vector<std::string> strings(const json& value) {
    std::vector<std::string> out;
    if (value.is_array())
        for (const json& each : value)
            if (each.is_string()) out.push_back(plain_text(each.get_ref<const std::string&>()));
    if (value.is_string()) out = split_common_names(plain_text(value.get_ref<const std::string&>()));
    return out;
}

// Calls `take` with each object of the array, broken ones reported.
void each_object(const std::filesystem::path& path, const std::string& array, SetBuilder& builder, const auto& take) {
    JsonElements elements(path, array);
    const std::string file = path.filename().string();
    std::string bytes;
    for (;;) {
        const auto result = elements.next(bytes);
        if (result == JsonElements::Result::end) return;
        const Place place{file, elements.line()};
        if (result == JsonElements::Result::bad) {
            builder.add_problem(place, elements.error());
            continue;
        }
        const json object = json::parse(bytes, nullptr, false);
        if (!object.is_object()) {
            builder.add_problem(place, object.is_discarded() ? "not valid JSON" : "an object was expected");
            continue;
        }
        take(object, place);
    }
}

// Name and rank, checked; false (and reported) when the object is no taxon.
bool read_taxon(const json& object, const Place& place, const std::string& rank, Taxon& taxon, SetBuilder& builder) {
    taxon.place = place;
    taxon.id = text(object, "id");
    const std::string name = text(object, "full_name");
    taxon.name = without_author(name);
    taxon.author = text(object, "author_year");
    taxon.rank = rank_name(rank);
    if (taxon.name.empty())
        builder.add_problem(place, name.empty() ? "no full_name" : "'" + name + "' is no scientific name");
    else if (taxon.rank.empty())
        builder.add_problem(place, "rank '" + rank + "' is not one that is listed");
    else
        return true;
    return false;
}

void read_checklist_object(const json& object, const Place& place, SetBuilder& builder) {
    const std::string listing = text(object, "current_listing");
    const Appendices appendices = parse_appendices(listing);
    if (!appendices.known)
        return builder.add_problem(place, "'" + listing + "' is no listing (I, II, III and NC joined by '/')");
    if (!appendices.listed()) return builder.note("rows of taxa not listed now (blank or NC)");
    Taxon taxon;
    if (!read_taxon(object, place, text(object, "rank_name"), taxon, builder)) return;
    taxon.kingdom = text(object, "kingdom_name");
    taxon.klass = text(object, "class_name");
    taxon.order = text(object, "order_name");
    taxon.family = text(object, "family_name");
    taxon.whole = !appendices.none;
    for (const json& change : member(object, "current_listing_changes")) {
        const json& current = member(change, "is_current");
        const std::string type = text(change, "change_type_name");
        if ((current.is_boolean() && !current.get<bool>()) || (!type.empty() && type != "ADDITION")) continue;
        const std::string symbol = text(change, "hash_ann_symbol");
        const std::string party = text(change, "party_iso_code");
        std::string note = text(change, "short_note");
        if (note.empty()) note = text(change, "full_note");
        if (!party.empty()) note = party + (note.empty() ? "" : ": " + note);
        if (taxon.annotation.empty()) taxon.annotation = symbol;
        const std::string since = iso_date(text(change, "effective_at_formatted"));
        builder.took_effect(since);
        builder.add_listing({taxon.name, "CITES", text(change, "species_listing_name"), symbol, since,
                             shortened(std::move(note), longest_note), place});
    }
    for (const char* key : {"synonyms_with_authors", "synonyms"}) {
        const json& synonyms = member(object, key);
        for (const json& each : synonyms)
            if (each.is_string())
                builder.add_synonym(without_author(plain_text(each.get_ref<const std::string&>())), taxon.name, place);
    }
    for (const auto& [key, value] : object.items()) {
        if (!std::string_view(key).ends_with("_names") || key.size() > 40) continue;
        const std::string language = language_tag(std::string_view(key).substr(0, key.size() - 6));
        if (language.empty()) continue;
        for (const std::string& name : strings(value)) builder.add_common_name(name, language, taxon.name, place);
    }
    builder.add_taxon(std::move(taxon), appendices);
}

void read_api_object(const json& object, const Place& place, SetBuilder& builder) {
    if (text(object, "name_status") == "S")
        return builder.note("synonym records of the API (their taxon carries them)");
    if (const json& active = member(object, "active"); active.is_boolean() && !active.get<bool>())
        return builder.note("taxa withdrawn in Species+");
    Taxon taxon;
    if (!read_taxon(object, place, text(object, "rank"), taxon, builder)) return;
    const json& above = member(object, "higher_taxa");
    taxon.kingdom = text(above, "kingdom");
    taxon.klass = text(above, "class");
    taxon.order = text(above, "order");
    taxon.family = text(above, "family");

    Appendices appendices = parse_appendices(text(object, "cites_listing"));
    for (const json& listing : member(object, "cites_listings")) {
        const std::string appendix = text(listing, "appendix");
        appendices.join(parse_appendices(appendix));
        const std::string symbol = text(listing, "hash_annotation");
        if (taxon.annotation.empty()) taxon.annotation = symbol;
        std::string note = text(listing, "annotation");
        if (const std::string party = text(listing, "party"); !party.empty())
            note = party + (note.empty() ? "" : ": " + note);
        const std::string since = iso_date(text(listing, "effective_at"));
        builder.took_effect(since);
        if (parse_appendices(appendix).listed())
            builder.add_listing(
                {taxon.name, "CITES", appendix, symbol, since, shortened(std::move(note), longest_note), place});
    }
    bool in_eu = false;
    for (const json& listing : member(object, "eu_listings")) {
        const std::string annex = text(listing, "annex");
        if (!is_eu_annex(annex)) continue;
        in_eu = true;
        for (const std::string& each : split_list(annex, '/'))
            builder.add_listing({taxon.name, "EU", each, text(listing, "hash_annotation"),
                                 iso_date(text(listing, "effective_at")),
                                 shortened(text(listing, "annotation"), longest_note), place});
    }
    if (!appendices.known) return builder.add_problem(place, "holds a listing that is no Appendix");
    if (!appendices.listed() && !in_eu) return builder.note("rows of taxa not listed now (blank or NC)");
    taxon.whole = !appendices.none;
    for (const json& synonym : member(object, "synonyms"))
        builder.add_synonym(without_author(text(synonym, "full_name")), taxon.name, place);
    for (const json& name : member(object, "common_names")) {
        const std::string language = language_tag(text(name, "language"));
        if (language.empty())
            builder.add_problem(place, "a common name in the unknown language '" + text(name, "language") + "'");
        else
            builder.add_common_name(text(name, "name"), language, taxon.name, place);
    }
    builder.add_taxon(std::move(taxon), appendices);
}

}  // namespace

void read_checklist_json(const std::filesystem::path& path, SetBuilder& builder) {
    each_object(path, "", builder,
                [&](const json& object, const Place& place) { read_checklist_object(object, place, builder); });
}

void read_api_page(const std::filesystem::path& path, SetBuilder& builder) {
    each_object(path, "taxon_concepts", builder,
                [&](const json& object, const Place& place) { read_api_object(object, place, builder); });
}

}  // namespace tools::lists
