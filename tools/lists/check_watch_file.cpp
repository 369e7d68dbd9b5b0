#include "tools/lists/check_watch_file.h"

#include <fmt/format.h>

#include <set>
#include <unordered_map>

#include "detector/fold.h"
#include "detector/lexicon.h"
#include "tools/data_folders.h"
#include "tools/lists/check_set.h"
#include "tools/lists/try_set.h"
#include "tools/lists/watch_file.h"

namespace tools::lists {

namespace {

// What stands in the lists already, by its folded text.
std::unordered_map<std::string, const detector::Term*> known_terms(const detector::Lexicon& lexicon) {
    std::unordered_map<std::string, const detector::Term*> known;
    for (const detector::Term& term : lexicon.terms())
        if (!term.taxa.empty()) known.emplace(detector::folded(term.text), &term);
    return known;
}

std::set<std::string> scientific_names(const detector::Lexicon& lexicon) {
    std::set<std::string> names;
    for (const detector::Taxon& taxon : lexicon.taxa()) names.emplace(taxon.name);
    for (const detector::Term& term : lexicon.terms())
        if (term.language == "la") names.emplace(term.text);
    return names;
}

}  // namespace

int check_watch_file(const CheckOptions& options, Console& console) {
    const WatchFile file = read_watch_file(options.folder, today());
    const detector::Lexicon lexicon = detector::load_lexicon(list_folders(options.extra_lists));
    const std::set<std::string> taxa = scientific_names(lexicon);
    const auto known = known_terms(lexicon);
    const EverydayWords everyday = everyday_words();
    std::size_t wrong = file.problems.size();
    const auto say = [&](std::uint64_t line, std::string_view kind, const std::string& text) {
        fmt::print("{}:{}: {}: {}\n", file.list.file, line, kind, text);
    };
    for (const RowProblem& problem : file.problems) say(problem.place.line, "unusable", problem.text);
    for (const detector::WatchTerm& term : file.expired)
        say(term.line, "expired", "'" + term.text + "' counts no more since " + term.expiry);
    std::unordered_map<std::string, std::uint32_t> seen;
    for (const detector::WatchTerm& term : file.list.terms) {
        for (const std::string& taxon : term.taxa)
            if (!taxa.contains(taxon)) {
                ++wrong;
                say(term.line, "unknown taxon", "'" + taxon + "' is in no list in use: `lists search` finds spellings");
            }
        const std::string folded = detector::folded(term.text);
        if (folded.empty()) {
            ++wrong;
            say(term.line, "unusable", "'" + term.text + "' holds no letter or digit to look for");
            continue;
        }
        if (const auto [first, fresh] = seen.try_emplace(folded + "\t" + term.language, term.line); !fresh)
            say(term.line, "duplicate", fmt::format("'{}' stands in line {} already", term.text, first->second));
        if (const auto listed = known.find(folded); listed != known.end())
            say(term.line, "listed",
                fmt::format("the lists hold '{}' already ({}, {})", listed->second->text,
                            to_string(listed->second->kind), listed->second->language));
        if (term.needs == "none")
            say(term.line, "no context", "'" + term.text + "' flags every advert that holds it: give it a need");
        if (const std::string language = everyday.language_of(folded); !language.empty())
            say(term.line, "everyday word",
                fmt::format("'{}' is an ordinary word ({}): a need keeps it apart", term.text, language));
    }
    fmt::print("{}: {} terms count today, {} expired, {} unusable\n", file.list.name, file.list.terms.size(),
               file.expired.size(), wrong);
    if (options.adverts.empty()) return wrong > 0 ? 1 : 0;
    if (wrong > 0) {
        console.warn("not tried: a watch list is used whole or not at all, so mend it first");
        return 1;
    }
    const Trial trial{options.adverts, options.extra_lists, options.extra_lists, for_all_sources({options.folder})};
    return try_set(trial, console) > 0 ? 1 : 0;
}

}  // namespace tools::lists
