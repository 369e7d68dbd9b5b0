#include "tools/lists/set_difference.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "tools/lists/plain_text.h"

namespace tools::lists {

namespace {

using ByText = std::unordered_map<std::string, const Taxon*>;

bool has_official_id(const Taxon& taxon) { return !taxon.id.empty() && taxon.id[0] != 'x'; }

void by_name(std::vector<const Taxon*>& taxa) {
    std::sort(taxa.begin(), taxa.end(), [](const Taxon* a, const Taxon* b) { return a->name < b->name; });
}

void by_name(std::vector<SetDifference::Pair>& pairs) {
    std::sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) { return a.first->name < b.first->name; });
}

// How many of `later`'s keys `earlier` does not have.
template <typename Rows, typename Key>
std::size_t count_new(const Rows& earlier, const Rows& later, Key key) {
    std::unordered_set<std::string> known, counted;
    for (const auto& row : earlier) known.insert(key(row));
    for (const auto& row : later)
        if (std::string each = key(row); !known.contains(each)) counted.insert(std::move(each));
    return counted.size();
}

// regime -> taxon -> its listings, "A" or "A/B".
using Regimes = std::map<std::string, std::map<std::string, std::set<std::string>>>;

Regimes regimes_of(const ListSet& set) {
    Regimes regimes;
    for (const RegimeListing& row : set.listings)
        if (row.regime != "CITES") regimes[row.regime][row.taxon].insert(row.listing);
    return regimes;
}

std::vector<Relisted> relisted(const ListSet& before, const ListSet& after) {
    std::vector<Relisted> out;
    const Regimes old = regimes_of(before), fresh = regimes_of(after);
    for (const auto& [regime, now] : fresh) {
        const auto then = old.find(regime);
        if (then == old.end()) continue;
        const auto words = [](const auto& taxa, const std::string& taxon) {
            const auto found = taxa.find(taxon);
            if (found == taxa.end()) return std::string();
            return joined({found->second.begin(), found->second.end()}, "/");
        };
        std::set<std::string> taxa;
        for (const auto* side : {&then->second, &now})
            for (const auto& [taxon, listings] : *side) taxa.insert(taxon);
        for (const std::string& taxon : taxa)
            if (std::string a = words(then->second, taxon), b = words(now, taxon); a != b)
                out.push_back({taxon, regime, std::move(a), std::move(b)});
    }
    return out;
}

}  // namespace

SetDifference difference(const ListSet& before, const ListSet& after) {
    SetDifference out;
    ByText after_by_name, after_by_id;
    for (const Taxon& taxon : after.taxa) {
        if (taxon.derived) continue;
        after_by_name.emplace(taxon.name, &taxon);
        if (has_official_id(taxon)) after_by_id.emplace(taxon.id, &taxon);
    }
    std::unordered_map<std::string, std::string> after_synonyms;
    for (const Synonym& synonym : after.synonyms) after_synonyms.emplace(synonym.name, synonym.accepted);

    std::unordered_set<const Taxon*> met;
    for (const Taxon& taxon : before.taxa) {
        if (taxon.derived) {  // a genus that stood over its species now stands for itself: nothing new
            const auto same = after_by_name.find(taxon.name);
            if (same != after_by_name.end() && taxon.whole && same->second->appendix == taxon.appendix)
                met.insert(same->second);
            continue;
        }
        const Taxon* now = nullptr;
        if (const auto same = after_by_name.find(taxon.name); same != after_by_name.end()) {
            now = same->second;
        } else if (const auto id = after_by_id.find(taxon.id); has_official_id(taxon) && id != after_by_id.end()) {
            now = id->second;
        } else if (const auto synonym = after_synonyms.find(taxon.name); synonym != after_synonyms.end()) {
            if (const auto accepted = after_by_name.find(synonym->second); accepted != after_by_name.end())
                now = accepted->second;
        }
        if (!now) {
            out.gone.push_back(&taxon);
            continue;
        }
        met.insert(now);
        if (now->name != taxon.name) out.renamed.emplace_back(&taxon, now);
        if (now->appendix.empty()) continue;  // a row of another regime: it says nothing of the Appendices
        if (now->appendix != taxon.appendix) out.moved.emplace_back(&taxon, now);
        if (now->annotation != taxon.annotation) out.annotated.emplace_back(&taxon, now);
    }
    for (const Taxon& taxon : after.taxa)
        if (!taxon.derived && !met.contains(&taxon)) out.added.push_back(&taxon);
    out.relisted = relisted(before, after);
    by_name(out.added);
    by_name(out.gone);
    by_name(out.moved);
    by_name(out.annotated);
    by_name(out.renamed);

    const auto name_key = [](const CommonName& row) { return row.name + "\t" + row.language; };
    const auto synonym_key = [](const Synonym& row) { return row.name; };
    out.names_added = count_new(before.common_names, after.common_names, name_key);
    out.names_gone = count_new(after.common_names, before.common_names, name_key);
    out.synonyms_added = count_new(before.synonyms, after.synonyms, synonym_key);
    out.synonyms_gone = count_new(after.synonyms, before.synonyms, synonym_key);
    return out;
}

std::vector<TakenOut> taken_out(const ListSet& current, const ListSet& replacement) {
    std::unordered_set<std::string> kept;
    std::unordered_map<std::string, std::string> renamed;
    std::unordered_map<std::string, std::string> by_id;
    for (const Taxon& taxon : replacement.taxa) {
        kept.insert(taxon.name);
        kept.insert(taxon.name.substr(0, taxon.name.find(' ')));
        for (const std::string* above : {&taxon.family, &taxon.order, &taxon.klass}) kept.insert(*above);
        if (has_official_id(taxon)) by_id.emplace(taxon.id, taxon.name);
    }
    for (const Synonym& synonym : replacement.synonyms) renamed.emplace(synonym.name, synonym.accepted);
    // A complete list of another regime says nothing of the Appendices: what CITES or a third list holds stays.
    std::set<std::string> replaced;
    for (const RegimeListing& listing : replacement.listings) replaced.insert(listing.regime);
    std::unordered_set<std::string> only_there, elsewhere;
    for (const RegimeListing& listing : current.listings)
        (replaced.contains(listing.regime) ? only_there : elsewhere).insert(listing.taxon);
    const bool of_cites = replaced.empty() || replaced.contains("CITES");
    const auto stays = [&](const Taxon& taxon) {
        return !of_cites &&
               (!taxon.appendix.empty() || !only_there.contains(taxon.name) || elsewhere.contains(taxon.name));
    };
    std::vector<TakenOut> out;
    for (const Taxon& taxon : current.taxa) {
        if (kept.contains(taxon.name) || stays(taxon)) continue;
        TakenOut each{taxon.name, {}};
        if (const auto now = renamed.find(taxon.name); now != renamed.end())
            each.now = now->second;
        else if (const auto same = by_id.find(taxon.id); has_official_id(taxon) && same != by_id.end())
            each.now = same->second;
        out.push_back(std::move(each));
    }
    std::sort(out.begin(), out.end(), [](const TakenOut& a, const TakenOut& b) { return a.name < b.name; });
    return out;
}

}  // namespace tools::lists
