#include "detector/cues.h"

#include "detector/advert_languages.h"
#include "detector/fold.h"
#include "detector/inflection.h"
#include "detector/letter_marks.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>
#include <utility>

namespace detector {

namespace {

// A cue that stands a thousand times says no more than the first few: keeps the work linear on hostile text.
constexpr std::size_t most_of_a_cue = 48;
constexpr std::size_t usual_hits = 64;
constexpr std::size_t least_unmarked = 6;        // bytes of a Vietnamese word
constexpr std::size_t least_unmarked_other = 4;  // and of other languages
constexpr std::uint32_t after_reach = 6;
constexpr std::uint32_t short_english = 4;  // bytes
constexpr std::uint32_t along_reach = 22;
constexpr std::uint32_t list_reach = 30;      // between two things of one list: ", and a"
constexpr std::uint32_t negation_reach = 25;  // tenths of a word between `not` and what it denies

// Goods made from a part, as against the part itself: `tiger ring` and `turtle necklace` are figures of speech far more
// often than `tiger tooth`.
bool is_article(std::string_view cites_term) {
    static constexpr std::array codes{"LPS", "LPL", "GAR", "JWL", "CAR", "RUG",
                                      "WPR", "KEY", "FUR", "CLO", "CST", "FPT"};
    return std::find(codes.begin(), codes.end(), cites_term) != codes.end();
}

// Parts whose words also name much that is no animal's: the head of a hammer, the tail of a helicopter.
bool is_weak_part(std::string_view cites_term) {
    static constexpr std::array codes{"HEA", "TAI", "FOO", "EAR", "SID"};
    return std::find(codes.begin(), codes.end(), cites_term) != codes.end();
}

// Context words with little weight are cues of their own: `bronze` speaks far less against ivory than `faux`.
std::string_view by_weight(const Term& term, int strong, std::string_view name, std::string_view weak) {
    return std::abs(term.weight) >= strong ? name : weak;
}

std::string_view cue_name(const Term& term) {
    if (term.kind == TermKind::part)
        return term.cites_term == "LIV"        ? "live"
               : is_article(term.cites_term)   ? "article"
               : is_weak_part(term.cites_term) ? "part_weak"
                                               : "part";
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

    void from_lexicon() {
        for (std::size_t i = 0; i < advert.scan.matches.size(); ++i) {
            const Match& match = advert.scan.matches[i];
            const Term& term = advert.lexicon.term(match.term);
            if (term.kind != TermKind::part && term.kind != TermKind::context) continue;
            if (other_word(advert, match) || lacks_marks(term, match) || is_marked_english(term, match)) continue;
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

    // A short word typed without its marks may be any other: Spanish `de` is no goat (dê), French `la` no wool (lã). In
    // its own language too where the writer sets marks: `una` in a text with accents is no nail (uña).
    bool lacks_marks(const Term& term, const Match& match) const {
        const std::size_t least = term.language == "vi" ? least_unmarked : least_unmarked_other;
        if (match.how != MatchHow::folded || match.folded.size() >= least || is_ascii(term.text)) return false;
        return primary_language(advert.listing.language) != primary_language(term.language) ||
               has_latin_mark(advert.listing.passages[match.passage].text);
    }

    // English words bear no marks: German `für` is no fur.
    bool is_marked_english(const Term& term, const Match& match) const {
        return term.language == "en" && match.how == MatchHow::folded && match.folded.size() <= short_english &&
               is_ascii(term.text);
    }

    void from_rules() {
        std::vector<Vocabulary::Hit> words;
        std::vector<PatternHit> patterns;
        words.reserve(usual_hits);
        patterns.reserve(usual_hits);
        for (std::uint32_t passage = 0; passage < advert.scan.passages.size(); ++passage) {
            const std::string& text = advert.scan.passages[passage].text;
            words.clear();
            patterns.clear();
            advert.rules.vocabulary.find(text, words);
            advert.rules.patterns.find(text, most_of_a_cue, patterns);
            for (const Vocabulary::Hit& hit : words)
                if (is_meant(hit, passage))
                    add(hit.entry.cue, passage, {hit.begin, hit.end}, {&advert.rules.languages[hit.entry.language], 1});
            for (const PatternHit& hit : patterns) add(hit.cue, passage, {hit.begin, hit.end}, {});
        }
    }

    // Marks tell Vietnamese words apart; one typed without any is taken when it is long enough to be no other.
    bool is_meant(const Vocabulary::Hit& hit, std::uint32_t passage) const {
        if (hit.entry.form == 0) return true;
        const Span span = advert.scan.passages[passage].original({hit.begin, hit.end});
        const std::string& text = advert.listing.passages[passage].text;
        if (span.end > text.size()) return false;
        const std::string typed = case_folded(std::string_view(text).substr(span.begin, span.size()));
        if (typed == advert.rules.forms[hit.entry.form]) return true;
        return typed.size() >= least_unmarked && is_ascii(typed);
    }

    // `non-shedding`, `vaso 9`: what is inside such a phrase is no cue; nor is the same word of another language than
    // the one the advert says it is in (Romanian `lei`, money; Portuguese, law).
    void drop_inside_plain_phrases() {
        const CueId* plain = advert.rules.find_cue("plain");
        if (!plain) return;
        std::vector<Cue> phrases;
        for (const Cue& cue : advert.cues)
            if (cue.id == *plain) phrases.push_back(cue);
        if (phrases.empty()) return;
        if (phrases.size() > most_of_a_cue) phrases.resize(most_of_a_cue);
        const std::string_view declared = primary_language(advert.listing.language);
        const auto is_declared = [&](const Cue& cue) {
            return std::any_of(cue.languages.begin(), cue.languages.end(),
                               [&](std::string_view language) { return primary_language(language) == declared; });
        };
        std::erase_if(advert.cues, [&](const Cue& cue) {
            return cue.id != *plain && std::any_of(phrases.begin(), phrases.end(), [&](const Cue& phrase) {
                       return phrase.passage == cue.passage && phrase.folded.begin <= cue.folded.begin &&
                              cue.folded.end <= phrase.folded.end &&
                              (!(phrase.folded == cue.folded) || (is_declared(phrase) && !is_declared(cue)));
                   });
        });
    }

    void add(CueId id, std::uint32_t passage, Span folded, std::span<const std::string_view> languages) {
        Cue cue;
        cue.id = id;
        cue.passage = passage;
        cue.folded = folded;
        cue.languages = languages;
        advert.cues.push_back(cue);
    }

    void drop_foreign_cues() {
        // English is understood everywhere, but its short words are other words elsewhere: Vietnamese `bán`, to sell.
        const std::string_view declared = primary_language(advert.listing.language);
        const bool english = declared.empty() ? advert.languages.empty() || advert.speaks("en") : declared == "en";
        std::erase_if(advert.cues, [&](const Cue& cue) {
            if (!advert.speaks(cue.languages)) return true;
            return !english && cue.folded.size() <= short_english && !cue.languages.empty() &&
                   std::all_of(
                       cue.languages.begin(), cue.languages.end(),
                       [&](std::string_view language) { return language == "en" || !advert.speaks(language); }) &&
                   std::find(cue.languages.begin(), cue.languages.end(), "und") == cue.languages.end();
        });
    }

    // `not` before (or, in languages that deny afterwards, behind) a cue turns it into its opposite; `with` before one
    // into what comes along.
    void qualify() {
        qualify(advert.rules.denied, negation_reach, "negation", "negation_after", true);
        if (qualify(advert.rules.along, along_reach, "along", "along_after", false)) go_on_listing();
    }

    // "with tank, heat mat and hide", "cage and heater included": the rest of the list comes along too.
    void go_on_listing() {
        std::vector<Cue>& cues = advert.cues;
        const auto near = [&](std::size_t first, std::size_t second) {
            const std::uint32_t end = cues[first].folded.end, begin = cues[second].folded.begin;
            return cues[first].passage == cues[second].passage &&
                   (end > begin || advert.maps[cues[first].passage].tenths_between(end, begin) <= list_reach);
        };
        const auto joins = [&](Cue& cue, const Cue& listed) {  // as another of its kind that comes along
            const std::optional<CueId> qualified = becomes(advert.rules.along, cue);
            if (!qualified || listed.id != *qualified) return false;
            cue.id = *qualified;
            return true;
        };
        for (std::size_t i = 1; i < cues.size(); ++i)
            for (std::size_t k = i; k-- > 0 && near(k, i);) joins(cues[i], cues[k]);
        const CueId* last = advert.rules.find_cue("along_after");
        if (!last || advert.places_of(*last).empty()) return;
        std::vector<bool> ends(cues.size());  // a list that "included" ends, not one that "with" begins
        for (std::size_t i = cues.size(); i-- > 0;) {
            ends[i] = any_word(*last, cues[i], after_reach, false);
            for (std::size_t k = i + 1; k < cues.size() && near(i, k); ++k)
                if (ends[k] && joins(cues[i], cues[k])) ends[i] = true;
        }
    }

    static std::optional<CueId> becomes(std::span<const std::optional<CueId>> qualified_by_id, const Cue& cue) {
        return cue.id < qualified_by_id.size() ? qualified_by_id[cue.id] : std::nullopt;
    }

    // `drop`: a qualified cue of which no rule speaks is no cue at all; else it stays what it was. Was any qualified?
    bool qualify(std::span<const std::optional<CueId>> qualified_by_id, std::uint32_t reach,
                 std::string_view before_name, std::string_view after_name, bool drop) {
        const CueId* before = advert.rules.find_cue(before_name);
        const CueId* after = advert.rules.find_cue(after_name);
        const auto stands = [&](const CueId* word) { return word && !advert.places_of(*word).empty(); };
        if (!stands(before) && !stands(after)) return false;
        bool any = false;
        for (Cue& cue : advert.cues) {
            if (cue.id >= advert.rules.cue_names.size()) continue;
            if ((before && cue.id == *before) || (after && cue.id == *after)) continue;
            const std::optional<CueId> qualified = becomes(qualified_by_id, cue);
            if (!qualified && !drop) continue;
            const bool met =
                (before && any_word(*before, cue, reach, true)) || (after && any_word(*after, cue, after_reach, false));
            if (met) cue.id = qualified ? *qualified : static_cast<CueId>(advert.rules.cue_names.size());
            any |= met;
        }
        return any;
    }

    bool any_word(CueId id, const Cue& cue, std::uint32_t reach, bool before) const {
        const PassageMap& map = advert.maps[cue.passage];
        const std::span<const std::uint32_t> places = advert.places_of(id);
        return std::any_of(places.begin(), places.end(), [&](std::uint32_t index) {
            const Cue& word = advert.cues[index];
            if (word.passage != cue.passage || !map.same_clause(word.folded.begin, cue.folded.begin)) return false;
            if (before && answers(word)) return false;
            const Span first = before ? word.folded : cue.folded, second = before ? cue.folded : word.folded;
            return first.end <= second.begin && map.tenths_between(first.end, second.begin) <= reach;
        });
    }

    // "Cow hide? No, polyester": such a no is said of what was asked, not of what follows.
    bool answers(const Cue& word) const {
        const std::string& text = advert.scan.passages[word.passage].text;
        const std::size_t last = text.find_last_not_of(' ', word.folded.begin ? word.folded.begin - 1 : 0);
        return word.folded.begin > 0 && last != std::string::npos && text[last] == '?';
    }

    void sort() {
        std::stable_sort(advert.cues.begin(), advert.cues.end(), [](const Cue& a, const Cue& b) {
            return std::pair(a.passage, a.folded.begin) < std::pair(b.passage, b.folded.begin);
        });
    }

    void index() {
        const std::size_t ids = advert.rules.cue_names.size();
        std::vector<std::uint32_t>& begin = advert.by_cue_begin;
        begin.assign(ids + 1, 0);
        for (const Cue& cue : advert.cues)
            if (cue.id < ids && begin[cue.id + 1] < most_of_a_cue) ++begin[cue.id + 1];
        std::partial_sum(begin.begin(), begin.end(), begin.begin());
        advert.by_cue.resize(begin.back());
        std::vector<std::uint32_t> next(begin.begin(), begin.end() - 1);
        for (std::uint32_t i = 0; i < advert.cues.size(); ++i) {
            const CueId id = advert.cues[i].id;
            if (id < ids && next[id] < begin[id + 1]) advert.by_cue[next[id]++] = i;
        }
        advert.telling.clear();
        for (CueId id = 0; id < advert.rules.evidence.size(); ++id)
            if (!advert.places_of(id).empty() || advert.rules.needs_no_cue[id]) advert.telling.push_back(id);
    }
};

}  // namespace

bool other_word(const Advert& advert, const Match& match) {
    if (match.how != MatchHow::folded) return false;
    const std::string& text = advert.listing.passages[match.passage].text;
    const Term& term = advert.lexicon.term(match.term);
    const bool marked_text = has_vietnamese_letter(text);
    if (!marked_text && advert.listing.language != "vi" && term.language != "vi") return false;
    const std::size_t begin = std::min<std::size_t>(match.span.begin, text.size());
    const std::string_view there = std::string_view(text).substr(begin, match.span.size());
    // Lists that write no marks: "Rua hop tran vang" is long enough to be no other.
    if (is_ascii(term.text) && std::count(term.text.begin(), term.text.end(), ' ') >= 2) return false;
    // Who writes the other words with their marks meant `gia`.
    if (is_ascii(there)) return marked_text && term.language == "vi" && term.text.find(' ') == term.text.npos;
    return with_tones_moved(there) != with_tones_moved(term.text);
}

std::span<const std::uint32_t> Advert::places_of(std::string_view cue) const {
    const CueId* id = rules.find_cue(cue);
    return id ? places_of(*id) : std::span<const std::uint32_t>();
}

bool Advert::speaks(std::string_view language) const {
    return std::find(languages.begin(), languages.end(), primary_language(language)) != languages.end();
}

bool Advert::speaks(std::span<const std::string_view> words) const {
    return words.empty() || std::any_of(words.begin(), words.end(), [&](std::string_view language) {
               return language == "und" || language == "en" || language == "la" || language.empty() || speaks(language);
           });
}

Advert lay_out(const Listing& listing, const ScanResult& scan, const Lexicon& lexicon, const Rules::Storage& rules) {
    Advert advert{listing, scan, lexicon, rules, {}, {}, {}, {}, {}, {}};
    for (const FoldedPassage& passage : scan.passages) advert.maps.emplace_back(passage.text);
    Collector collector{advert};
    collector.from_lexicon();
    collector.from_rules();
    collector.drop_inside_plain_phrases();
    collector.sort();
    settle_languages(advert);
    collector.drop_foreign_cues();
    collector.index();
    collector.qualify();
    collector.index();
    return advert;
}

}  // namespace detector
