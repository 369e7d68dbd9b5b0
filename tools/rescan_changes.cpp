#include "tools/rescan_changes.h"

#include <fmt/format.h>

#include "tools/judgement_output.h"

namespace tools {

namespace {

// What became of the flag; empty where nothing a person would act on did.
std::string_view change(const casebook::Judgement& before, const casebook::Judgement& after) {
    if (!before.flagged() && after.flagged()) return "flagged";
    if (before.flagged() && !after.flagged()) return "cleared";
    if (before.level != after.level || before.appendix != after.appendix) return "changed";
    return {};
}

std::string words_of(const casebook::Judgement& judgement) {
    return judgement.flagged()
               ? fmt::format("{} {} {}", to_string(judgement.level), judgement.score, judgement.appendix)
               : "none";
}

}  // namespace

void RescanChanges::note(const casebook::Judgement& before, const casebook::Judgement& after, std::string_view title,
                         std::string_view url, std::string_view remark) {
    const std::string_view what = change(before, after);
    if (what.empty()) return;
    ++(what == "flagged" ? flagged : what == "cleared" ? cleared : changed);
    lines += fmt::format("{:<8} {:<16} -> {:<16} {} {}{}\n", what, words_of(before), words_of(after), fitted(title, 50),
                         url, remark);
}

void RescanChanges::count(const RescanChanges& other) {
    flagged += other.flagged;
    cleared += other.cleared;
    changed += other.changed;
}

}  // namespace tools
