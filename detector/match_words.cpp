// The words of the output contract for what a match is and how it was found.
#include "detector/matcher.h"

namespace detector {

std::string_view to_string(TermKind kind) {
    switch (kind) {
        case TermKind::accepted:
            return "accepted";
        case TermKind::synonym:
            return "synonym";
        case TermKind::genus:
            return "genus";
        case TermKind::family:
            return "family";
        case TermKind::common:
            return "common";
        case TermKind::product:
            return "product";
        case TermKind::code:
            return "code";
        case TermKind::part:
            return "part";
        case TermKind::context:
            return "context";
        case TermKind::emoji:
            return "emoji";
        case TermKind::watch:
            return "watch";
    }
    return "";
}

std::string_view to_string(MatchHow how) {
    switch (how) {
        case MatchHow::exact:
            return "exact";
        case MatchHow::folded:
            return "folded";
        case MatchHow::inflected:
            return "inflected";
        case MatchHow::abbreviated:
            return "abbreviated";
        case MatchHow::fuzzy:
            return "fuzzy";
        case MatchHow::deobfuscated:
            return "deobfuscated";
    }
    return "";
}

std::string_view to_string(Rank rank) {
    switch (rank) {
        case Rank::subspecies:
            return "subspecies";
        case Rank::variety:
            return "variety";
        case Rank::species:
            return "species";
        case Rank::genus:
            return "genus";
        case Rank::family:
            return "family";
        case Rank::order:
            return "order";
        case Rank::higher:
            return "higher";
        case Rank::watched:
            return "watched";
    }
    return "";
}

std::string_view to_string(Appendix appendix) {
    switch (appendix) {
        case Appendix::none:
            return "";
        case Appendix::III:
            return "III";
        case Appendix::II:
            return "II";
        case Appendix::I_II:
            return "I/II";
        case Appendix::I:
            return "I";
    }
    return "";
}

}  // namespace detector
