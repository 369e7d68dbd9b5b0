#include "detector/term_index.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "detector/error.h"
#include "detector/fold.h"
#include "detector/lexicon_storage.h"

namespace detector {

namespace {

bool is_word(WordClass c) { return c != WordClass::none; }
bool is_unspaced(WordClass c) { return c >= WordClass::han; }

// A term in a script without spaces, or one without a single letter (an emoji), is matched as it stands.
bool matched_whole(std::string_view text) {
    bool any_word = false;
    for (std::size_t at = 0; at < text.size();) {
        const WordClass c = word_class(next_code_point(text, at));
        if (is_unspaced(c)) return true;
        any_word |= is_word(c);
    }
    return !any_word;
}

// "goffin's cockatoo" -> goffin, cockatoo: the possessive is optional wherever words are stepped over.
std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    std::size_t begin = 0, at = 0;
    const auto close = [&](std::size_t end) {
        if (end == begin) return;
        const std::string_view word = text.substr(begin, end - begin);
        const bool possessive = word == "s" && begin > 0 && text[begin - 1] == '\'' && !words.empty();
        if (!possessive) words.push_back(word);
    };
    while (at < text.size()) {
        const std::size_t here = at;
        if (is_word(word_class(next_code_point(text, at)))) continue;
        close(here);
        begin = at;
    }
    close(text.size());
    return words;
}

std::vector<std::string_view> spaced(std::string_view text) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (end) parts.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

bool is_rank_marker(std::string_view word) {
    static constexpr std::string_view markers[] = {"var.", "subsp.", "ssp.", "f.", "forma", "cv.", "x", "\u00d7"};
    return std::find(std::begin(markers), std::end(markers), word) != std::end(markers);
}

constexpr std::size_t least_plain = 4, longest_plain = 40;  // bytes of what a disguise may hide

class Builder {
  public:
    Builder(const Lexicon& lexicon, const Inflections& inflections) : lexicon_(lexicon), inflections_(inflections) {}

    TermIndex build() {
        const std::span<const Term> terms = lexicon_.terms();
        for (std::uint32_t id = 0; id < terms.size(); ++id) add_term(id, terms[id]);
        for (const Spelling& spelling : lexicon_.storage().spellings) add_spelling(spelling);
        for (const StopWord& word : lexicon_.storage().stop_words) add_stop_word(word);
        lay_out_names();
        lay_out_phrases();
        lay_out_plain();
        lay_out_literals();
        return std::move(index_);
    }

  private:
    struct Draft {  // a phrase being gathered
        std::vector<Range> words;
        std::vector<std::uint32_t> word_ids;
        std::vector<std::uint32_t> terms;
        bool whole = false, stop = false, disguise = false;
        std::string text;
    };
    struct LiteralDraft {
        std::vector<Anchor> anchors;
        std::uint32_t genus = no_index, epithet = no_index;
        bool free_left = false;
        std::size_t longest_tail = 0;
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
        Draft& draft = draft_of(std::move(text));
        draft.terms.push_back(id);
    }

    // A spelling that is itself a term stays that term; one of several terms takes those of its language first.
    void add_spelling(const Spelling& spelling) {
        const auto plain = phrase_by_text_.find(folded(spelling.plain));
        if (plain == phrase_by_text_.end())
            throw DataError(std::string(spelling.file), spelling.line,
                            "no term reads '" + std::string(spelling.plain) + "'", "the plain form must be a term");
        const std::vector<std::uint32_t> terms = drafts_[plain->second].terms;
        std::string text = folded(spelling.text);
        if (text.empty() || phrase_by_text_.contains(text)) return;
        Draft& draft = draft_of(std::move(text));
        draft.disguise = true;
        draft.terms = terms;
    }

    void add_stop_word(const StopWord& word) {
        std::string text = folded(word.text);
        if (!text.empty()) draft_of(std::move(text)).stop = true;
    }

    Draft& draft_of(std::string text) {
        const auto [found, fresh] = phrase_by_text_.try_emplace(text, drafts_.size());
        if (!fresh) return drafts_[found->second];
        Draft& draft = drafts_.emplace_back();
        draft.text = std::move(text);
        draft.whole = matched_whole(draft.text);
        if (draft.whole) return draft;
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
            literals_[text].genus = number;
        }
        for (const auto& [text, names] : by_epithet) {
            literals_[text].epithet = static_cast<std::uint32_t>(index_.epithets.size());
            const auto begin = static_cast<std::uint32_t>(index_.names_by_epithet.size());
            index_.names_by_epithet.insert(index_.names_by_epithet.end(), names.begin(), names.end());
            index_.epithets.push_back({{begin, static_cast<std::uint32_t>(index_.names_by_epithet.size())}});
        }
    }

    void lay_out_phrases() {
        for (const Draft& draft : drafts_) {
            if (!draft.whole && draft.words.empty()) continue;
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
        if (draft.whole) {
            LiteralDraft& literal = literals_[draft.text];
            literal.anchors.push_back({number, 0, Anchor::Side::none, 0});
            literal.free_left = true;
            literal.longest_tail = any_tail;
            return;
        }
        const std::uint16_t best = rarest_word(draft);
        const std::string_view word = index_.text(draft.words[best]);
        if (word.size() < 2) return;  // nothing but single letters: no name
        const std::size_t changing = inflections_.changing_end(word, phrase.languages);
        LiteralDraft& literal = literals_[std::string(word.substr(0, word.size() - changing))];
        const bool prefixed = (phrase.languages & inflections_.with_prefixes()) != 0;
        const bool last = std::size_t{best} + 1 == draft.words.size();
        Anchor anchor{number, best, Anchor::Side::none, 0};
        if (draft.words.size() > 1 && !prefixed) {
            anchor.side = best > 0 ? Anchor::Side::left : Anchor::Side::right;
            anchor.key = neighbour_key(index_.text(draft.words[best > 0 ? best - 1u : 1u]));
        }
        literal.anchors.push_back(anchor);
        literal.free_left |= prefixed;
        const bool compounds =
            last && (phrase.languages & inflections_.with_links()) != 0 && word.size() >= least_compound;
        literal.longest_tail =
            std::max(literal.longest_tail, compounds ? std::size_t{any_tail}
                                                     : std::max(changing, inflections_.longest_add(phrase.languages)));
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

    // What is worth hiding: goods, names and code words, their single words and their joined forms.
    void lay_out_plain() {
        std::map<std::string, std::string> forms;  // joined -> with spaces
        const auto add = [&](const std::string& joined, const std::string& text) {
            if (joined.size() >= least_plain && joined.size() <= longest_plain) forms.try_emplace(joined, text);
        };
        for (const Draft& draft : drafts_) {
            if (draft.whole || draft.disguise) continue;
            const bool worth = std::any_of(draft.terms.begin(), draft.terms.end(), [&](std::uint32_t id) {
                const TermKind kind = lexicon_.terms()[id].kind;
                return kind == TermKind::common || kind == TermKind::product || kind == TermKind::code ||
                       kind == TermKind::watch || (kind == TermKind::part && draft.words.size() == 1);
            });
            if (!worth) continue;
            std::string joined, text;
            for (const Range& range : draft.words) {
                const std::string word(index_.text(range));
                add(word, word);
                joined += word;
                text += (text.empty() ? "" : " ") + word;
            }
            if (draft.words.size() > 1) add(joined, text);
        }
        for (const auto& [joined, text] : forms) index_.plain.push_back({plain_hash(joined), put(text)});
        std::sort(index_.plain.begin(), index_.plain.end(),
                  [](const Plain& a, const Plain& b) { return a.hash < b.hash; });
        for (std::uint32_t i = 0; i < index_.plain.size(); ++i)
            if (index_.text(index_.plain[i].text).find(' ') == std::string_view::npos) index_.maskable.push_back(i);
        std::sort(index_.maskable.begin(), index_.maskable.end(), [&](std::uint32_t a, std::uint32_t b) {
            const std::string_view x = index_.text(index_.plain[a].text), y = index_.text(index_.plain[b].text);
            return x.size() != y.size() ? x.size() < y.size() : x < y;
        });
    }

    void lay_out_literals() {
        for (auto& [text, draft] : literals_) {
            std::stable_sort(draft.anchors.begin(), draft.anchors.end(), [](const Anchor& a, const Anchor& b) {
                return std::pair(a.side, a.key) < std::pair(b.side, b.key);
            });
            Literal literal;
            literal.text = put(text);
            literal.genus = draft.genus;
            literal.epithet = draft.epithet;
            literal.free_left = draft.free_left;
            literal.longest_tail = static_cast<std::uint8_t>(std::min<std::size_t>(draft.longest_tail, any_tail));
            literal.anchors.begin = static_cast<std::uint32_t>(index_.anchors.size());
            index_.anchors.insert(index_.anchors.end(), draft.anchors.begin(), draft.anchors.end());
            literal.anchors.end = static_cast<std::uint32_t>(index_.anchors.size());
            index_.literals.push_back(literal);
        }
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
    std::unordered_map<std::string, std::size_t> phrase_by_text_, word_ids_;
    std::vector<std::uint32_t> word_uses_;
    std::vector<Range> word_places_;
    std::map<std::string, GenusDraft> genera_;
    std::map<std::string, LiteralDraft> literals_;  // ordered: the index does not depend on hash order
    std::unordered_map<std::string, Range> placed_;
};

}  // namespace

// FNV-1a.
std::uint64_t plain_hash(std::string_view joined) {
    std::uint64_t hash = 0xCBF29CE484222325ull;
    for (char c : joined) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
    return hash;
}

std::string_view TermIndex::find_plain(std::string_view joined) const {
    const std::uint64_t hash = plain_hash(joined);
    const auto found = std::lower_bound(plain.begin(), plain.end(), hash,
                                        [](const Plain& each, std::uint64_t h) { return each.hash < h; });
    return found == plain.end() || found->hash != hash ? std::string_view() : text(found->text);
}

TermIndex build_term_index(const Lexicon& lexicon, const Inflections& inflections) {
    return Builder(lexicon, inflections).build();
}

}  // namespace detector
