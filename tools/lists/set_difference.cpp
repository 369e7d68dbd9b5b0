#include "tools/lists/set_difference.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

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
        if (now->appendix != taxon.appendix) out.moved.emplace_back(&taxon, now);
        if (now->annotation != taxon.annotation) out.annotated.emplace_back(&taxon, now);
    }
    for (const Taxon& taxon : after.taxa)
        if (!taxon.derived && !met.contains(&taxon)) out.added.push_back(&taxon);
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
    std::vector<TakenOut> out;
    for (const Taxon& taxon : current.taxa) {
        if (kept.contains(taxon.name)) continue;
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
