#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <map>
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
#include "tools/scratch_folder.h"

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
    return base + "-" +
           (set.provenance.date.empty() ? "imported-" + set.provenance.imported.substr(0, 10) : set.provenance.date);
}

fs::path default_output() {
    if (fs::path folder = lists_folder(); !folder.empty()) return folder;
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
    fmt::print("{}, {}, {}\n", from.kind, from.regimes,
               from.date.empty() ? "of an unknown day" : "list of " + from.date);
    fmt::print("taxa {}, synonyms {}, common names {}, listings {}, watch terms {}\n", grouped(set.taxa.size()),
               grouped(set.synonyms.size()), grouped(set.common_names.size()), grouped(set.listings.size()),
               grouped(set.watch_terms.size()));
    std::map<std::string, std::size_t> counts;
    for (const RegimeListing& listing : set.listings) ++counts[listing.regime + " " + listing.listing];
    std::vector<std::string> parts;
    for (const auto& [listing, count] : counts)
        if (parts.size() < most_shown) parts.push_back(listing + " " + grouped(count));
    if (!parts.empty()) fmt::print("{}\n", joined(parts, ", "));
    if (set.taxa.empty()) return;
    const SetDifference changes = difference(current, set);
    show_some("new", changes.added, [](const Taxon* taxon) { return with_appendix(*taxon); });
    show_some("moved between Appendices", changes.moved, [](const SetDifference::Pair& pair) {
        const auto shown = [](const Taxon& taxon) { return taxon.appendix.empty() ? "none" : taxon.appendix; };
        return fmt::format("{}: {} -> {}", pair.second->name, shown(*pair.first), shown(*pair.second));
    });
    show_some("listed otherwise", changes.relisted, [](const Relisted& each) {
        const auto shown = [](const std::string& listing) { return listing.empty() ? "none" : listing; };
        return fmt::format("{} {}: {} -> {}", each.regime, each.taxon, shown(each.before), shown(each.after));
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

// Other regimes name taxa by other works: their listing belongs to the taxon the lists in use know under that name.
std::size_t adopt_names(ListSet& set, const std::function<std::string(const std::string&)>& accepted_name) {
    std::unordered_map<std::string, std::string> renamed;
    for (Taxon& taxon : set.taxa)
        if (std::string known = accepted_name(taxon.name); !known.empty() && known != taxon.name) {
            renamed.emplace(taxon.name, known);
            taxon.name = std::move(known);
        }
    const auto rename = [&](std::string& name) {
        if (const auto found = renamed.find(name); found != renamed.end()) name = found->second;
    };
    for (RegimeListing& listing : set.listings) rename(listing.taxon);
    for (Synonym& synonym : set.synonyms) rename(synonym.accepted);
    for (CommonName& name : set.common_names)
        for (std::string& taxon : name.taxa) rename(taxon);
    // Two names of the list may be one taxon of the lists in use.
    std::set<std::string> seen;
    std::erase_if(set.taxa, [&](const Taxon& taxon) { return !seen.insert(taxon.name).second; });
    std::erase_if(set.synonyms, [](const Synonym& synonym) { return synonym.name == synonym.accepted; });
    return renamed.size();
}

// The API gives what is in force when it is asked; a file is as old as it says, and most do not say. The day of import
// is not the list's: a download may have lain about for years.
std::string date_of(const ImportOptions& options, const std::vector<std::string>& file_names, bool fetched,
                    const std::string& today) {
    if (!options.date.empty()) {
        if (iso_date(options.date) == options.date) return options.date;
        throw detector::DataError("--date " + options.date, 0, "is no date", "write it as 2026-03-05");
    }
    if (fetched) return today;
    std::string newest;
    for (const std::string& name : file_names) newest = std::max(newest, date_in(name));
    return newest;
}

void say_that_undated(const SetBuilder& builder, Console& console) {
    console.warn(fmt::format("nothing says of which day this list is{}; --date YYYY-MM-DD does",
                             builder.newest_listing().empty()
                                 ? ""
                                 : " (its newest listing took effect on " + builder.newest_listing() + ")"));
}

std::string regimes_of(const ListSet& set) {
    std::set<std::string> regimes;
    for (const RegimeListing& listing : set.listings) regimes.insert(listing.regime);
    return joined({regimes.begin(), regimes.end()}, "; ");
}

}  // namespace

int run(const ImportOptions& options, Console& console) {
    const ListSet current = read_set(list_folders(options.extra_lists));

    const std::time_t now = std::time(nullptr);
    ImportContext context{options.regime, options.listing, fmt::format("{:%Y-%m-%d}", fmt::gmtime(now)),
                          name_index(current)};
    SetBuilder builder;
    std::optional<Download> kind;
    Provenance provenance;
    std::vector<std::string> file_names;
    bool any_fetched = false;
    for (const std::string& input : options.inputs) {
        const bool fetched = input.starts_with("https://") || input.starts_with("http://");
        any_fetched |= fetched;
        const ScratchFolder pages;
        std::vector<fs::path> files{input};
        if (fetched) files = fetch_pages(input, pages.path(), options.allow_private, console);
        for (const fs::path& file : files) {
            const Download found = read_download(file, context, builder);
            if (!kind) kind = found;
            note_files(file, provenance);
            file_names.push_back(fs::path(file).filename().string());
        }
    }
    provenance.kind = to_string(kind.value());
    provenance.licence = licence_of(*kind);
    provenance.imported = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now));
    provenance.date = date_of(options, file_names, any_fetched, context.today);
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
    if (set.provenance.regimes.find("CITES") == std::string::npos)
        if (const std::size_t adopted = adopt_names(set, context.accepted_name); adopted > 0)
            console.note(
                fmt::format("names the lists in use hold as synonyms, taken as their taxon: {}", grouped(adopted)));
    if (set.taxa.empty() && set.listings.empty() && set.watch_terms.empty())
        throw detector::DataError(options.inputs.front(), 0, "no row of it could be used", "see the rows named above");
    summarise(set, current, options.replace);
    const bool own = *kind == Download::names || *kind == Download::watch_list;  // as true as whoever keeps it
    if (set.provenance.date.empty() && !own) say_that_undated(builder, console);

    const bool skipped = !builder.problems().empty();
    if (options.dry_run) return skipped ? 1 : 0;
    set.provenance.name = options.name.empty() ? set_name(set, *kind) : options.name;
    if (set.provenance.name.find('/') != std::string::npos || set.provenance.name.starts_with('.'))
        throw detector::DataError(set.provenance.name, 0, "is no name for a set", "a folder name without slashes");
    const fs::path folder = (options.output.empty() ? default_output() : options.output) / set.provenance.name;
    const auto removed = options.replace ? taken_out(current, set) : std::vector<TakenOut>();
    write_set(set, removed, folder, options.overwrite);
    fmt::print("written to {}\n", folder.string());
    if (options.use && options.output.empty()) {
        std::vector<std::string> names;
        for (const fs::path& each : sets_in_use())
            if (each.filename() != set.provenance.name) names.push_back(each.filename().string());
        names.push_back(set.provenance.name);
        use_sets(names);
        console.note("in use from now on");
    } else if (options.output.empty()) {
        console.note(
            fmt::format("it takes effect once it is put to use: citeswatch lists use {}", set.provenance.name));
    } else {
        console.note(fmt::format("it takes effect where it is named: --lists '{}'", folder.string()));
    }
    return skipped ? 1 : 0;
}

}  // namespace tools::lists
