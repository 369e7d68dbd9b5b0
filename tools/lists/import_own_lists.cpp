// Lists of the user's own making: scientific names under a national or agency regime, and watch terms.
#include <charconv>

#include "tools/lists/importers.h"
#include "tools/lists/language_tag.h"
#include "tools/lists/plain_text.h"
#include "tools/lists/scientific_name.h"
#include "tools/lists/table.h"

namespace tools::lists {

namespace {

std::string rank_of(const std::string& name) {
    const auto words = split_list(name, ' ');
    if (words.size() == 1) return name.ends_with("idae") || name.ends_with("aceae") ? "family" : "genus";
    if (name.find(" var. ") != std::string::npos) return "variety";
    return words.size() == 2 || words[1] == "×" || words[1] == "x" ? "species" : "subspecies";
}

bool is_need(std::string_view needs) {
    return needs == "none" || needs == "part" || needs == "price" || needs == "trade" ||
           (needs.starts_with("context:") && needs.size() > 8);
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
    Table table(path);
    while (table.next(builder)) {
        WatchTerm term;
        term.place = table.place();
        term.term = table.text({"term"});
        term.note = table.text({"note", "means"});
        term.needs = table.text({"needs"});
        term.expiry = table.text({"expiry", "expires"});
        const std::string language = table.text({"language"});
        term.language = language.empty() ? "und" : language_tag(language);
        const auto bad = [&](std::string problem) { builder.add_problem(term.place, std::move(problem)); };
        if (term.term.empty() || term.term.size() > 200) {
            bad(term.term.empty() ? "no term" : "a term longer than 200 bytes");
            continue;
        }
        if (term.language.empty()) {
            bad("'" + language + "' is no language (en, pt-BR, zh-Hans)");
            continue;
        }
        if (term.needs.empty()) term.needs = "trade";  // a term of one's own counts where something is offered
        if (!is_need(term.needs)) {
            bad("'" + term.needs + "' is no need (none, part, price, trade or context:a,b,c)");
            continue;
        }
        if (const std::string weight = table.text({"weight"}); !weight.empty()) {
            const auto [end, error] = std::from_chars(weight.data(), weight.data() + weight.size(), term.weight);
            if (error != std::errc() || end != weight.data() + weight.size() || term.weight < 1 || term.weight > 3) {
                bad("'" + weight + "' is no weight (1 to 3)");
                continue;
            }
        }
        if (!term.expiry.empty()) {
            const std::string expiry = iso_date(term.expiry);
            if (expiry.empty()) {
                bad("'" + term.expiry + "' is no date (2026-12-31)");
                continue;
            }
            if (!context.today.empty() && expiry < context.today) {
                builder.note("watch terms that have expired");
                continue;
            }
            term.expiry = expiry;
        }
        bool known = true;
        for (const std::string& name : split_list(table.text({"taxon", "taxa"}), ';')) {
            const std::string accepted = context.accepted_name ? context.accepted_name(name) : std::string();
            if (accepted.empty()) {
                bad("no list in use knows the taxon '" + name + "'");
                known = false;
            } else {
                term.taxa.push_back(accepted);
            }
        }
        if (!known) continue;
        if (term.taxa.empty() && term.note.empty()) {
            bad("neither taxon nor note: say what the term stands for");
            continue;
        }
        builder.add_watch_term(std::move(term));
    }
}

}  // namespace tools::lists
