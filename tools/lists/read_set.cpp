#include <algorithm>
#include <system_error>
#include <unordered_map>

#include "detector/error.h"
#include "tools/lists/plain_text.h"
#include "tools/lists/set_folder.h"
#include "tools/lists/table.h"
#include "tools/lists/watch_file.h"

namespace tools::lists {

namespace {

namespace fs = std::filesystem;

// The files of `folder` that the detector would read as table `base`: base.tsv and base.<anything>.tsv.
std::vector<fs::path> files_of(const fs::path& folder, std::string_view base) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (entry.path().extension() == ".tsv" && name.substr(0, name.find('.')) == base) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

class Reader {
  public:
    void add_folder(const fs::path& folder) {
        std::error_code error;
        if (!fs::is_directory(folder, error))
            throw detector::DataError(folder.string(), 0, "is no folder of lists", "check the path");
        const std::size_t before = files_;
        each(folder, "taxa", [&](const Table& row) {
            Taxon taxon = classified(row, row.cell({"scientific_name"}), row.cell({"rank"}));
            taxon.id = row.cell({"taxon_id"});
            taxon.annotation = row.cell({"annotation_symbol"});
            taxon.author = row.cell({"author"});
            taxon.source = row.cell({"source"});
            put(std::move(taxon));
        });
        each(folder, "genera", [&](const Table& row) {
            Taxon taxon = classified(row, row.cell({"genus"}), "genus");
            taxon.whole = row.cell({"coverage"}) == "full";
            taxon.derived = true;
            put(std::move(taxon));
        });
        each(folder, "higher_taxa", [&](const Table& row) {
            Taxon taxon = classified(row, row.cell({"name"}), row.cell({"rank"}));
            taxon.whole = row.cell({"coverage"}) == "full";
            taxon.derived = true;
            put(std::move(taxon));
        });
        each(folder, "synonyms", [&](const Table& row) {
            set_.synonyms.push_back({std::string(row.cell({"synonym"})), std::string(row.cell({"accepted_name"})),
                                     std::string(row.cell({"source"})), row.place()});
        });
        for (const std::string_view table : {"common_names", "trade_names"})
            each(folder, table, [&](const Table& row) {
                set_.common_names.push_back({std::string(row.cell({"name"})), std::string(row.cell({"language"})),
                                             split_list(row.cell({"taxa"}), ';'), std::string(row.cell({"ambiguity"})),
                                             std::string(row.cell({"source"})), row.place()});
            });
        each(folder, "replaced_regimes", [&](const Table& row) {
            std::erase_if(set_.listings,
                          [&](const RegimeListing& listing) { return listing.regime == row.cell({"regime"}); });
        });
        each(folder, "listings", [&](const Table& row) {
            set_.listings.push_back({std::string(row.cell({"taxon"})), std::string(row.cell({"regime"})),
                                     std::string(row.cell({"listing"})), std::string(row.cell({"annotation"})),
                                     std::string(row.cell({"since"})), std::string(row.cell({"note"})), row.place()});
        });
        each(folder, "code_words", [&](const Table& row) {
            set_.code_words.push_back({std::string(row.cell({"term"})), std::string(row.cell({"language"})),
                                       std::string(row.cell({"needs"})), split_list(row.cell({"taxa"}), ';'),
                                       row.place()});
        });
        for (const fs::path& path : files_of(folder, "watch")) {
            ++files_;
            WatchFile file = read_watch_file(path, {});
            for (detector::WatchTerm& term : file.list.terms) {
                const Place place{path.filename().string(), term.line};
                set_.watch_terms.push_back({std::move(term), place});
            }
        }
        each(folder, "removed_taxa", [&](const Table& row) { take_out(std::string(row.cell({"scientific_name"}))); });
        if (files_ == before && !fs::exists(folder / "set.tsv"))
            throw detector::DataError(folder.string(), 0, "holds no table of a list set",
                                      "expected taxa.tsv, synonyms.tsv, common_names.tsv ...");
    }

    ListSet finish() {
        std::erase_if(set_.taxa, [](const Taxon& taxon) { return taxon.name.empty(); });
        return std::move(set_);
    }

  private:
    void each(const fs::path& folder, std::string_view base, const auto& take) {
        for (const fs::path& path : files_of(folder, base)) {
            ++files_;
            Table table(path, false);
            SetBuilder problems;
            while (table.next(problems))
                if (!table.first().starts_with("# ") && table.first() != "#") take(table);
        }
    }

    static Taxon classified(const Table& row, std::string_view name, std::string_view rank) {
        Taxon taxon;
        taxon.name = name;
        taxon.rank = rank;
        taxon.kingdom = row.cell({"kingdom"});
        taxon.klass = row.cell({"class"});
        taxon.order = row.cell({"order"});
        taxon.family = row.cell({"family"});
        taxon.appendix = row.cell({"appendix"});
        taxon.place = row.place();
        return taxon;
    }

    void put(Taxon taxon) {
        const auto [found, fresh] = by_name_.try_emplace(taxon.name, set_.taxa.size());
        if (fresh) {
            set_.taxa.push_back(std::move(taxon));
            return;
        }
        Taxon& known = set_.taxa[found->second];
        // genera.tsv and higher_taxa.tsv add the coverage to a taxon that taxa.tsv lists.
        if (taxon.derived && !known.derived)
            known.whole = taxon.whole;
        else if (taxon.appendix.empty() && !known.appendix.empty())
            known.whole |= taxon.whole;  // a row of another regime, as the detector reads it
        else
            known = std::move(taxon);
    }

    void take_out(const std::string& name) {
        const auto found = by_name_.find(name);
        if (found == by_name_.end()) return;
        set_.taxa[found->second].name.clear();
        by_name_.erase(found);
    }

    ListSet set_;
    std::unordered_map<std::string, std::size_t> by_name_;
    std::size_t files_ = 0;
};

}  // namespace

ListSet read_set(std::span<const fs::path> folders) {
    Reader reader;
    for (const fs::path& folder : folders) reader.add_folder(folder);
    ListSet set = reader.finish();
    if (!folders.empty()) set.provenance = read_provenance(folders.back());
    return set;
}

Provenance read_provenance(const fs::path& folder) {
    Provenance from;
    from.name = folder.filename().string();
    if (!fs::exists(folder / "set.tsv")) return from;
    Table table(folder / "set.tsv", false);
    SetBuilder problems;
    while (table.next(problems)) {
        const std::string_view key = table.cell({"key"});
        const std::string value(table.cell({"value"}));
        if (key == "name") from.name = value;
        if (key == "kind") from.kind = value;
        if (key == "regimes") from.regimes = value;
        if (key == "date") from.date = value;
        if (key == "licence") from.licence = value;
        if (key == "imported") from.imported = value;
        if (key == "replaces") from.replaces = value == "yes";
        if (key == "file") from.files.emplace_back(value, "");
        if (key == "sha256" && !from.files.empty()) from.files.back().second = value;
    }
    return from;
}

}  // namespace tools::lists
