// build_term_index(): from the terms of the lists to the flat arrays of a TermIndex.

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

#include "detector/error.h"
#include "detector/fold.h"
#include "detector/lexicon_storage.h"
#include "detector/plain_words.h"
#include "detector/term_index.h"
#include "detector/term_words.h"
#include "detector/words.h"

namespace detector {

namespace {

bool is_word(WordClass c) { return c != WordClass::none; }

class Builder {
  public:
    Builder(const Lexicon& lexicon, const Inflections& inflections) : lexicon_(lexicon), inflections_(inflections) {}

    TermIndex build() {
        const std::span<const Term> terms = lexicon_.terms();
        for (std::uint32_t id = 0; id < terms.size(); ++id) add_term(id, terms[id]);
        for (std::uint32_t id = 0; id < terms.size(); ++id) add_turned(id, terms[id]);
        for (const Spelling& spelling : lexicon_.storage().spellings) add_spelling(spelling);
        for (const StopWord& word : lexicon_.storage().stop_words) add_stop_word(word);
        lay_out_names();
        lay_out_phrases();
        lay_out_plain();
        lay_out_literals();
        return std::move(index_);
    }

  private:
    // Which look-up a literal belongs to; `anywhere`: none, it may stand inside words.
    enum Pass : std::size_t { naming, supporting, anywhere, pass_count };

    struct Draft {  // a phrase being gathered
        std::vector<Range> words;
        std::vector<std::uint32_t> word_ids;
        std::vector<std::uint32_t> terms;
        Pass pass = naming;
        bool stop = false, disguise = false;
        bool turned = false;  // its words stand the other way round in the lists
        std::string text;
    };
    struct LiteralDraft {
        std::vector<Anchor> anchors;
        std::uint32_t genus = no_index, epithet = no_index;
        WordLookup::Gate gate;
    };

    void add_term(std::uint32_t id, const Term& term) {
        std::string text = folded(term.text);
        if (text.empty()) return;
        switch (term.kind) {
            case TermKind::accepted:
            case TermKind::synonym:
                if (add_name(id, text)) return;
                break;
            case TermKind::genus:
                genus_of(text).second.term = id;
                return;
            default:
                break;
        }
        draft_of(std::move(text), pass_of(term)).terms.push_back(id);
    }

    // "толстый лори" is found as "лори толстый", unless that is a term of its own.
    void add_turned(std::uint32_t id, const Term& term) {
        if (term.kind != TermKind::common && term.kind != TermKind::product) return;
        std::string turned = inflections_.turned(folded(term.text), inflections_.languages_of(term.language));
        if (turned.empty()) return;
        const auto known = phrase_by_text_[naming].find(turned);
        if (known != phrase_by_text_[naming].end() && !drafts_[known->second].turned) return;
        Draft& draft = draft_of(std::move(turned), naming);
        draft.turned = true;
        draft.terms.push_back(id);
    }

    static Pass pass_of(const Term& term) {
        return term.kind == TermKind::part || term.kind == TermKind::context ? supporting : naming;
    }

    // A spelling that is itself a term stays that term; one of several terms takes those of its language first.
    void add_spelling(const Spelling& spelling) {
        const std::string plain = folded(spelling.plain), text = folded(spelling.text);
        std::vector<std::uint32_t> terms;
        bool known = text.empty();
        for (const auto& phrases : phrase_by_text_) {
            if (const auto found = phrases.find(plain); found != phrases.end())
                terms.insert(terms.end(), drafts_[found->second].terms.begin(), drafts_[found->second].terms.end());
            known |= phrases.contains(text);
        }
        if (terms.empty())
            throw DataError(std::string(spelling.file), spelling.line,
                            "no term reads '" + std::string(spelling.plain) + "'", "the plain form must be a term");
        if (known) return;
        for (const std::uint32_t id : terms) {
            Draft& draft = draft_of(text, pass_of(lexicon_.terms()[id]));
            draft.disguise = true;
            draft.terms.push_back(id);
        }
    }

    void add_stop_word(const StopWord& word) {
        std::string text = folded(word.text);
        if (!text.empty()) draft_of(std::move(text), naming).stop = true;
    }

    Draft& draft_of(std::string text, Pass pass) {
        const bool unspaced = matched_whole(text);
        const auto [found, fresh] = phrase_by_text_[unspaced ? naming : pass].try_emplace(text, drafts_.size());
        if (!fresh) return drafts_[found->second];
        Draft& draft = drafts_.emplace_back();
        draft.text = std::move(text);
        draft.pass = unspaced ? anywhere : pass;
        if (unspaced) return draft;
        for (std::string_view word : words_of(draft.text)) {
            const auto [entry, is_new] = word_ids_.try_emplace(std::string(word), word_uses_.size());
            if (is_new) {
                word_uses_.push_back(0);
                word_places_.push_back(put(word));
            }
            ++word_uses_[entry->second];
            draft.word_ids.push_back(static_cast<std::uint32_t>(entry->second));
            draft.words.push_back(word_places_[entry->second]);
        }
        return draft;
    }

    // Genus epithet [infraspecific], rank markers aside. Anything else ("Magnolia liliifera var. obovata" is fine, a
    // name of five words is not) is matched as a phrase.
    bool add_name(std::uint32_t id, std::string_view text) {
        std::vector<std::string_view> parts = spaced(text);
        std::erase_if(parts, is_rank_marker);
        if (parts.size() < 2 || parts.size() > 3) return false;
        for (std::string_view part : parts)
            if (part.size() < 2 || !is_word(word_class(static_cast<unsigned char>(part.front()))) || part.back() == '.')
                return false;
        NameDraft name;
        name.epithet = std::string(parts[1]);
        name.infra = parts.size() == 3 ? std::string(parts[2]) : std::string();
        name.term = id;
        genus_of(std::string(parts[0])).second.names.push_back(std::move(name));
        return text.find('-') == std::string_view::npos;  // hyphens vary: the phrase finds the spaced spelling
    }

    struct NameDraft {
        std::string epithet, infra;
        std::uint32_t term = 0;
    };
    struct GenusDraft {
        std::uint32_t term = no_index;
        std::vector<NameDraft> names;
    };

    std::pair<const std::string, GenusDraft>& genus_of(const std::string& name) {
        return *genera_.try_emplace(name).first;
    }

    void lay_out_names() {
        std::map<std::string, std::vector<std::uint32_t>> by_epithet;
        for (auto& [text, draft] : genera_) {
            Genus genus;
            genus.text = put(text);
            genus.term = draft.term;
            genus.names.begin = static_cast<std::uint32_t>(index_.names.size());
            const auto number = static_cast<std::uint32_t>(index_.genera.size());
            std::sort(draft.names.begin(), draft.names.end(), [](const NameDraft& a, const NameDraft& b) {
                return std::tie(a.epithet, a.infra, a.term) < std::tie(b.epithet, b.infra, b.term);
            });
            for (const NameDraft& each : draft.names) {
                by_epithet[each.epithet].push_back(static_cast<std::uint32_t>(index_.names.size()));
                index_.names.push_back({number, each.term, put(each.epithet), put(each.infra)});
            }
            genus.names.end = static_cast<std::uint32_t>(index_.names.size());
            index_.genera.push_back(genus);
            literals_[naming][text].genus = number;
        }
        for (const auto& [text, names] : by_epithet) {
            literals_[naming][text].epithet = static_cast<std::uint32_t>(index_.epithets.size());
            const auto begin = static_cast<std::uint32_t>(index_.names_by_epithet.size());
            index_.names_by_epithet.insert(index_.names_by_epithet.end(), names.begin(), names.end());
            index_.epithets.push_back({{begin, static_cast<std::uint32_t>(index_.names_by_epithet.size())}});
        }
    }

    void lay_out_phrases() {
        for (const Draft& draft : drafts_) {
            if (draft.pass != anywhere && draft.words.empty()) continue;
            Phrase phrase;
            phrase.stop = draft.stop;
            phrase.disguise = draft.disguise;
            phrase.dotted = draft.text.find('.') != std::string::npos;
            phrase.words.begin = static_cast<std::uint32_t>(index_.words.size());
            index_.words.insert(index_.words.end(), draft.words.begin(), draft.words.end());
            phrase.words.end = static_cast<std::uint32_t>(index_.words.size());
            phrase.terms.begin = static_cast<std::uint32_t>(index_.phrase_terms.size());
            add_groups(draft.terms);
            phrase.terms.end = static_cast<std::uint32_t>(index_.phrase_terms.size());
            for (std::uint32_t i = phrase.terms.begin; i < phrase.terms.end; ++i)
                phrase.languages |= index_.phrase_terms[i].languages;
            const auto number = static_cast<std::uint32_t>(index_.phrases.size());
            index_.phrases.push_back(phrase);
            add_anchor(draft, phrase, number);
        }
    }

    // Terms that read alike and mean alike (English and French "python") form a group, English first.
    void add_groups(std::vector<std::uint32_t> ids) {
        const std::span<const Term> terms = lexicon_.terms();
        std::stable_sort(ids.begin(), ids.end(),
                         [&](auto a, auto b) { return (terms[a].language == "en") > (terms[b].language == "en"); });
        std::vector<std::uint32_t> leaders;
        std::vector<std::vector<std::uint32_t>> groups;
        for (std::uint32_t id : ids) {
            const auto same = std::find_if(leaders.begin(), leaders.end(), [&](std::uint32_t leader) {
                const Term &a = terms[id], &b = terms[leader];
                return a.kind == b.kind && a.role == b.role && a.cites_term == b.cites_term &&
                       std::equal(a.taxa.begin(), a.taxa.end(), b.taxa.begin(), b.taxa.end());
            });
            if (same == leaders.end()) {
                leaders.push_back(id);
                groups.push_back({id});
            } else {
                groups[static_cast<std::size_t>(same - leaders.begin())].push_back(id);
            }
        }
        for (std::uint32_t group = 0; group < groups.size(); ++group)
            for (std::uint32_t id : groups[group])
                index_.phrase_terms.push_back(
                    {static_cast<TermId>(id), group, inflections_.languages_of(terms[id].language)});
    }

    void add_anchor(const Draft& draft, const Phrase& phrase, std::uint32_t number) {
        if (draft.pass == anywhere) {
            literals_[anywhere][draft.text].anchors.push_back({number, 0, Anchor::Side::none, 0});
            return;
        }
        const std::uint16_t best = rarest_word(draft);
        const std::string_view word = index_.text(draft.words[best]);
        if (word.size() < 2) return;  // nothing but single letters: no name
        const std::size_t stem = word.size() - inflections_.changing_end(word, phrase.languages);
        LiteralDraft& literal = literals_[draft.pass][std::string(word.substr(0, stem))];
        Anchor anchor{number, best, Anchor::Side::none, 0};
        std::uint64_t tails = 0;
        for (const std::string& tail : inflections_.tails(word, stem, phrase.languages)) {
            tails |= WordLookup::tail_bit(tail);
            lookup_of(draft.pass).add_form(std::string(word.substr(0, stem)) + tail, stem);
        }
        const Languages linked = phrase.languages & inflections_.with_links();
        if (linked && std::size_t{best} + 1 == draft.words.size() && word.size() >= least_compound) {
            tails |= WordLookup::compound_bit;
            compounds_[draft.pass].emplace(word.substr(stem), linked);
        }
        if (draft.words.size() > 1 && !(phrase.languages & inflections_.with_prefixes())) {
            anchor.side = best > 0 ? Anchor::Side::left : Anchor::Side::right;
            anchor.key = neighbour_key(index_.text(draft.words[best > 0 ? best - 1u : 1u]));
            literal.gate.paired |= tails;
            literal.gate.beside |= anchor.side == Anchor::Side::left ? WordLookup::left_bit(anchor.key)
                                                                     : WordLookup::right_bit(anchor.key);
        } else {
            literal.gate.alone |= tails;
        }
        literal.anchors.push_back(anchor);
    }

    // The anchor of a phrase: long enough to be rare in any text, then used by few phrases.
    std::uint16_t rarest_word(const Draft& draft) const {
        constexpr std::size_t enough = 6;  // letters from which on length tells little
        std::size_t best = 0;
        double least = 0;
        for (std::size_t i = 0; i < draft.words.size(); ++i) {
            const std::size_t size = index_.text(draft.words[i]).size();
            double cost = word_uses_[draft.word_ids[i]];
            for (std::size_t missing = size; missing < enough; ++missing) cost *= 4;
            if (size < 2) cost = 1e12;  // no literal at all
            if (i == 0 || cost < least) {
                least = cost;
                best = i;
            }
        }
        return static_cast<std::uint16_t>(best);
    }

    // What is worth hiding: goods, names and code words.
    void lay_out_plain() {
        PlainWords plain;
        for (const Draft& draft : drafts_) {
            if (draft.disguise || draft.turned) continue;
            const bool worth = std::any_of(draft.terms.begin(), draft.terms.end(), [&](std::uint32_t id) {
                const TermKind kind = lexicon_.terms()[id].kind;
                if (lexicon_.terms()[id].misspelt) return false;
                return kind == TermKind::common || kind == TermKind::product || kind == TermKind::code ||
                       kind == TermKind::watch || (kind == TermKind::part && draft.words.size() == 1);
            });
            if (!worth) continue;
            if (draft.pass == anywhere) plain.add_unspaced(draft.text);
            std::vector<std::string_view> words;
            for (const Range& range : draft.words) words.push_back(index_.text(range));
            plain.add(words);
        }
        plain.lay_out(index_, [this](std::string_view text) { return put(text); });
    }

    void lay_out_literals() {
        for (const Pass pass : {naming, supporting, anywhere})
            for (auto& [text, draft] : literals_[pass]) {
                std::stable_sort(draft.anchors.begin(), draft.anchors.end(), [](const Anchor& a, const Anchor& b) {
                    return std::pair(a.side, a.key) < std::pair(b.side, b.key);
                });
                Literal literal;
                literal.text = put(text);
                literal.genus = draft.genus;
                literal.epithet = draft.epithet;
                literal.whole = pass == anywhere;
                literal.anchors.begin = static_cast<std::uint32_t>(index_.anchors.size());
                index_.anchors.insert(index_.anchors.end(), draft.anchors.begin(), draft.anchors.end());
                literal.anchors.end = static_cast<std::uint32_t>(index_.anchors.size());
                const auto number = static_cast<std::uint32_t>(index_.literals.size());
                index_.literals.push_back(literal);
                if (pass == anywhere) continue;
                const TextWord key = longest_word_of(text);
                if (draft.genus != no_index || draft.epithet != no_index) {
                    draft.gate.alone |= WordLookup::tail_bit("");
                    lookup_of(pass).add_form(text, text.size());
                }
                index_.literals.back().word_at = static_cast<std::uint8_t>(key.begin);
                lookup_of(pass).add(std::string_view(text).substr(key.begin, key.end - key.begin),
                                    key.end - key.begin < text.size(), number, draft.gate);
            }
        allow_compounds(compounds_[naming], index_.name_words);
        allow_compounds(compounds_[supporting], index_.context_words);
        index_.name_words.build();
        index_.context_words.build();
    }

    WordLookup& lookup_of(Pass pass) { return pass == naming ? index_.name_words : index_.context_words; }

    // "tiger|s|kinn", "katz|e|n|fell": what changes of the name, a link, and a part, of which three bytes are enough.
    void allow_compounds(const std::set<std::pair<std::string, Languages>>& endings, WordLookup& words) const {
        std::set<std::string> starts;
        for (const Term& term : lexicon_.terms()) {
            const Languages spoken = inflections_.languages_of(term.language);
            if (term.kind != TermKind::part || !(spoken & inflections_.with_links())) continue;
            const std::string part = folded(term.text);
            for (const std::string& link : inflections_.links_of(spoken))
                for (const auto& [ending, languages] : endings)
                    if (languages & spoken) starts.insert((ending + link + part).substr(0, 3));
        }
        for (const std::string& start : starts)
            if (start.size() == 3) words.allow_compound(start);
    }

    Range put(std::string_view text) {
        if (text.empty()) return {};
        const auto [found, fresh] = placed_.try_emplace(std::string(text));
        if (fresh) {
            found->second.begin = static_cast<std::uint32_t>(index_.pool.size());
            index_.pool += text;
            found->second.end = static_cast<std::uint32_t>(index_.pool.size());
        }
        return found->second;
    }

    const Lexicon& lexicon_;
    const Inflections& inflections_;
    TermIndex index_;
    std::vector<Draft> drafts_;
    std::array<std::unordered_map<std::string, std::size_t>, 2> phrase_by_text_;  // by pass
    std::unordered_map<std::string, std::size_t> word_ids_;
    std::vector<std::uint32_t> word_uses_;
    std::vector<Range> word_places_;
    std::map<std::string, GenusDraft> genera_;
    std::array<std::map<std::string, LiteralDraft>, pass_count> literals_;  // ordered: not by hash
    std::array<std::set<std::pair<std::string, Languages>>, 2> compounds_;  // by pass: what may change before the link
    std::unordered_map<std::string, Range> placed_;
};

}  // namespace

TermIndex build_term_index(const Lexicon& lexicon, const Inflections& inflections) {
    return Builder(lexicon, inflections).build();
}

}  // namespace detector
