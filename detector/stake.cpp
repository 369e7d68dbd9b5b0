#include "detector/stake.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <optional>

#include "detector/annotation_scope.h"
#include "detector/regimes.h"

namespace detector {

namespace {

constexpr std::size_t most_claims = 8;

std::string original(const Advert& advert, const Cue& cue) {
    const Span span = advert.scan.passages[cue.passage].original(cue.folded);
    const std::string& text = advert.listing.passages[cue.passage].text;
    const std::size_t begin = std::min<std::size_t>(span.begin, text.size());
    return text.substr(begin, std::min<std::size_t>(span.end, text.size()) - begin);
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

// Taxa that no Appendix holds are there for another regime's sake.
std::optional<RegimeListing> other_listing(const Advert& advert, const Mention& mention) {
    for (const TaxonId taxon : mention.taxa)
        for (const RegimeListing& listing : other_listings(advert.lexicon, taxon))
            if (listing.regime != "watch") return listing;
    return std::nullopt;
}

// The CITES trade terms of what is offered; where no rule tied a part to the name, of the parts and goods that the same
// text names (`Dalbergia retusa guitar back`).
std::vector<std::string> parts_named(const Advert& advert, const Mention& mention,
                                     const std::vector<std::string>& specimens) {
    std::vector<std::string> codes = specimens;
    if (!codes.empty()) return codes;
    for (const Cue& cue : advert.cues)
        if (cue.passage == mention.passage) add_once(codes, cue.cites_term);
    return codes;
}

struct LeftOut {
    std::string_view annotation;
    std::string part;  // CITES trade term
};

// The annotation by which everything offered is left out of the listing; nothing where anything counts or is unsure.
std::optional<LeftOut> all_left_out(const Advert& advert, const Mention& mention,
                                    const std::vector<std::string>& specimens) {
    const std::vector<std::string> codes = parts_named(advert, mention, specimens);
    const bool all = std::all_of(codes.begin(), codes.end(),
                                 [&](const std::string& code) { return left_out(advert.lexicon, mention.taxa, code); });
    if (codes.empty() || !all) return std::nullopt;
    return LeftOut{advert.lexicon.taxon(mention.taxa.front()).annotation, codes.front()};
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
    if (appendix != Appendix::none) {
        add("appendix", rules.weight(appendix_weight(appendix)),
            "named taxon is in " + std::string(appendix_words(appendix)));
    } else if (const auto listing = other_listing(advert, mention)) {
        const std::string name = std::string(listing->regime) + "." + std::string(listing->listing);
        add("other-regime", rules.weight("stake.regime." + name, rules.weight("stake.regime")),
            "named taxon is in no Appendix, but in " + words_of(*listing));
    }
    if (mention.traits.has(Trait::watch))
        add("watch-weight",
            rules.weight(mention.traits.has(Trait::sure)       ? "stake.watch.3"
                         : mention.traits.has(Trait::doubtful) ? "stake.watch.2"
                                                               : "stake.watch.1"),
            "the watch list gives it this weight");

    double most = 0;
    std::string_view heaviest;
    for (const std::string& code : specimens) {
        const double points = rules.weight("stake.specimen." + code);
        if (heaviest.empty() || points > most) {
            most = points;
            heaviest = code;
        }
    }
    if (const auto left = all_left_out(advert, mention, specimens))
        add("annotation-leaves-out", rules.weight("stake.left_out"),
            "annotation " + std::string(left->annotation) + " leaves this part out of the listing (" + left->part +
                ")");
    if (!heaviest.empty()) add("specimen", most, "what is offered has CITES trade term " + std::string(heaviest));

    if (mention.traits.has(Trait::deobfuscated))
        add("disguised-spelling", rules.weight("stake.deobfuscated"),
            "the name is readable only once a disguise is undone");

    const auto by_cue = [&](std::string_view cue, std::string_view rule, std::string_view text) {
        const std::span<const std::uint32_t> places = advert.places_of(cue);
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
        for (const std::uint32_t index : advert.places_of(cue))
            if (claims.size() < most_claims) add_once(claims, original(advert, advert.cues[index]));
    return claims;
}

std::string quantity_of(const Advert& advert, const Mention& mention) {
    const Cue* nearest = nullptr;
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (const std::uint32_t index : advert.places_of("quantity")) {
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
