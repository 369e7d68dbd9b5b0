#include <algorithm>
#include <fstream>
#include <set>
#include <system_error>

#include "detector/error.h"
#include "tools/lists/plain_text.h"
#include "tools/lists/set_folder.h"

namespace tools::lists {

namespace {

namespace fs = std::filesystem;

class TableWriter {
  public:
    TableWriter(const fs::path& path, std::initializer_list<std::string_view> header)
        : path_(path), stream_(path, std::ios::binary) {
        row(header);
    }

    // A cell that would read as a comment or break the row is made plain first.
    void row(std::initializer_list<std::string_view> cells) {
        bool first = true;
        for (const std::string_view cell : cells) {
            if (!first) stream_ << '\t';
            std::string text = plain_text(cell);
            if (first && (text.starts_with("# ") || text == "#")) text.erase(0, 1);
            stream_ << text;
            first = false;
        }
        stream_ << '\n';
    }

    void close() {
        if (!stream_.flush())
            throw detector::DataError(path_.string(), 0, "cannot be written", "check the space and the permissions");
    }

  private:
    fs::path path_;
    std::ofstream stream_;
};

std::string id_of(const Taxon& taxon) { return taxon.id.empty() ? "x" + taxon.name : taxon.id; }

template <typename Row, typename Key>
std::vector<const Row*> sorted_by(const std::vector<Row>& rows, Key key) {
    std::vector<const Row*> out;
    for (const Row& row : rows) out.push_back(&row);
    std::stable_sort(out.begin(), out.end(), [&](const Row* a, const Row* b) { return key(*a) < key(*b); });
    return out;
}

std::set<std::string> regimes_of(const ListSet& set) {
    std::set<std::string> regimes;
    for (const RegimeListing& listing : set.listings) regimes.insert(listing.regime);
    return regimes;
}

bool above_genus(const std::string& rank) {
    return rank == "subfamily" || rank == "family" || rank == "order" || rank == "class";
}

void write_taxa(const ListSet& set, const fs::path& folder) {
    TableWriter taxa(folder / "taxa.tsv", {"taxon_id", "scientific_name", "rank", "kingdom", "class", "order", "family",
                                           "appendix", "annotation_symbol", "author", "source"});
    TableWriter genera(folder / "genera.tsv",
                       {"genus", "family", "order", "class", "kingdom", "appendix", "coverage", "species"});
    TableWriter higher(folder / "higher_taxa.tsv",
                       {"name", "rank", "kingdom", "class", "order", "family", "appendix", "coverage", "species"});
    for (const Taxon* taxon : sorted_by(set.taxa, [](const Taxon& each) { return each.name; })) {
        const std::string_view coverage = taxon->whole ? "full" : "partial";
        if (taxon->rank == "genus")
            genera.row({taxon->name, taxon->family, taxon->order, taxon->klass, taxon->kingdom, taxon->appendix,
                        coverage, ""});
        else if (above_genus(taxon->rank))
            higher.row({taxon->name, taxon->rank, taxon->kingdom, taxon->klass, taxon->order, taxon->family,
                        taxon->appendix, coverage, ""});
        const bool partial_group = !taxon->whole && (taxon->rank == "genus" || above_genus(taxon->rank));
        if (partial_group) continue;  // as a taxon of its own it would stand for every species below it
        taxa.row({id_of(*taxon), taxon->name, taxon->rank, taxon->kingdom, taxon->klass, taxon->order, taxon->family,
                  taxon->appendix, taxon->annotation, taxon->author, set.provenance.kind});
    }
    taxa.close();
    genera.close();
    higher.close();
}

void write_names(const ListSet& set, const fs::path& folder) {
    TableWriter synonyms(folder / "synonyms.tsv", {"synonym", "accepted_name", "source"});
    for (const Synonym* row : sorted_by(set.synonyms, [](const Synonym& each) { return each.name; }))
        synonyms.row({row->name, row->accepted, set.provenance.kind});
    synonyms.close();
    TableWriter names(folder / "common_names.tsv", {"name", "language", "taxa", "ambiguity", "source"});
    for (const CommonName* row : sorted_by(set.common_names, [](const CommonName& each) { return each.name; }))
        names.row({row->name, row->language, joined(row->taxa, ";"), row->ambiguity, set.provenance.kind});
    names.close();
}

void write_listings(const ListSet& set, const fs::path& folder) {
    if (set.listings.empty()) return;
    TableWriter listings(folder / "listings.tsv", {"taxon", "regime", "listing", "annotation", "since", "note"});
    for (const RegimeListing* row : sorted_by(set.listings, [](const RegimeListing& each) { return each.taxon; }))
        listings.row({row->taxon, row->regime, row->listing, row->annotation, row->since, row->note});
    listings.close();
}

void write_watch_terms(const ListSet& set, const fs::path& folder) {
    if (set.watch_terms.empty()) return;
    TableWriter words(folder / "watch.tsv", {"term", "language", "taxa", "note", "weight", "needs", "expiry"});
    for (const WatchTerm& term : set.watch_terms)
        words.row({term.text, term.language, joined(term.taxa, ";"), term.note, std::to_string(term.weight), term.needs,
                   term.expiry});
    words.close();
}

void write_provenance(const ListSet& set, const fs::path& folder) {
    const Provenance& from = set.provenance;
    TableWriter table(folder / "set.tsv", {"key", "value"});
    table.row({"name", from.name});
    table.row({"kind", from.kind});
    table.row({"regimes", from.regimes});
    table.row({"date", from.date});
    table.row({"licence", from.licence});
    table.row({"imported", from.imported});
    table.row({"replaces", from.replaces ? "yes" : "no"});
    for (const auto& [file, digest] : from.files) {
        table.row({"file", file});
        table.row({"sha256", digest});
    }
    table.row({"taxa", std::to_string(set.taxa.size())});
    table.row({"synonyms", std::to_string(set.synonyms.size())});
    table.row({"common_names", std::to_string(set.common_names.size())});
    table.row({"listings", std::to_string(set.listings.size())});
    table.row({"watch_terms", std::to_string(set.watch_terms.size())});
    table.close();
}

}  // namespace

void write_set(const ListSet& set, const std::vector<TakenOut>& removed, const fs::path& folder, bool overwrite) {
    if (fs::exists(folder) && !overwrite)
        throw detector::DataError(folder.string(), 0, "exists already", "use --overwrite, or another --name");
    if (fs::exists(folder) && !fs::exists(folder / "set.tsv"))
        throw detector::DataError(folder.string(), 0, "is no imported list set: not overwritten", "use another --name");
    fs::path fresh = folder;
    fresh += ".part";
    std::error_code error;
    fs::remove_all(fresh, error);
    fs::create_directories(fresh, error);
    if (error) throw detector::DataError(fresh.string(), 0, "cannot be made: " + error.message());
    write_taxa(set, fresh);
    write_names(set, fresh);
    write_listings(set, fresh);
    write_watch_terms(set, fresh);
    if (!removed.empty()) {
        TableWriter table(fresh / "removed_taxa.tsv", {"scientific_name", "now"});
        for (const TakenOut& each : removed) table.row({each.name, each.now});
        table.close();
    }
    // A complete list takes the place of what earlier ones say of its regimes.
    if (set.provenance.replaces) {
        TableWriter table(fresh / "replaced_regimes.tsv", {"regime"});
        for (const std::string& regime : regimes_of(set)) table.row({regime});
        table.close();
    }
    write_provenance(set, fresh);
    if (fs::exists(folder)) fs::remove_all(folder, error);
    fs::rename(fresh, folder, error);
    if (error) throw detector::DataError(folder.string(), 0, "cannot be put in place: " + error.message());
}

}  // namespace tools::lists
