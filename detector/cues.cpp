#include "detector/cues.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace detector {

namespace {

// A cue that stands a thousand times says no more than the first few: keeps the work linear on hostile text.
constexpr std::size_t most_of_a_cue = 48;
constexpr std::uint32_t negation_reach = 25;  // tenths of a word between `not` and what it denies

std::string_view primary(std::string_view language) { return language.substr(0, language.find('-')); }

// Goods made from a part, as against the part itself: `tiger ring` and `turtle necklace` are figures of speech far more
// often than `tiger tooth`.
bool is_article(std::string_view cites_term) {
    static constexpr std::array codes{"LPS", "LPL", "GAR", "JWL", "CAR", "RUG",
                                      "WPR", "KEY", "FUR", "CLO", "CST", "FPT"};
    return std::find(codes.begin(), codes.end(), cites_term) != codes.end();
}

// Context words with little weight are cues of their own: `bronze` speaks far less against ivory than `faux`.
std::string_view by_weight(const Term& term, int strong, std::string_view name, std::string_view weak) {
    return std::abs(term.weight) >= strong ? name : weak;
}

std::string_view cue_name(const Term& term) {
    if (term.kind == TermKind::part)
        return term.cites_term == "LIV" ? "live" : is_article(term.cites_term) ? "article" : "part";
    switch (term.role) {
        case Role::trade_intent:
            return by_weight(term, 2, "trade", "trade_weak");
        case Role::concealment:
            return by_weight(term, 2, "concealment", "concealment_weak");
        case Role::genuineness:
            return by_weight(term, 2, "genuineness", "genuineness_weak");
        case Role::legality_claim:
            return "claim";
        case Role::imitation:
            return by_weight(term, 3, "imitation", "imitation_weak");
        case Role::domestic:
            return by_weight(term, 2, "domestic", "domestic_weak");
        case Role::toy_media:
            return "toy";
        case Role::awareness:
            return by_weight(term, 2, "awareness", "awareness_weak");
        case Role::colour:
            return "colour";
        case Role::pet_supply:
            return "pet_supply";
        case Role::place_team_person:
            return "place";
        case Role::food_sense:
            return "food";
        case Role::brand:
            return "brand";
        case Role::fossil:
            return by_weight(term, 2, "fossil", "fossil_weak");
        case Role::none:
            break;
    }
    return {};
}

struct Collector {
    Advert& advert;
    std::unordered_map<std::string_view, int> votes{};  // languages, by the cues that are theirs

    void from_lexicon() {
        for (std::size_t i = 0; i < advert.scan.matches.size(); ++i) {
            const Match& match = advert.scan.matches[i];
            const Term& term = advert.lexicon.term(match.term);
            if (term.kind != TermKind::part && term.kind != TermKind::context) continue;
            const std::string_view name = cue_name(term);
            const CueId* id = name.empty() ? nullptr : advert.rules.find_cue(name);
            if (!id) continue;
            Cue cue;
            cue.id = *id;
            cue.passage = match.passage;
            cue.folded = match.folded;
            cue.match = static_cast<std::int32_t>(i);
            cue.cites_term = term.cites_term;
            cue.languages = term.languages;
            cue.weight = term.weight;
            advert.cues.push_back(cue);
        }
    }

    void from_rules() {
        std::vector<Vocabulary::Hit> words;
        std::vector<PatternHit> patterns;
        for (std::uint32_t passage = 0; passage < advert.scan.passages.size(); ++passage) {
            const std::string& text = advert.scan.passages[passage].text;
            words.clear();
            patterns.clear();
            advert.rules.vocabulary.find(text, words);
            advert.rules.find_patterns(text, most_of_a_cue, patterns);
            for (const Vocabulary::Hit& hit : words)
                add(hit.entry.cue, passage, {hit.begin, hit.end}, {&advert.rules.languages[hit.entry.language], 1});
            for (const PatternHit& hit : patterns) add(hit.cue, passage, {hit.begin, hit.end}, {});
        }
    }

    void add(CueId id, std::uint32_t passage, Span folded, std::span<const std::string_view> languages) {
        Cue cue;
        cue.id = id;
        cue.passage = passage;
        cue.folded = folded;
        cue.languages = languages;
        advert.cues.push_back(cue);
    }

    // Which languages is the advert in? The one declared, and those most of its context words belong to. Names say
    // little: the same word names a tiger in ten languages.
    void settle_languages() {
        if (!advert.listing.language.empty()) advert.languages.push_back(primary(advert.listing.language));
        const int least = advert.languages.empty() ? 1 : 3;
        std::set<std::tuple<std::uint32_t, std::uint32_t, std::string_view>> voted;  // one place, one vote a language
        for (const Cue& cue : advert.cues)
            for (const std::string_view each : cue.languages) {
                const std::string_view language = primary(each);
                if (language != "und" && voted.emplace(cue.passage, cue.folded.begin, language).second)
                    ++votes[language];
            }
        int most = 0;
        for (const auto& [language, count] : votes) most = std::max(most, count);
        for (const auto& [language, count] : votes)
            if (count >= least && count * 3 >= most * 2 && !advert.speaks(language))
                advert.languages.push_back(language);
    }

    void drop_foreign_cues() {
        std::erase_if(advert.cues, [&](const Cue& cue) { return !advert.speaks(cue.languages); });
    }

    // `not` before (or, in languages that deny afterwards, behind) a cue turns it into its opposite.
    void negate() {
        const CueId* before = advert.rules.find_cue("negation");
        const CueId* behind = advert.rules.find_cue("negation_after");
        for (Cue& cue : advert.cues) {
            if ((before && cue.id == *before) || (behind && cue.id == *behind)) continue;
            const PassageMap& map = advert.maps[cue.passage];
            const auto denies = [&](const Cue& word) {
                if (word.passage != cue.passage || !map.same_clause(word.folded.begin, cue.folded.begin)) return false;
                if (before && word.id == *before && word.folded.end <= cue.folded.begin)
                    return map.tenths_between(word.folded.end, cue.folded.begin) <= negation_reach;
                if (behind && word.id == *behind && word.folded.begin >= cue.folded.end)
                    return map.tenths_between(cue.folded.end, word.folded.begin) <= negation_reach;
                return false;
            };
            for (const CueId* id : {before, behind})
                if (id && *id < advert.by_cue.size())
                    for (const std::uint32_t index : advert.by_cue[*id])
                        if (denies(advert.cues[index])) cue.negated = true;
        }
        for (Cue& cue : advert.cues) {
            if (!cue.negated) continue;
            // A denied cue of which no rule speaks is no cue at all.
            const CueId* opposite = advert.rules.find_cue("not:" + advert.rules.cue_names[cue.id]);
            cue.id = opposite ? *opposite : static_cast<CueId>(advert.rules.cue_names.size());
        }
    }

    void index() {
        std::stable_sort(advert.cues.begin(), advert.cues.end(), [](const Cue& a, const Cue& b) {
            return std::pair(a.passage, a.folded.begin) < std::pair(b.passage, b.folded.begin);
        });
        advert.by_cue.assign(advert.rules.cue_names.size(), {});
        for (std::uint32_t i = 0; i < advert.cues.size(); ++i) {
            const CueId id = advert.cues[i].id;
            if (id < advert.by_cue.size() && advert.by_cue[id].size() < most_of_a_cue) advert.by_cue[id].push_back(i);
        }
    }
};

}  // namespace

bool Advert::speaks(std::string_view language) const {
    return std::find(languages.begin(), languages.end(), primary(language)) != languages.end();
}

bool Advert::speaks(std::span<const std::string_view> words) const {
    return words.empty() || std::any_of(words.begin(), words.end(), [&](std::string_view language) {
               return language == "und" || language == "en" || language == "la" || language.empty() || speaks(language);
           });
}

Advert lay_out(const Listing& listing, const ScanResult& scan, const Lexicon& lexicon, const Rules::Storage& rules) {
    Advert advert{listing, scan, lexicon, rules, {}, {}, {}, {}};
    for (const FoldedPassage& passage : scan.passages) advert.maps.emplace_back(passage.text);
    Collector collector{advert};
    collector.from_lexicon();
    collector.from_rules();
    collector.settle_languages();
    collector.drop_foreign_cues();
    collector.index();
    collector.negate();
    collector.index();
    return advert;
}

}  // namespace detector
