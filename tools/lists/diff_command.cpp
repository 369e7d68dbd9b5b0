#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "tools/data_folders.h"
#include "tools/lists/lists_command.h"
#include "tools/lists/set_difference.h"
#include "tools/lists/set_folder.h"

namespace tools::lists {

namespace {

using Json = nlohmann::ordered_json;

std::string shown(const std::string& value) { return value.empty() ? "none" : value; }

void print_line(std::string_view change, const Taxon& taxon, const std::string& before, const std::string& after) {
    fmt::print("{}\t{}\t{}\t{}\t{}\n", change, taxon.name, taxon.id, before, after);
}

void print_json(std::string_view change, const Taxon& taxon, const std::string& before, const std::string& after) {
    const Json line = {
        {"change", change}, {"taxon", taxon.name}, {"taxon_id", taxon.id}, {"before", before}, {"after", after}};
    fmt::print("{}\n", line.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

int run(const DiffOptions& options, Console& console) {
    const std::filesystem::path shipped = data_folder() / "species_lists";
    const std::filesystem::path first[] = {options.after.empty() ? shipped : options.before};
    const std::filesystem::path second[] = {options.after.empty() ? options.before : options.after};
    const ListSet before = read_set(first), after = read_set(second);
    const SetDifference changes = difference(before, after);
    const auto print = options.json ? print_json : print_line;
    if (!options.json) fmt::print("change\ttaxon\ttaxon_id\tbefore\tafter\n");
    for (const Taxon* taxon : changes.added) print("new", *taxon, "", shown(taxon->appendix));
    for (const Taxon* taxon : changes.gone) print("gone", *taxon, shown(taxon->appendix), "");
    for (const auto& [old, now] : changes.moved) print("moved", *now, shown(old->appendix), shown(now->appendix));
    for (const auto& [old, now] : changes.renamed) print("renamed", *now, old->name, now->name);
    for (const auto& [old, now] : changes.annotated)
        print("annotation", *now, shown(old->annotation), shown(now->annotation));
    for (const Relisted& each : changes.relisted) {
        Taxon taxon;
        taxon.name = each.taxon;
        print(each.regime, taxon, shown(each.before), shown(each.after));
    }
    console.note(
        fmt::format("{} new, {} gone, {} moved, {} renamed, {} annotations changed; common names +{} -{}, "
                    "synonyms +{} -{}",
                    grouped(changes.added.size()), grouped(changes.gone.size()), grouped(changes.moved.size()),
                    grouped(changes.renamed.size()), grouped(changes.annotated.size()), grouped(changes.names_added),
                    grouped(changes.names_gone), grouped(changes.synonyms_added), grouped(changes.synonyms_gone)));
    return 0;
}

}  // namespace tools::lists
