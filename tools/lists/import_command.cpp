#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>

#include "detector/digest.h"
#include "detector/error.h"
#include "tools/data_folders.h"
#include "tools/lists/fetch_pages.h"
#include "tools/lists/importers.h"
#include "tools/lists/lists_command.h"
#include "tools/lists/plain_text.h"
#include "tools/lists/set_difference.h"
#include "tools/lists/set_folder.h"

namespace tools::lists {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_shown = 20;  // problems and changes printed one by one

std::string file_digest(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    detector::Sha256 hash;
    std::string block(std::size_t{1} << 18, '\0');
    while (stream.read(block.data(), static_cast<std::streamsize>(block.size())) || stream.gcount() > 0)
        hash.update(std::string_view(block).substr(0, static_cast<std::size_t>(stream.gcount())));
    return detector::to_hex(hash.finish());
}

void note_files(const fs::path& path, Provenance& provenance) {
    if (!fs::is_directory(path)) {
        provenance.files.emplace_back(path.filename().string(), file_digest(path));
        return;
    }
    std::set<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(path))
        if (entry.is_regular_file()) files.insert(entry.path());
    for (const fs::path& file : files) provenance.files.emplace_back(file.filename().string(), file_digest(file));
}

// The date in a file's name ("Index_of_CITES_Species_2026-03-05 10_22.csv"); empty when it has none.
std::string date_in(const std::string& name) {
    for (std::size_t at = 0; at + 10 <= name.size(); ++at)
        if (const std::string date = iso_date(name.substr(at, 10)); !date.empty()) return date;
    return {};
}

std::string slug(std::string_view text) {
    std::string out;
    for (const char c : lower_ascii(text)) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain)
            out += c;
        else if (!out.empty() && out.back() != '-')
            out += '-';
    }
    while (out.ends_with('-')) out.pop_back();
    return out;
}

std::string set_name(const ListSet& set, Download kind) {
    static constexpr std::string_view bases[] = {"checklist", "checklist", "species-plus", "species-plus",
                                                 "coldp",     "coldp",     "names",        "watch"};
    std::string base(bases[static_cast<std::size_t>(kind)]);
    if (set.provenance.regimes != "CITES" && !set.provenance.regimes.empty())
        base += "-" + slug(set.provenance.regimes);
    return base + "-" + set.provenance.date;
}

fs::path default_output() {
    if (const char* data = std::getenv("XDG_DATA_HOME"); data && *data) return fs::path(data) / "citeswatch" / "lists";
    if (const char* home = std::getenv("HOME"); home && *home) return fs::path(home) / ".local/share/citeswatch/lists";
    throw detector::DataError("lists import", 0, "neither XDG_DATA_HOME nor HOME is set",
                              "name a folder with --output");
}

std::string with_appendix(const Taxon& taxon) {
    return taxon.name + (taxon.appendix.empty() ? "" : " (" + taxon.appendix + ")");
}

void show_some(std::string_view title, const auto& rows, const auto& words) {
    if (rows.empty()) return;
    fmt::print("{}: {}\n", title, grouped(rows.size()));
    std::size_t shown = 0;
    for (const auto& row : rows) {
        if (++shown > most_shown) break;
        fmt::print("  {}\n", words(row));
    }
    if (rows.size() > most_shown) fmt::print("  ... and {} more\n", grouped(rows.size() - most_shown));
}

void summarise(const ListSet& set, const ListSet& current, bool complete) {
    const Provenance& from = set.provenance;
    fmt::print("{}, {}, list of {}\n", from.kind, from.regimes, from.date);
    fmt::print("taxa {}, synonyms {}, common names {}, listings {}, watch terms {}\n", grouped(set.taxa.size()),
               grouped(set.synonyms.size()), grouped(set.common_names.size()), grouped(set.listings.size()),
               grouped(set.watch_terms.size()));
    if (set.taxa.empty()) return;
    const SetDifference changes = difference(current, set);
    show_some("new", changes.added, [](const Taxon* taxon) { return with_appendix(*taxon); });
    show_some("moved between Appendices", changes.moved, [](const SetDifference::Pair& pair) {
        const auto shown = [](const Taxon& taxon) { return taxon.appendix.empty() ? "none" : taxon.appendix; };
        return fmt::format("{}: {} -> {}", pair.second->name, shown(*pair.first), shown(*pair.second));
    });
    show_some("renamed", changes.renamed,
              [](const SetDifference::Pair& pair) { return pair.first->name + " -> " + pair.second->name; });
    if (complete)
        show_some("gone", changes.gone, [](const Taxon* taxon) { return with_appendix(*taxon); });
    else
        fmt::print("not in this list, kept from the lists in use: {}\n", grouped(changes.gone.size()));
    fmt::print("common names: {} new; synonyms: {} new\n", grouped(changes.names_added),
               grouped(changes.synonyms_added));
}

// The accepted name of any scientific name of `set`.
std::function<std::string(const std::string&)> name_index(const ListSet& set) {
    auto names = std::make_shared<std::unordered_map<std::string, std::string>>();
    for (const Taxon& taxon : set.taxa) names->emplace(taxon.name, taxon.name);
    for (const Synonym& synonym : set.synonyms) names->emplace(synonym.name, synonym.accepted);
    return [names](const std::string& name) {
        const auto found = names->find(name);
        return found == names->end() ? std::string() : found->second;
    };
}

// EU-only and national-only taxa carry no Appendix; a taxon the lists in use give one keeps it.
void keep_known_appendices(ListSet& set, const ListSet& current) {
    std::unordered_map<std::string, const Taxon*> known;
    for (const Taxon& taxon : current.taxa) known.emplace(taxon.name, &taxon);
    for (Taxon& taxon : set.taxa) {
        const auto found = known.find(taxon.name);
        if (!taxon.appendix.empty() || found == known.end()) continue;
        taxon.appendix = found->second->appendix;
        taxon.whole = found->second->whole;
        if (taxon.annotation.empty()) taxon.annotation = found->second->annotation;
    }
}

std::string regimes_of(const ListSet& set) {
    std::set<std::string> regimes;
    for (const RegimeListing& listing : set.listings) regimes.insert(listing.regime);
    return joined({regimes.begin(), regimes.end()}, "; ");
}

}  // namespace

int run(const ImportOptions& options, Console& console) {
    std::vector<fs::path> in_use{data_folder() / "species_lists"};
    in_use.insert(in_use.end(), options.extra_lists.begin(), options.extra_lists.end());
    const ListSet current = read_set(in_use);

    const std::time_t now = std::time(nullptr);
    ImportContext context{options.regime, options.listing, fmt::format("{:%Y-%m-%d}", fmt::gmtime(now)),
                          name_index(current)};
    SetBuilder builder;
    std::optional<Download> kind;
    Provenance provenance;
    for (const std::string& input : options.inputs) {
        const bool fetched = input.starts_with("https://") || input.starts_with("http://");
        const PageFolder pages;
        std::vector<fs::path> files{input};
        if (fetched) files = fetch_pages(input, pages.path(), options.allow_private, console);
        for (const fs::path& file : files) {
            const Download found = read_download(file, context, builder);
            if (!kind) kind = found;
            note_files(file, provenance);
            builder.newest_date(date_in(file.filename().string()));
        }
    }
    provenance.kind = to_string(kind.value());
    provenance.licence = licence_of(*kind);
    provenance.imported = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now));
    provenance.date = builder.newest_date().empty() ? context.today : builder.newest_date();
    provenance.replaces = options.replace;

    std::size_t shown = 0;
    for (const RowProblem& problem : builder.problems()) {
        if (++shown > most_shown) break;
        console.warn(fmt::format("{}:{}: {}", problem.place.file, problem.place.line, problem.text));
    }
    if (builder.problems().size() > most_shown)
        console.warn(fmt::format("... and {} more rows skipped", grouped(builder.problems().size() - most_shown)));
    for (const auto& [what, count] : builder.notes()) console.note(fmt::format("{}: {}", what, grouped(count)));

    ListSet set = builder.finish();
    set.provenance = std::move(provenance);
    set.provenance.regimes = regimes_of(set);
    keep_known_appendices(set, current);
    if (set.taxa.empty() && set.listings.empty() && set.watch_terms.empty())
        throw detector::DataError(options.inputs.front(), 0, "no row of it could be used", "see the rows named above");
    summarise(set, current, options.replace);

    const bool skipped = !builder.problems().empty();
    if (options.dry_run) return skipped ? 1 : 0;
    set.provenance.name = options.name.empty() ? set_name(set, *kind) : options.name;
    if (set.provenance.name.find('/') != std::string::npos || set.provenance.name.starts_with('.'))
        throw detector::DataError(set.provenance.name, 0, "is no name for a set", "a folder name without slashes");
    const fs::path folder = (options.output.empty() ? default_output() : options.output) / set.provenance.name;
    const auto removed = options.replace ? taken_out(current, set) : std::vector<TakenOut>();
    write_set(set, removed, folder, options.overwrite);
    fmt::print("written to {}\n", folder.string());
    console.note(fmt::format("it takes effect where it is named: --lists '{}'", folder.string()));
    return skipped ? 1 : 0;
}

}  // namespace tools::lists
