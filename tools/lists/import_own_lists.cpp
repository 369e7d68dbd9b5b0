// Lists of the user's own making: scientific names under a national or agency regime, and watch terms.
#include "tools/lists/importers.h"
#include "tools/lists/plain_text.h"
#include "tools/lists/scientific_name.h"
#include "tools/lists/table.h"
#include "tools/lists/watch_file.h"

namespace tools::lists {

namespace {

std::string rank_of(const std::string& name) {
    const auto words = split_list(name, ' ');
    if (words.size() == 1) return name.ends_with("idae") || name.ends_with("aceae") ? "family" : "genus";
    if (name.find(" var. ") != std::string::npos) return "variety";
    return words.size() == 2 || words[1] == "×" || words[1] == "x" ? "species" : "subspecies";
}

}  // namespace

void read_names(const std::filesystem::path& path, const ImportContext& context, SetBuilder& builder) {
    // Without a header that says `name`, every line is a name: Table would swallow the first one.
    bool headed = false;
    {
        LineReader reader(path);
        std::string line;
        if (reader.next(line) == LineReader::Result::line) {
            for (const std::string& column : split_list(line, delimiter_of(line))) {
                const std::string name = lower_ascii(plain_text(column));
                headed |=
                    name == "name" || name == "\"name\"" || name == "scientific_name" || name == "scientific name";
            }
        }
    }
    const std::string regime = context.regime.empty() ? "watch" : context.regime;
    const auto take = [&](const std::string& given, const std::string& row_regime, std::string listing,
                          const std::string& note, const Place& place) {
        if (given.empty() || given.starts_with('#')) return;
        std::string name = without_author(given);
        if (name.empty()) {
            builder.add_problem(place, "'" + shortened(given, 80) + "' is no scientific name");
            return;
        }
        if (listing.empty()) listing = context.listing.empty() ? "listed" : context.listing;
        const bool cites = row_regime == "CITES";
        Appendices appendices;
        if (cites && (!(appendices = parse_appendices(listing)).known || !appendices.listed())) {
            builder.add_problem(place, "'" + listing + "' is no Appendix (I, II, III)");
            return;
        }
        const std::string accepted = context.accepted_name ? context.accepted_name(name) : std::string();
        if (!accepted.empty()) name = accepted;
        builder.add_listing({name, row_regime, listing, {}, {}, shortened(note, 500), place});
        if (!accepted.empty() && !cites) {
            builder.note("names the lists in use know already");
            return;
        }
        Taxon taxon;
        taxon.name = name;
        taxon.rank = rank_of(name);
        taxon.place = place;
        builder.add_taxon(std::move(taxon), appendices);
    };
    if (headed) {
        Table table(path);
        while (table.next(builder)) {
            const std::string row_regime = table.text({"regime"});
            take(table.text({"name", "scientific_name", "scientific name"}), row_regime.empty() ? regime : row_regime,
                 table.text({"listing", "category", "appendix", "annex", "status"}), table.text({"note"}),
                 table.place());
        }
        return;
    }
    LineReader reader(path);
    std::string line;
    const std::string file = path.filename().string();
    for (;;) {
        const LineReader::Result result = reader.next(line);
        if (result == LineReader::Result::end) return;
        const Place place{file, reader.line_number()};
        if (result == LineReader::Result::too_long)
            builder.add_problem(place, "the line is too long to be a name");
        else
            take(plain_text(line), regime, {}, {}, place);
    }
}

void read_watch_list(const std::filesystem::path& path, const ImportContext& context, SetBuilder& builder) {
    WatchFile file = read_watch_file(path, context.today);
    const std::string name = path.filename().string();
    for (RowProblem& problem : file.problems) builder.add_problem({name, problem.place.line}, std::move(problem.text));
    for (std::size_t i = 0; i < file.expired.size(); ++i) builder.note("watch terms that have expired");
    for (detector::WatchTerm& term : file.list.terms) {
        const Place place{name, term.line};
        bool known = true;
        for (std::string& taxon : term.taxa) {
            const std::string accepted = context.accepted_name ? context.accepted_name(taxon) : std::string();
            if (accepted.empty()) builder.add_problem(place, "no list in use knows the taxon '" + taxon + "'");
            known &= !accepted.empty();
            taxon = accepted;
        }
        if (known) builder.add_watch_term({std::move(term), place});
    }
}

}  // namespace tools::lists
