#include "detector/name_verifier.h"

#include <algorithm>
#include <array>

namespace detector {

namespace {

constexpr std::size_t least_fuzzy = 5;  // letters of a word that may be misspelt, and of its exact partner
constexpr std::size_t least_two_edits = 8;
constexpr std::size_t longest_fuzzy = 32;
constexpr unsigned too_far = 3;

unsigned edits_allowed(std::string_view listed) {
    return listed.size() < least_fuzzy ? 0 : listed.size() < least_two_edits ? 1 : 2;
}

// Edits from `listed` to `word` where that many are taken for a misspelling, else `too_far`. A letter that moved
// ("Phyton" for "Python") is two edits and allowed from six letters on.
unsigned misspelt_by(std::string_view word, std::string_view listed) {
    const unsigned allowed = edits_allowed(listed);
    if (!allowed || word.size() < least_fuzzy) return too_far;
    const unsigned distance = edit_distance(word, listed, 2);
    if (distance <= allowed) return distance;
    if (distance > 2 || listed.size() < 6 || word.size() != listed.size()) return too_far;
    return std::is_permutation(word.begin(), word.end(), listed.begin()) ? distance : too_far;
}

// Between genus and epithet, or epithet and infraspecific epithet.
bool is_marker(std::string_view word) {
    static constexpr std::string_view markers[] = {"cf",  "aff", "nr",    "var", "subsp",
                                                   "ssp", "f",   "forma", "x",   "\u00d7"};
    return std::find(std::begin(markers), std::end(markers), word) != std::end(markers);
}

Neighbour after_markers(std::string_view text, std::uint32_t end) {
    Neighbour next = word_after(text, end, true);
    for (int i = 0; i < 2 && is_marker(cut(text, next.word)); ++i) next = word_after(text, next.word.end);
    return next;
}

Neighbour before_markers(std::string_view text, std::uint32_t begin) {
    Neighbour previous = word_before(text, begin, true);
    for (int i = 0; i < 2 && is_marker(cut(text, previous.word)) && !(previous.dot && previous.word.size() == 1); ++i)
        previous = word_before(text, previous.word.begin, true);
    return previous;
}

// Does a word end as epithets do? Looser than Latin grammar, tighter than any word that ends in a vowel.
bool looks_latin(std::string_view word) {
    constexpr std::size_t least_epithet = 6;
    static constexpr std::string_view endings[] = {
        "ensis",   "ense",  "ianus",  "iana",   "ianum",  "ii",     "oides",   "orum",  "arum",   "atus",
        "ata",     "atum",  "osus",   "osum",   "flora",  "folia",  "folium",  "color", "formis", "ifera",
        "icus",    "icum",  "inus",   "inum",   "eus",    "eum",    "ellus",   "ella",  "ellum",  "ulus",
        "ulum",    "alis",  "aris",   "issima", "opsis",  "phylla", "phyllum", "ceps",  "cornis", "petala",
        "petalum", "antha", "anthum", "carpa",  "carpum", "stachya"};
    return word.size() >= least_epithet &&
           std::any_of(std::begin(endings), std::end(endings), [&](std::string_view e) { return word.ends_with(e); });
}

// "14 km/h. Ulei": the h is no genus.
bool is_unit(std::string_view text, Span word) {
    constexpr std::uint32_t longest_before = 2;  // letters
    if (word.begin == 0 || text[word.begin - 1] != '/') return false;
    const std::uint32_t begin = word_begin(text, word.begin > 1 ? word.begin - 2 : 0);
    return word.begin - 1 - begin <= longest_before;
}

}  // namespace

unsigned edit_distance(std::string_view a, std::string_view b, unsigned limit) {
    if (a.size() > longest_fuzzy || b.size() > longest_fuzzy) return limit + 1;
    if (a.size() > b.size() + limit || b.size() > a.size() + limit) return limit + 1;
    std::array<std::array<unsigned, longest_fuzzy + 1>, 3> rows;
    for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<unsigned>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto& row = rows[i % 3];
        const auto &above = rows[(i + 2) % 3], &two_above = rows[(i + 1) % 3];
        row[0] = static_cast<unsigned>(i);
        unsigned least = row[0];
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], two_above[j - 2] + 1);
            least = std::min(least, row[j]);
        }
        if (least > limit) return limit + 1;
    }
    return std::min(rows[a.size() % 3][b.size()], limit + 1);
}

bool NameVerifier::is_genus(std::string_view word) const {
    const auto found =
        std::lower_bound(index_.genera.begin(), index_.genera.end(), word,
                         [&](const Genus& genus, std::string_view w) { return index_.text(genus.text) < w; });
    return found != index_.genera.end() && index_.text(found->text) == word;
}

// Names of one epithet are in the order of their genera: those whose genus begins with `prefix` stand together.
Range NameVerifier::names_with_genus_prefix(Range range, std::string_view prefix) const {
    const auto begin = index_.names_by_epithet.begin();
    const auto first =
        std::lower_bound(begin + range.begin, begin + range.end, prefix,
                         [&](std::uint32_t name, std::string_view p) { return genus_text(index_.names[name]) < p; });
    const auto last = std::partition_point(first, begin + range.end, [&](std::uint32_t name) {
        return genus_text(index_.names[name]).substr(0, prefix.size()) == prefix;
    });
    return {static_cast<std::uint32_t>(first - begin), static_cast<std::uint32_t>(last - begin)};
}

void NameVerifier::at_epithet(std::string_view text, Span span, std::uint32_t epithet, std::vector<NameHit>& hits,
                              std::vector<PendingName>& pending) const {
    if (!begins_word(text, span.begin) || !ends_word(text, span.end)) return;
    const Neighbour before = before_markers(text, span.begin);
    const std::string_view word = cut(text, before.word);
    if (word.empty()) return;
    const Range all = index_.epithets[epithet].names;

    // "T. hermanni", "Den. nobile", and as growers write: "Paph. rothschildianum", "nep rajah", "bulb lobbii".
    constexpr std::size_t least_undotted = 3, longest_abbreviation = 5;
    const bool growers =
        word.size() >= least_undotted && span.size() >= least_fuzzy && !is_genus(word) && !index_.is_plain(word);
    if (is_unit(text, before.word)) return;
    if (word.size() == 1 || ((before.dot || growers) && word.size() <= longest_abbreviation)) {
        const Range names = names_with_genus_prefix(all, word);
        if (!names.empty()) pending.push_back({{before.word.begin, span.end}, names, 0, before.dot || growers});
        if (!names.empty() || !growers) return;
    }
    std::vector<std::uint32_t> found;
    const Range same = names_with_genus_prefix(all, word);
    for (std::uint32_t i = same.begin; i < same.end; ++i)
        if (genus_text(name_at(i)).size() == word.size()) found.push_back(index_.names_by_epithet[i]);
    if (!found.empty()) {
        complete(text, before.word, span, found, MatchHow::exact, hits);
        return;
    }
    if (word.size() < least_fuzzy || span.size() < least_fuzzy || is_genus(word) || index_.is_plain(word)) return;
    const Range near = names_with_genus_prefix(all, word.substr(0, 1));
    unsigned best = too_far;
    for (std::uint32_t i = near.begin; i < near.end; ++i) {
        const std::string_view listed = genus_text(name_at(i));
        const unsigned distance = misspelt_by(word, listed);
        if (distance == too_far || distance > best) continue;
        if (distance < best) found.clear();
        best = distance;
        found.push_back(index_.names_by_epithet[i]);
    }
    if (!found.empty() && only_taxon(found)) complete(text, before.word, span, found, MatchHow::fuzzy, hits);
}

// Names agree on genus and epithet: takes the infraspecific ones whose epithet follows, else the binomials.
void NameVerifier::complete(std::string_view text, Span genus, Span epithet, const std::vector<std::uint32_t>& names,
                            MatchHow how, std::vector<NameHit>& hits) const {
    const Neighbour next = after_markers(text, epithet.end);
    const std::string_view word = cut(text, next.word);
    bool infra = false;
    for (std::uint32_t name : names) {
        const Name& each = index_.names[name];
        if (each.infra.empty() || index_.text(each.infra) != word) continue;
        hits.push_back({{genus.begin, next.word.end}, static_cast<TermId>(each.term), how});
        infra = true;
    }
    if (infra) return;
    for (std::uint32_t name : names)
        if (index_.names[name].infra.empty())
            hits.push_back({{genus.begin, epithet.end}, static_cast<TermId>(index_.names[name].term), how});
}

bool NameVerifier::at_genus(std::string_view text, Span span, std::uint32_t number, std::vector<NameHit>& hits) const {
    if (!begins_word(text, span.begin) || !ends_word(text, span.end)) return false;
    const Genus& genus = index_.genera[number];
    const auto begin = index_.names.begin() + genus.names.begin, end = index_.names.begin() + genus.names.end;
    const auto by_epithet = [&](const Name& name, std::string_view word) { return index_.text(name.epithet) < word; };
    const Neighbour next = after_markers(text, span.end);
    const std::string_view word = next.dot ? std::string_view() : cut(text, next.word);

    const auto from = std::lower_bound(begin, end, word.substr(0, 1), by_epithet);
    if (!word.empty()) {
        const auto exact = std::lower_bound(from, end, word, by_epithet);
        if (exact != end && index_.text(exact->epithet) == word) return true;  // its epithet reports the name
    }
    std::vector<std::uint32_t> found;
    if (!word.empty() && word.size() <= 3 && next.word.end < text.size() && text[next.word.end] == '.') {
        // "Panthera t. altaica"
        const Neighbour third = word_after(text, next.word.end);
        for (auto name = from; name != end && index_.text(name->epithet).substr(0, word.size()) == word; ++name)
            found.push_back(static_cast<std::uint32_t>(name - index_.names.begin()));
        // "a manta ray. Check": what is longer than a letter may end a sentence.
        const bool epithet = word.size() == 1 || looks_latin(cut(text, third.word));
        if (third.dot && third.word.size() >= least_fuzzy && !found.empty() && epithet)
            if (const auto name = only_taxon(found)) {
                hits.push_back({{span.begin, third.word.end},
                                static_cast<TermId>(index_.names[*name].term),
                                MatchHow::abbreviated});
                return true;
            }
        found.clear();
    }
    if (word.size() >= least_fuzzy && span.size() >= 3) {
        unsigned best = too_far;
        for (auto name = from; name != end; ++name) {
            const std::string_view listed = index_.text(name->epithet);
            if (listed.front() != word.front()) break;
            const unsigned distance = misspelt_by(word, listed);
            if (distance == too_far || distance > best) continue;
            if (distance < best) found.clear();
            best = distance;
            found.push_back(static_cast<std::uint32_t>(name - index_.names.begin()));
        }
        if (!found.empty() && only_taxon(found)) {
            const std::size_t before = hits.size();
            complete(text, span, next.word, found, MatchHow::fuzzy, hits);
            if (hits.size() > before) return true;
        }
    }
    if (genus.term != no_index) {
        // A species that no list holds yet is listed with its genus: "Ariocarpus novensis".
        const bool epithet = next.word.begin == span.end + 1 && looks_latin(word) && index_.find_plain(word).empty();
        const Span name{span.begin, epithet ? next.word.end : span.end};
        hits.push_back({name, static_cast<TermId>(genus.term), MatchHow::exact});
    }
    return true;
}

// The name to report where all of them mean one taxon: the accepted one if it is among them, a binomial before others.
std::optional<std::uint32_t> NameVerifier::only_taxon(const std::vector<std::uint32_t>& names) const {
    std::optional<TaxonId> taxon;
    std::optional<std::uint32_t> best;
    const auto rank = [&](std::uint32_t name) {
        return 2 * index_.names[name].infra.empty() +
               (lexicon_.term(static_cast<TermId>(index_.names[name].term)).kind == TermKind::accepted);
    };
    const bool binomials =
        std::any_of(names.begin(), names.end(), [&](std::uint32_t name) { return index_.names[name].infra.empty(); });
    for (std::uint32_t name : names) {
        if (binomials && !index_.names[name].infra.empty()) continue;
        for (TaxonId id : lexicon_.term(static_cast<TermId>(index_.names[name].term)).taxa) {
            if (taxon && *taxon != id) return std::nullopt;
            taxon = id;
        }
        if (!best || rank(name) > rank(*best)) best = name;
    }
    return best;
}

std::optional<NameHit> NameVerifier::resolve(const PendingName& pending,
                                             const std::function<bool(std::uint32_t)>& seen) const {
    std::vector<std::uint32_t> all, stated;
    for (std::uint32_t i = pending.names.begin; i < pending.names.end; ++i) {
        const std::uint32_t name = index_.names_by_epithet[i];
        all.push_back(name);
        if (seen(index_.names[name].genus)) stated.push_back(name);
    }
    std::optional<std::uint32_t> name;
    if (!stated.empty())
        name = only_taxon(stated);
    else if (pending.dot)
        name = only_taxon(all);
    if (!name) return std::nullopt;
    return NameHit{pending.span, static_cast<TermId>(index_.names[*name].term), MatchHow::abbreviated};
}

}  // namespace detector
