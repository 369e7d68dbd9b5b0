#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "tools/data_folders.h"
#include "tools/lists/lists_command.h"
#include "tools/lists/set_folder.h"

namespace tools::lists {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using Counts = std::map<std::string, std::size_t>;

Json counted(const Counts& counts) {
    Json out = Json::object();
    for (const auto& [what, count] : counts) out[what.empty() ? "(none)" : what] = count;
    return out;
}

// What a list does not know is as much its quality as what it does.
Json gaps(const ListSet& set) {
    std::unordered_set<std::string> named;
    for (const CommonName& row : set.common_names) named.insert(row.taxa.begin(), row.taxa.end());
    Counts nameless;
    std::size_t without_id = 0, without_class = 0;
    for (const Taxon& taxon : set.taxa) {
        if (taxon.derived) continue;
        if (!named.contains(taxon.name)) ++nameless["Appendix " + taxon.appendix];
        without_id += taxon.id.empty() || taxon.id[0] == 'x';
        without_class += taxon.kingdom == "Animalia" && taxon.klass.empty();
    }
    return {{"taxa_without_common_name", counted(nameless)},
            {"taxa_without_species_plus_id", without_id},
            {"animals_without_class", without_class}};
}

void print(const Json& value, int depth) {
    for (const auto& [key, each] : value.items()) {
        const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
        if (each.is_object()) {
            fmt::print("{}{}\n", indent, key);
            print(each, depth + 1);
        } else {
            fmt::print("{}{:<{}} {}\n", indent, key, 34 - depth * 2,
                       each.is_number_unsigned() ? grouped(each.get<std::uint64_t>()) : each.get<std::string>());
        }
    }
}

}  // namespace

int run(const StatsOptions& options, Console&) {
    std::vector<fs::path> folders{options.folder};
    if (options.folder.empty()) {
        folders = list_folders(options.extra_lists);
    }
    const ListSet set = read_set(folders);
    Counts appendices, ranks, kingdoms, languages, taxon_sources, regimes;
    std::size_t taxa = 0, groups = 0;
    for (const Taxon& taxon : set.taxa) {
        if (taxon.derived) {
            ++groups;
            continue;
        }
        ++taxa;
        ++appendices[taxon.appendix];
        ++ranks[taxon.rank];
        ++kingdoms[taxon.kingdom];
        ++taxon_sources[taxon.source];
    }
    for (const CommonName& row : set.common_names) {
        ++languages[row.language];
    }
    for (const RegimeListing& listing : set.listings) ++regimes[listing.regime + " " + listing.listing];
    Json sets = Json::object();
    for (const fs::path& folder : folders) {
        const Provenance from = read_provenance(folder);
        Json each = Json::object();
        if (!from.kind.empty()) {
            each = {{"kind", from.kind},
                    {"regimes", from.regimes},
                    {"date", from.date},
                    {"licence", from.licence},
                    {"imported", from.imported}};
            for (const auto& [file, digest] : from.files) each["file " + file] = digest;
        } else {
            each = {{"licence", "by row: see the column source"}};
        }
        sets[folder.string()] = std::move(each);
    }
    const Json out = {{"sets", sets},
                      {"taxa", taxa},
                      {"genera_and_higher_taxa", groups},
                      {"synonyms", set.synonyms.size()},
                      {"common_and_trade_names", set.common_names.size()},
                      {"by_appendix", counted(appendices)},
                      {"by_rank", counted(ranks)},
                      {"by_kingdom", counted(kingdoms)},
                      {"names_by_language", counted(languages)},
                      {"listings_by_regime", counted(regimes)},
                      {"taxa_by_source", counted(taxon_sources)},
                      {"gaps", gaps(set)}};
    if (options.json)
        fmt::print("{}\n", out.dump(2, ' ', false, Json::error_handler_t::replace));
    else
        print(out, 0);
    return 0;
}

}  // namespace tools::lists
