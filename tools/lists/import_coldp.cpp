// ColDP, the Catalogue of Life's data package: TSV without quoting. Usages first, for the other tables point at them.
#include <unordered_map>

#include "detector/error.h"
#include "tools/lists/importers.h"
#include "tools/lists/language_tag.h"
#include "tools/lists/plain_text.h"
#include "tools/lists/scientific_name.h"
#include "tools/lists/table.h"

namespace tools::lists {

namespace {

namespace fs = std::filesystem;

// Packages spell the names of their tables in several ways: NameUsage.tsv, name-usage.tsv, vernacular_name.tsv.
fs::path table_in(const fs::path& folder, std::string_view wanted) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path());
    for (const fs::path& file : files) {
        std::string name = lower_ascii(file.stem().string());
        std::erase_if(name, [](char c) { return c == '-' || c == '_'; });
        const std::string extension = lower_ascii(file.extension().string());
        if (name == wanted && (extension == ".tsv" || extension == ".txt")) return file;
    }
    return {};
}

// ColDP columns may carry a prefix: "col:ID".
std::string cell(const Table& table, std::string_view column) {
    const std::string prefixed = "col:" + std::string(column);
    return table.text({column, prefixed});
}

struct Usage {
    Taxon taxon;
    std::string parent;
    Appendices appendices;
    bool synonym = false;
};

}  // namespace

void read_coldp(const fs::path& folder, SetBuilder& builder) {
    const fs::path usages_path = table_in(folder, "nameusage");
    if (usages_path.empty())
        throw detector::DataError(folder.string(), 0, "no NameUsage.tsv in it",
                                  "expected a ColDP folder: NameUsage.tsv, taxon-property.tsv, vernacular-name.tsv");
    std::unordered_map<std::string, std::size_t> by_id;
    std::vector<Usage> usages;
    Table table(usages_path, false);
    while (table.next(builder)) {
        Usage usage;
        usage.taxon.place = table.place();
        usage.taxon.id = cell(table, "ID");
        usage.parent = cell(table, "parentID");
        usage.taxon.name = without_author(cell(table, "scientificName"));
        usage.taxon.author = cell(table, "authorship");
        usage.taxon.rank = lower_ascii(cell(table, "rank"));
        const std::string status = lower_ascii(cell(table, "status"));
        usage.synonym = status.find("synonym") != std::string::npos || status == "misapplied";
        if (usage.taxon.id.empty() || usage.taxon.name.empty()) {
            builder.add_problem(usage.taxon.place, usage.taxon.id.empty() ? "no ID" : "no scientific name");
            continue;
        }
        if (!by_id.try_emplace(usage.taxon.id, usages.size()).second) {
            builder.add_problem(usage.taxon.place, "ID '" + usage.taxon.id + "' stands twice");
            continue;
        }
        usages.push_back(std::move(usage));
    }
    const auto find = [&](const std::string& id) -> Usage* {
        const auto found = by_id.find(id);
        return found == by_id.end() ? nullptr : &usages[found->second];
    };

    // The listing of a taxon: any property whose name speaks of CITES or an Appendix.
    if (const fs::path path = table_in(folder, "taxonproperty"); !path.empty()) {
        Table properties(path, false);
        while (properties.next(builder)) {
            const std::string property = lower_ascii(cell(properties, "property"));
            if (property.find("cites") == std::string::npos && property.find("appendix") == std::string::npos) continue;
            Usage* usage = find(cell(properties, "taxonID"));
            std::string value = cell(properties, "value");
            if (const std::size_t at = value.find("ppendix "); at != std::string::npos) value = value.substr(at + 8);
            const Appendices appendices = parse_appendices(value);
            if (!usage || !appendices.known) {
                builder.add_problem(properties.place(),
                                    usage ? "'" + value + "' is no Appendix"
                                          : "no name has the ID '" + cell(properties, "taxonID") + "'");
                continue;
            }
            usage->appendices.join(appendices);
            if (appendices.listed())
                builder.add_listing({usage->taxon.name,
                                     "CITES",
                                     value,
                                     {},
                                     {},
                                     shortened(cell(properties, "remarks"), 500),
                                     properties.place()});
        }
    }

    // The classification is the chain of parents; a chain longer than any real one is a loop.
    constexpr int longest_chain = 40;
    for (Usage& usage : usages) {
        if (usage.synonym) continue;
        if (!usage.appendices.listed()) {
            builder.note("names without a CITES listing (higher ranks, or no taxon-property row)");
            continue;
        }
        const Usage* above = &usage;
        for (int steps = 0; above && steps < longest_chain; ++steps) {
            const std::string& rank = above->taxon.rank;
            if (rank == "family") usage.taxon.family = above->taxon.name;
            if (rank == "order") usage.taxon.order = above->taxon.name;
            if (rank == "class") usage.taxon.klass = above->taxon.name;
            if (rank == "kingdom") usage.taxon.kingdom = above->taxon.name;
            above = above->parent.empty() ? nullptr : find(above->parent);
        }
        Taxon taxon = usage.taxon;
        taxon.rank = rank_name(taxon.rank);
        if (taxon.rank.empty()) {
            builder.add_problem(taxon.place, "rank '" + usage.taxon.rank + "' is not one that is listed");
            continue;
        }
        builder.add_taxon(std::move(taxon), usage.appendices);
    }
    for (const Usage& usage : usages) {
        if (!usage.synonym) continue;
        const Usage* accepted = find(usage.parent);
        if (!accepted)
            builder.add_problem(usage.taxon.place, "a synonym of '" + usage.parent + "', which no name has as its ID");
        else if (builder.has_taxon(accepted->taxon.name))
            builder.add_synonym(usage.taxon.name, accepted->taxon.name, usage.taxon.place);
    }
    if (const fs::path path = table_in(folder, "vernacularname"); !path.empty()) {
        Table names(path, false);
        while (names.next(builder)) {
            const Usage* usage = find(cell(names, "taxonID"));
            const std::string language = language_tag(cell(names, "language"));
            if (!usage || language.empty())
                builder.add_problem(names.place(), usage ? "unknown language '" + cell(names, "language") + "'"
                                                         : "no name has the ID '" + cell(names, "taxonID") + "'");
            else if (builder.has_taxon(usage->taxon.name))
                builder.add_common_name(cell(names, "name"), language, usage->taxon.name, names.place());
        }
    }
}

}  // namespace tools::lists
