// Species+ listings as CSV: one row a listing, so a taxon split by population, or listed by several parties, has
// several. The CITES and the EU export have the same columns; what `Listing` holds tells them apart.
#include "tools/lists/importers.h"
#include "tools/lists/plain_text.h"
#include "tools/lists/scientific_name.h"
#include "tools/lists/table.h"

namespace tools::lists {

void read_species_plus_csv(const std::filesystem::path& path, SetBuilder& builder) {
    constexpr std::size_t longest_note = 500;
    Table table(path);
    while (table.next(builder)) {
        Taxon taxon;
        taxon.place = table.place();
        const std::string name = table.text({"Scientific Name"});
        taxon.name = without_author(name);
        if (taxon.name.empty()) {
            builder.add_problem(taxon.place, name.empty() ? "no name" : "'" + name + "' is no scientific name");
            continue;
        }
        taxon.id = table.text({"Id"});
        taxon.author = table.text({"Author"});
        taxon.rank = rank_name(table.text({"Rank"}));
        taxon.kingdom = table.text({"Kingdom"});
        taxon.klass = table.text({"Class"});
        taxon.order = table.text({"Order"});
        taxon.family = table.text({"Family"});
        if (taxon.rank.empty()) {
            builder.add_problem(taxon.place, "rank '" + table.text({"Rank"}) + "' is not one that is listed");
            continue;
        }
        const std::string listing = table.text({"Listing"});
        const bool eu = is_eu_annex(listing);
        const Appendices appendices = eu ? Appendices{} : parse_appendices(listing);
        if (!appendices.known) {
            builder.add_problem(taxon.place,
                                "'" + listing + "' is no listing (Appendices I, II, III, NC or EU Annexes A to D)");
            continue;
        }
        if (!eu && !appendices.listed()) {
            builder.note("rows of taxa not listed now (blank or NC)");
            continue;
        }
        // "# Full note" begins with the symbol: "#15 All parts and derivatives ...".
        const std::string hash_note = table.text({"# Full note"});
        const std::string symbol = hash_note.starts_with('#') ? hash_note.substr(0, hash_note.find(' ')) : "";
        if (!eu) taxon.annotation = symbol;
        taxon.whole = !appendices.none;
        std::string note = table.text({"Full note"});
        if (const std::string party = table.text({"Party"}); !party.empty())
            note = party + (note.empty() ? "" : ": " + note);
        note = shortened(std::move(note), longest_note);
        for (const std::string& each : eu ? split_list(listing, '/') : std::vector{listing})
            builder.add_listing({taxon.name, eu ? "EU" : "CITES", each, symbol, {}, note, taxon.place});
        builder.add_taxon(std::move(taxon), appendices);
    }
}

}  // namespace tools::lists
