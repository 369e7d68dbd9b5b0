#include "detector/mentions.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "detector/annotation_scope.h"
#include "detector/fold.h"
#include "detector/naming.h"
#include "detector/parts.h"

namespace detector {

namespace {

constexpr std::size_t most_mentions = 64;  // distinct places judged in one advert
constexpr std::size_t short_text = 120;    // bytes of a description that has no room to digress
constexpr std::size_t most_of_a_term = 4;  // places of one and the same term

Trait trait_of(MatchHow how) {
    switch (how) {
        case MatchHow::exact:
            return Trait::exact;
        case MatchHow::folded:
            return Trait::folded;
        case MatchHow::inflected:
            return Trait::inflected;
        case MatchHow::abbreviated:
            return Trait::abbreviated;
        case MatchHow::fuzzy:
            return Trait::fuzzy;
        case MatchHow::deobfuscated:
            return Trait::deobfuscated;
    }
    return Trait::exact;
}

Trait trait_of(Field field) {
    switch (field) {
        case Field::title:
            return Trait::title;
        case Field::description:
            return Trait::description;
        case Field::attribute:
            return Trait::attribute;
        case Field::category:
            return Trait::category;
        case Field::tag:
            return Trait::tag;
        case Field::seller:
            return Trait::seller;
        case Field::location:
            return Trait::location;
        case Field::image_text:
            return Trait::image_text;
    }
    return Trait::description;
}

// CITES trade terms.
constexpr std::string_view finished_wood = "WPR", extract = "EXT";

constexpr int met_code_rank = 5;  // before common names that are doubtful, behind sure ones

// Which reading of a place is tried first.
int rank_of(const Term& term) {
    switch (term.kind) {
        case TermKind::accepted:
            return 0;
        case TermKind::synonym:
            return 1;
        case TermKind::family:
        case TermKind::genus:
            return 2;
        case TermKind::product:
            return 3 + static_cast<int>(term.ambiguity);
        case TermKind::common:
            return 4 + static_cast<int>(term.ambiguity);
        case TermKind::code:
            return 8;
        default:
            return 9;
    }
}

void add_kind(const Term& term, Ambiguity doubt, Traits& traits) {
    switch (term.kind) {
        case TermKind::accepted:
        case TermKind::synonym:
            traits.set(Trait::scientific);
            break;
        case TermKind::genus:
            traits.set(Trait::genus);
            break;
        case TermKind::family:
            traits.set(Trait::family);
            break;
        case TermKind::common:
            traits.set(Trait::common);
            break;
        case TermKind::product:
            traits.set(Trait::product);
            break;
        case TermKind::code:
            traits.set(Trait::code);
            break;
        case TermKind::emoji:
            traits.set(Trait::emoji);
            break;
        case TermKind::watch:
            traits.set(Trait::watch);
            break;
        default:
            break;
    }
    if (term.kind == TermKind::code || term.kind == TermKind::watch) {
        traits.set(term.confidence == Confidence::high     ? Trait::sure
                   : term.confidence == Confidence::medium ? Trait::doubtful
                                                           : Trait::ambiguous);
    } else {
        traits.set(doubt == Ambiguity::none  ? Trait::sure
                   : doubt == Ambiguity::low ? Trait::doubtful
                                             : Trait::ambiguous);
    }
}

void add_taxon(const Taxon& taxon, const Rules::Storage& rules, Traits& traits) {
    for (const std::string_view name : {taxon.family, taxon.order, taxon.name})
        if (rules.leather_taxa.contains(name)) traits.set(Trait::leather);
    traits.set(taxon.kingdom == "Plantae" ? Trait::plant : Trait::animal);
    if (taxon.klass == "Anthozoa" || taxon.klass == "Hydrozoa") traits.set(Trait::coral);
    if (taxon.klass == "Elasmobranchii" || taxon.name == "Elasmobranchii") traits.set(Trait::shark);
    if (taxon.name == "Elephantidae" || taxon.family == "Elephantidae") traits.set(Trait::ivory);
}

void add_product(std::string_view cites_term, Traits& traits) {
    if (cites_term == "LPS" || cites_term == "LPL" || cites_term == "SKI" || cites_term == "LEA")
        traits.set(Trait::leather);
    if (cites_term == "TIM" || cites_term == "LOG" || cites_term == "SAW" || cites_term == "VEN" || cites_term == "WPR")
        traits.set(Trait::wood);
    if (cites_term == "OIL" || cites_term == "EXT" || cites_term == "MUS" || cites_term == "WAX" ||
        cites_term == "CAV" || cites_term == "DER")
        traits.set(Trait::cosmetic);
}

// `#ivoryandart` names a shop or a theme more often than the thing; `#ivory` is how sellers tag.
bool joined_in_hashtag(std::string_view text, Span name) {
    constexpr std::uint32_t longest_hashtag = 60;
    const bool goes_on = name.end < text.size() && text[name.end] >= 'a' && text[name.end] <= 'z';
    for (std::uint32_t at = name.begin, back = 0; back < longest_hashtag && at > 0 && text[at - 1] != ' '; ++back, --at)
        if (text[at - 1] == '#') return goes_on || at != name.begin;
    return false;
}

// Languages whose names for goods and animals pass for each other's, by spelling or by trade.
constexpr std::array<std::string_view, 2> kindred[] = {
    {"id", "ms"}, {"ar", "fa"}, {"ar", "ur"}, {"fa", "ur"}, {"cs", "sk"}, {"ru", "uk"}, {"da", "nb"},
    {"da", "no"}, {"da", "sv"}, {"nb", "sv"}, {"no", "sv"}, {"hr", "sr"}, {"hr", "bs"}, {"hr", "sl"},
    {"es", "ca"}, {"es", "gl"}, {"pt", "gl"}, {"hi", "mr"}, {"hi", "ne"}, {"bg", "mk"}, {"az", "tr"},
    {"bs", "sr"}, {"be", "ru"}, {"be", "uk"}, {"nb", "nn"}, {"nn", "no"}, {"lb", "de"}};

// As listed, or what a disguise (pinyin, say) is undone to: no form that a word of another language has by chance.
bool is_verbatim(MatchHow how) {
    return how == MatchHow::exact || how == MatchHow::folded || how == MatchHow::deobfuscated;
}

// Scripts other than Latin, and who writes in them.
struct Script {
    char32_t first, last;
    std::string_view languages;  // each between two spaces
};
constexpr Script scripts[] = {
    {0x0370, 0x03FF, " el "},
    {0x0400, 0x052F, " ru uk bg be sr mk kk ky mn tg "},
    {0x0530, 0x058F, " hy "},
    {0x0590, 0x05FF, " he yi "},
    {0x0600, 0x077F, " ar fa ur ps ku ckb sd ug "},
    {0x0900, 0x097F, " hi mr ne sa "},
    {0x0980, 0x09FF, " bn as "},
    {0x0A00, 0x10FF, ""},  // the rest of India, Thai, Lao, Burmese, Georgian: one language each
    {0x1200, 0x13FF, " am ti "},
    {0x1780, 0x17FF, ""},
    {0x3040, 0x30FF, " ja "},
    {0x3400, 0x9FFF, " zh ja yue "},
    {0xAC00, 0xD7A3, " ko "}};

// Could the words be of a language of the advert at all? Words of two languages are mistaken for each other within a
// script: no advert in English, or in a language nobody could tell, holds 犀角 by chance.
bool mistakable(const Advert& advert, std::string_view words) {
    constexpr std::size_t telling = 16;  // bytes of a phrase that means the same wherever it stands
    if (words.size() >= telling && words.find(' ') != std::string_view::npos) return false;
    for (std::size_t at = 0; at < words.size();) {
        const char32_t c = next_code_point(words, at);
        const auto* script = std::find_if(std::begin(scripts), std::end(scripts),
                                          [c](const Script& each) { return each.first <= c && c <= each.last; });
        if (script == std::end(scripts)) continue;
        return std::any_of(advert.languages.begin(), advert.languages.end(), [&](std::string_view language) {
            return script->languages.find(" " + std::string(language) + " ") != std::string_view::npos;
        });
    }
    return true;
}

bool understood(const Advert& advert, std::span<const std::string_view> languages) {
    return advert.speaks(languages) || std::any_of(languages.begin(), languages.end(), [&](std::string_view language) {
               const std::string_view primary = language.substr(0, language.find('-'));
               return std::any_of(std::begin(kindred), std::end(kindred), [&](const auto& pair) {
                   return (pair[0] == primary && advert.speaks(pair[1])) ||
                          (pair[1] == primary && advert.speaks(pair[0]));
               });
           });
}

// The readings of one place, put together.
Mention gather(const Advert& advert, const std::vector<std::uint32_t>& places) {
    const auto term_of = [&](std::uint32_t i) -> const Term& {
        return advert.lexicon.term(advert.scan.matches[i].term);
    };
    struct Reading {
        bool foreign = false;
        int rank = 0;
        std::uint32_t match = 0;
    };
    std::vector<Reading> readings;
    for (const std::uint32_t i : places) {
        const Term& term = term_of(i);
        // A code word that has what it asks for is better known than the same word as a doubtful name.
        const bool meant = term.kind == TermKind::code && term.confidence != Confidence::low && needs_met(term, advert);
        const bool fits = term.kind == TermKind::emoji || understood(advert, term.languages) ||
                          (is_verbatim(advert.scan.matches[i].how) && !mistakable(advert, term.text));
        readings.push_back({!fits, meant ? met_code_rank : rank_of(term), i});
    }
    std::stable_sort(readings.begin(), readings.end(), [](const Reading& a, const Reading& b) {
        return std::pair(a.foreign, a.rank) < std::pair(b.foreign, b.rank);
    });
    const Match& best = advert.scan.matches[readings.front().match];
    const Term& best_term = term_of(readings.front().match);
    const bool foreign = readings.front().foreign;
    Ambiguity doubt = best_term.ambiguity;

    Mention mention;
    mention.passage = best.passage;
    mention.term = best.term;
    mention.folded = best.folded;
    mention.cites_term = best_term.cites_term;
    mention.traits.set(trait_of(best.how));
    const Field field = advert.listing.passages[best.passage].field;
    mention.traits.set(trait_of(field));
    if (field == Field::title && best.folded.begin == 0) mention.traits.set(Trait::opens);
    if (foreign) mention.traits.set(Trait::foreign);
    const std::string_view words =
        std::string_view(advert.scan.passages[best.passage].text).substr(best.folded.begin, best.folded.size());
    if (words.find(' ') != std::string_view::npos) mention.traits.set(Trait::several_words);
    if (best_term.kind == TermKind::product) add_product(best_term.cites_term, mention.traits);
    const bool has_needs = best_term.kind == TermKind::code || best_term.kind == TermKind::watch;
    if (has_needs && needs_met(best_term, advert)) mention.traits.set(Trait::needs_met);
    if (best.folded.end - best.folded.begin <= 3) mention.traits.set(Trait::short_word);
    for (const auto& [is_foreign, rank, i] : readings) {
        // The name of a genus that is also an everyday word, in whatever language: Puma, Boa.
        if (best_term.kind == TermKind::genus && term_of(i).kind == TermKind::common)
            doubt = std::max(doubt, term_of(i).ambiguity);
        if (!foreign && is_foreign) continue;
        // Where one list calls the word sure and another ambiguous, the doubt is the better knowledge.
        if (term_of(i).kind == best_term.kind && term_of(i).ambiguity > doubt) doubt = term_of(i).ambiguity;
        // A doubtful second reading names no taxon of its own where a better one stands.
        if (rank > readings.front().rank + 2) continue;
        mention.matches.push_back(i);
        for (const TaxonId taxon : term_of(i).taxa)
            if (std::find(mention.taxa.begin(), mention.taxa.end(), taxon) == mention.taxa.end())
                mention.taxa.push_back(taxon);
    }
    if (std::all_of(mention.taxa.begin(), mention.taxa.end(), [&](TaxonId id) {
            const Taxon& taxon = advert.lexicon.taxon(id);
            return !taxon.whole && (taxon.rank == Rank::order || taxon.rank == Rank::higher);
        }))
        mention.traits.set(Trait::broad);
    if (std::all_of(mention.taxa.begin(), mention.taxa.end(),
                    [&](TaxonId id) { return advert.lexicon.taxon(id).appendix == Appendix::I; }))
        mention.traits.set(Trait::appendix_i);
    if (left_out(advert.lexicon, mention.taxa, finished_wood)) mention.traits.set(Trait::finished_out);
    if (left_out(advert.lexicon, mention.taxa, extract)) mention.traits.set(Trait::extract_out);
    if (joined_in_hashtag(advert.scan.passages[best.passage].text, best.folded)) mention.traits.set(Trait::hashtag);
    add_kind(best_term, doubt, mention.traits);
    for (const TaxonId taxon : mention.taxa) add_taxon(advert.lexicon.taxon(taxon), advert.rules, mention.traits);
    return mention;
}

void mark_colours(const Advert& advert, std::vector<Mention>& mentions) {
    const std::span<const std::uint32_t> colours = advert.places_of("colour_name");
    for (Mention& mention : mentions)
        for (const std::uint32_t i : colours) {
            const Cue& cue = advert.cues[i];
            if (cue.passage != mention.passage) continue;
            // `antique ivory` is a colour as much as `ivory`; `genuine ivory` is none.
            const bool inside = mention.folded.begin <= cue.folded.begin && cue.folded.end <= mention.folded.end;
            if (cue.folded == mention.folded ||
                (inside && mention.traits.has(Trait::ivory) && mention.traits.has(Trait::doubtful)))
                mention.traits.set(Trait::colour);
        }
}

// Does the title offer a part that the mentioned taxon has: `hide with head and paws`, and the description says whose?
bool title_offers_part(const Advert& advert, const Mention& mention) {
    const auto parts = advert.places_of("part");
    return std::any_of(parts.begin(), parts.end(), [&](std::uint32_t index) {
        const Cue& cue = advert.cues[index];
        return advert.listing.passages[cue.passage].field == Field::title && !cue.cites_term.empty() &&
               has_part(advert.lexicon, mention.taxa, cue.cites_term);
    });
}

// A name that only the description holds while the title names something else is most likely said in passing; not in
// one of a few words, which tells what the thing is: `old fan`, `ivory sticks`. An advert without a title is a post.
void mark_asides(const Advert& advert, std::vector<Mention>& mentions) {
    if (advert.listing.first(Field::title).empty()) {
        for (Mention& mention : mentions) mention.traits.set(Trait::untitled);
        return;
    }
    std::vector<const Mention*> titled;
    for (const Mention& mention : mentions)
        if (mention.traits.has(Trait::title)) titled.push_back(&mention);
    for (Mention& mention : mentions)
        if (mention.traits.has(Trait::description) && advert.scan.passages[mention.passage].text.size() > short_text &&
            std::none_of(titled.begin(), titled.end(),
                         [&](const Mention* other) { return related(advert.lexicon, mention, *other); }) &&
            !title_offers_part(advert, mention))
            mention.traits.set(Trait::aside);
}

void mark_covered(std::vector<Mention>& mentions) {
    for (Mention& inner : mentions)
        for (const Mention& outer : mentions)
            if (inner.passage == outer.passage && outer.folded.begin <= inner.folded.begin &&
                inner.folded.end <= outer.folded.end && !(inner.folded == outer.folded))
                inner.covered = true;
}

}  // namespace

bool related(const Lexicon& lexicon, const Mention& a, const Mention& b) {
    for (const TaxonId left : a.taxa)
        for (const TaxonId right : b.taxa) {
            const Taxon &x = lexicon.taxon(left), &y = lexicon.taxon(right);
            if (left == right || (!x.family.empty() && x.family == y.family) || x.family == y.name ||
                y.family == x.name || (!x.order.empty() && x.order == y.name) ||
                (!y.order.empty() && y.order == x.name))
                return true;
        }
    return false;
}

bool names_anything(const ScanResult& scan, const Lexicon& lexicon) {
    return std::any_of(scan.matches.begin(), scan.matches.end(),
                       [&](const Match& match) { return names_something(lexicon.term(match.term)); });
}

std::vector<Mention> find_mentions(const Advert& advert) {
    // A watched word is judged by itself, beside what the lists make of the same place.
    std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, TermId>, std::vector<std::uint32_t>> places;
    constexpr auto of_the_lists = static_cast<TermId>(UINT32_MAX);
    std::map<TermId, std::size_t> seen;
    const std::vector<Match>& matches = advert.scan.matches;
    for (std::uint32_t i = 0; i < matches.size(); ++i) {
        const Match& match = matches[i];
        if (!names_something(advert.lexicon.term(match.term)) || seen[match.term] >= most_of_a_term) continue;
        if (other_word(advert, match)) continue;
        if (places.size() >= most_mentions) break;
        ++seen[match.term];
        const bool watched = advert.lexicon.term(match.term).kind == TermKind::watch;
        places[{match.passage, match.folded.begin, match.folded.end, watched ? match.term : of_the_lists}].push_back(i);
    }
    std::vector<Mention> mentions;
    mentions.reserve(places.size());
    for (auto& [place, indexes] : places) mentions.push_back(gather(advert, indexes));
    mark_colours(advert, mentions);
    mark_asides(advert, mentions);
    mark_covered(mentions);
    return mentions;
}

bool needs_met(const Term& code, const Advert& advert) {
    const auto has = [&](std::string_view cue) { return !advert.places_of(cue).empty(); };
    const bool price = !advert.listing.price.text.empty() || !advert.listing.price.amount.empty() || has("price");
    const std::string_view needs = code.sense->needs;
    if (needs.empty() || needs == "none") return true;
    if (needs == "price") return price;
    if (needs == "trade") return price || has("trade");
    if (needs == "part")
        return std::any_of(advert.scan.matches.begin(), advert.scan.matches.end(), [&](const Match& match) {
            const TermKind kind = advert.lexicon.term(match.term).kind;
            return kind == TermKind::part || kind == TermKind::product;
        });
    return has_needed_words(code, advert.scan.passages, advert.scan.pairs);
}

}  // namespace detector
