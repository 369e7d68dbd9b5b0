#include "detector/advert_languages.h"

#include <algorithm>

#include "detector/inflection.h"
#include "detector/letter_marks.h"

namespace detector {

namespace {

// How many places of an advert speak for each language: a place has one vote a language.
struct Votes {
    struct Party {
        std::string_view language;
        int number = 0;
        std::uint32_t passage = 0, place = 0;  // of the last vote
    };
    std::vector<Party> parties;

    template <typename Languages>
    void count(const Languages& languages, std::uint32_t passage, std::uint32_t place) {
        for (const std::string_view each : languages) {
            const std::string_view language = primary_language(each);
            if (language == "und") continue;
            auto own = std::find_if(parties.begin(), parties.end(),
                                    [&](const Party& other) { return other.language == language; });
            if (own == parties.end()) own = parties.insert(own, {language});
            if (own->number > 0 && own->passage == passage && own->place == place) continue;
            ++own->number;
            own->passage = passage;
            own->place = place;
        }
    }
};

// Long enough to be a word of no other language by chance.
bool is_telling(const Term& term, const Match& match) {
    constexpr std::uint32_t least_sure = 8, least_phrase = 9, least_word = 11;  // bytes, folded
    if (term.kind != TermKind::common && term.kind != TermKind::product) return false;
    if (match.how != MatchHow::exact && match.how != MatchHow::folded && match.how != MatchHow::inflected) return false;
    return match.folded.size() >= (term.ambiguity == Ambiguity::none               ? least_sure
                                   : term.text.find(' ') == std::string_view::npos ? least_word
                                                                                   : least_phrase);
}

void elect(Advert& advert, const Votes& votes, int least) {
    int most = 0;
    for (const Votes::Party& each : votes.parties) most = std::max(most, each.number);
    for (const Votes::Party& each : votes.parties)
        if (each.number >= least && each.number * 3 >= most * 2 && !advert.speaks(each.language))
            advert.languages.push_back(each.language);
}

}  // namespace

void settle_languages(Advert& advert) {
    Votes votes;
    for (const Cue& cue : advert.cues) votes.count(cue.languages, cue.passage, cue.folded.begin);
    if (!advert.listing.language.empty()) {
        advert.languages.push_back(primary_language(advert.listing.language));
    } else {
        for (const Match& match : advert.scan.matches)
            if (const Term& term = advert.lexicon.term(match.term); is_telling(term, match))
                votes.count(term.languages, match.passage, match.folded.begin);
        if (std::any_of(advert.listing.passages.begin(), advert.listing.passages.end(),
                        [](const Passage& passage) { return has_vietnamese_letter(passage.text); }))
            advert.languages.push_back("vi");
    }
    elect(advert, votes, advert.languages.empty() ? 1 : 3);
}

}  // namespace detector
