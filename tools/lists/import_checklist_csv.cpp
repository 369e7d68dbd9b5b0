// The Checklist's "Index of CITES Species" as CSV. Which columns there are depends on what the user ticked.
#include "tools/lists/importers.h"
#include "tools/lists/language_tag.h"
#include "tools/lists/plain_text.h"
#include "tools/lists/scientific_name.h"
#include "tools/lists/table.h"

namespace tools::lists {

namespace {

constexpr std::size_t longest_note = 500;  // the annotations of a cascaded listing repeat at every species below

// The language of a column "EnglishNames"; empty for other columns.
std::string names_language(std::string_view column) {
    if (!column.ends_with("Names") || column.ends_with("FullNames")) return {};
    return language_tag(column.substr(0, column.size() - 5));
}

}  // namespace

void read_checklist_csv(const std::filesystem::path& path, SetBuilder& builder) {
    Table table(path);
    while (table.next(builder)) {
        Taxon taxon;
        taxon.place = table.place();
        const std::string full_name = table.text({"FullName"});
        taxon.name = without_author(full_name);
        if (taxon.name.empty()) {
            builder.add_problem(taxon.place,
                                full_name.empty() ? "no name" : "'" + full_name + "' is no scientific name");
            continue;
        }
        taxon.id = table.text({"TaxonId"});
        taxon.author = table.text({"AuthorYear"});
        taxon.rank = rank_name(table.text({"RankName"}));
        taxon.kingdom = table.text({"Kingdom"});
        taxon.klass = table.text({"Class"});
        taxon.order = table.text({"Order"});
        taxon.family = table.text({"Family"});
        taxon.annotation = table.text({"#AnnotationSymbol"});
        const std::string listing = table.text({"CurrentListing"});
        const Appendices appendices = parse_appendices(listing);
        if (!appendices.known) {
            builder.add_problem(taxon.place, "'" + listing + "' is no listing (I, II, III and NC joined by '/')");
            continue;
        }
        if (!appendices.listed()) {
            builder.note("rows of taxa not listed now (blank or NC)");
            continue;
        }
        if (taxon.rank.empty()) {
            builder.add_problem(taxon.place, "rank '" + table.text({"RankName"}) + "' is not one that is listed");
            continue;
        }
        taxon.whole = !appendices.none;
        const bool authored = table.has("SynonymsWithAuthors");
        for (const std::string& synonym : split_synonyms(table.text({"SynonymsWithAuthors", "Synonyms"}), authored))
            builder.add_synonym(synonym, taxon.name, taxon.place);
        for (const std::string& column : table.header()) {
            const std::string language = names_language(column);
            if (language.empty()) continue;
            for (const std::string& name : split_common_names(table.text({column})))
                builder.add_common_name(name, language, taxon.name, taxon.place);
        }
        builder.add_listing({taxon.name,
                             "CITES",
                             listing,
                             taxon.annotation,
                             {},
                             shortened(table.text({"FullAnnotationEnglish", "AnnotationEnglish"}), longest_note),
                             taxon.place});
        builder.add_taxon(std::move(taxon), appendices);
    }
}

}  // namespace tools::lists
