#include "detector/stake.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace detector {

namespace {

constexpr std::size_t most_claims = 8;

std::string original(const Advert& advert, const Cue& cue) {
    const Span span = advert.scan.passages[cue.passage].original(cue.folded);
    const std::string& text = advert.listing.passages[cue.passage].text;
    const std::size_t begin = std::min<std::size_t>(span.begin, text.size());
    return text.substr(begin, std::min<std::size_t>(span.end, text.size()) - begin);
}

const std::vector<std::uint32_t>& places_of(const Advert& advert, std::string_view cue) {
    static const std::vector<std::uint32_t> none;
    const CueId* id = advert.rules.find_cue(cue);
    return id && *id < advert.by_cue.size() ? advert.by_cue[*id] : none;
}

void add_once(std::vector<std::string>& list, std::string_view item) {
    if (!item.empty() && std::find(list.begin(), list.end(), item) == list.end()) list.emplace_back(item);
}

std::string_view appendix_words(Appendix appendix) {
    switch (appendix) {
        case Appendix::I:
            return "Appendix I";
        case Appendix::I_II:
            return "Appendix I or II by population";
        case Appendix::II:
            return "Appendix II";
        case Appendix::III:
            return "Appendix III";
        case Appendix::none:
            break;
    }
    return "not listed";
}

std::string_view appendix_weight(Appendix appendix) {
    switch (appendix) {
        case Appendix::I:
            return "stake.appendix.I";
        case Appendix::I_II:
            return "stake.appendix.I/II";
        case Appendix::II:
            return "stake.appendix.II";
        case Appendix::III:
            return "stake.appendix.III";
        case Appendix::none:
            break;
    }
    return "stake.appendix.none";
}

}  // namespace

std::vector<std::string> specimens_of(const Advert& advert, const Mention& mention, const Weighed& weighed) {
    std::vector<std::string> specimens;
    add_once(specimens, mention.cites_term);
    // Parts by their nearness; live animals last, for `baby` and `plant` stand beside much that is dead.
    std::vector<const Cue*> parts;
    for (const std::uint32_t index : weighed.parts) parts.push_back(&advert.cues[index]);
    const auto distance = [&](const Cue* cue) {
        if (cue->passage != mention.passage) return std::numeric_limits<std::int64_t>::max();
        return std::abs(std::int64_t{cue->folded.begin} - std::int64_t{mention.folded.begin});
    };
    std::stable_sort(parts.begin(), parts.end(), [&](const Cue* a, const Cue* b) {
        const bool a_live = a->cites_term == "LIV", b_live = b->cites_term == "LIV";
        return a_live != b_live ? b_live : distance(a) < distance(b);
    });
    for (const Cue* cue : parts)
        if (specimens.size() < 4) add_once(specimens, cue->cites_term);
    return specimens;
}

std::vector<Reason> stakes_of(const Advert& advert, const Mention& mention, const std::vector<std::string>& specimens,
                              Appendix appendix) {
    std::vector<Reason> reasons;
    const auto add = [&](std::string rule, double points, std::string text) {
        if (points == 0) return;
        reasons.push_back({std::move(rule), static_cast<int>(points), mention.matches, std::move(text)});
    };
    const Rules::Storage& rules = advert.rules;
    add("appendix", rules.weight(appendix_weight(appendix)),
        "named taxon is in " + std::string(appendix_words(appendix)));

    double most = 0;
    std::string_view heaviest;
    for (const std::string& code : specimens) {
        const double points = rules.weight("stake.specimen." + code);
        if (heaviest.empty() || points > most) {
            most = points;
            heaviest = code;
        }
    }
    if (!heaviest.empty()) add("specimen", most, "what is offered has CITES trade term " + std::string(heaviest));

    if (mention.traits.has(Trait::deobfuscated))
        add("disguised-spelling", rules.weight("stake.deobfuscated"),
            "the name is readable only once a disguise is undone");

    const auto by_cue = [&](std::string_view cue, std::string_view rule, std::string_view text) {
        const std::vector<std::uint32_t>& places = places_of(advert, cue);
        if (places.empty()) return;
        const Cue& first = advert.cues[places.front()];
        add(std::string(rule), rules.weight("stake." + std::string(cue)),
            "'" + original(advert, first) + "'" + std::string(text));
        if (first.match >= 0 && !reasons.empty())
            reasons.back().matches.push_back(static_cast<std::uint32_t>(first.match));
    };
    by_cue("concealment", "concealment", ": the seller avoids saying what it is, or offers it without papers");
    by_cue("not:claim", "no-papers", ": papers are said to be missing");
    by_cue("cross_border", "cross-border", ": offered across borders, where permits are needed");
    by_cue("bulk", "large-quantity", ": a commercial quantity");
    by_cue("wild", "wild-taken", ": said to come from the wild");
    by_cue("papers", "papers-claimed", ": papers are claimed, to be checked");
    return reasons;
}

std::vector<std::string> claims_of(const Advert& advert) {
    std::vector<std::string> claims;
    for (const std::string_view cue : {"claim", "papers", "captive", "antique"})
        for (const std::uint32_t index : places_of(advert, cue))
            if (claims.size() < most_claims) add_once(claims, original(advert, advert.cues[index]));
    return claims;
}

std::string quantity_of(const Advert& advert, const Mention& mention) {
    const Cue* nearest = nullptr;
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (const std::uint32_t index : places_of(advert, "quantity")) {
        const Cue& cue = advert.cues[index];
        const std::int64_t far = cue.passage == mention.passage
                                     ? std::abs(std::int64_t{cue.folded.begin} - std::int64_t{mention.folded.begin})
                                     : std::numeric_limits<std::int32_t>::max() + std::int64_t{cue.folded.begin};
        if (far < least) {
            least = far;
            nearest = &cue;
        }
    }
    return nearest ? original(advert, *nearest) : std::string();
}

}  // namespace detector
