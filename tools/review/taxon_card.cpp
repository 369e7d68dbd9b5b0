// The taxa an advert seems to offer: names, Appendix, annotation in plain words, and where to read more.
#include <algorithm>
#include <array>

#include "tools/review/advert_parts.h"
#include "tools/review/desk.h"

namespace tools::review {

namespace {

constexpr std::size_t most_cards = 6;

bool is_number(const std::string& text) {
    return !text.empty() && text.size() < 12 && text.find_first_not_of("0123456789") == std::string::npos;
}

// The working languages and the advert's own first; the rest folded away.
Html names(const Visit& visit, const TaxonCard& card, const std::string& advert_language) {
    const std::array<std::string, 4> first{visit.words.language(), advert_language, "en", "fr"};
    Html near, far;
    std::size_t others = 0;
    for (const auto& [language, its_names] : card.names) {
        const bool is_near = std::find(first.begin(), first.end(), language) != first.end();
        Html list;
        for (std::size_t i = 0; i < its_names.size() && i < 8; ++i)
            list.add("{}<bdi>{}</bdi>", i ? html(", ") : Html{}, its_names[i]);
        (is_near ? near : far).add("<dt>{}</dt><dd{}>{}</dd>", language, lang_attribute(language), list);
        others += is_near ? 0 : 1;
    }
    Html folded;
    if (others > 0)
        folded = html("<details><summary>{}</summary><dl class=\"names\">{}</dl></details>",
                      visit.words.counted("desk.other_languages", static_cast<std::int64_t>(others)), far);
    return near.empty() ? folded : html("<dl class=\"names\">{}</dl>{}", near, folded);
}

Html card_of(const Visit& visit, const casebook::JudgedTaxon& taxon, const casebook::StoredListing& stored) {
    const MessageCatalogue& words = visit.words;
    const report::CitesWords& cites = visit.desk.cites(words);
    const TaxonCard card = visit.desk.cards.card(taxon.scientific_name);
    Html lines;
    std::string above;
    for (const std::string* part : {&taxon.klass, &taxon.order, &taxon.family})
        if (!part->empty()) above += (above.empty() ? "" : " › ") + *part;
    if (!above.empty()) lines.add("<p class=\"above\" lang=\"la\">{}</p>", above);
    for (const std::string& note : cites.notes(taxon)) lines.add("<p>{}</p>", note);
    if (!taxon.annotation.empty() && !cites.explains(taxon.annotation))
        lines.add("<p><b>{}</b> {}</p>", taxon.annotation, words("desk.no_wording"));
    if (!card.name.empty() && !card.whole) lines.add("<p>{}</p>", words("desk.listed_in_part"));
    if (!card.name.empty() && card.appendix != taxon.appendix)
        lines.add("<p class=\"warning\">{}</p>",
                  words("desk.listing_changed", card.appendix.empty() ? "–" : card.appendix));
    Html regimes;  // beside the Appendices: EU Annexes, national lists
    for (const casebook::JudgedRegime& listed : taxon.regimes)
        regimes.add("<li>{} {}</li>", listed.regime, listed.listing);
    if (!regimes.empty()) lines.add("<h4>{}</h4><ul class=\"chips\">{}</ul>", words("regimes"), regimes);
    Html specimens;
    for (const std::string& code : taxon.specimens) specimens.add("<li>{}</li>", cites.term(code));
    if (!specimens.empty()) lines.add("<h4>{}</h4><ul class=\"chips\">{}</ul>", words("specimens"), specimens);
    lines.add("{}", names(visit, card, stored.listing.language));
    if (!card.synonyms.empty()) {
        Html list;
        for (std::size_t i = 0; i < card.synonyms.size() && i < 12; ++i)
            list.add("{}<i lang=\"la\">{}</i>", i ? html(", ") : Html{}, card.synonyms[i]);
        lines.add("<details><summary>{}</summary><p>{}</p></details>", words("desk.synonyms"), list);
    }
    // Opened only when a person follows it; the browser tells the other site nothing of where it came from.
    if (is_number(taxon.taxon_id))
        lines.add(
            "<p><a href=\"https://speciesplus.net/species#/taxon_concepts/{}/legal\" rel=\"noreferrer noopener "
            "external\" "
            "target=\"_blank\">{}</a></p>",
            taxon.taxon_id, words("desk.species_plus"));
    return html("<section class=\"taxon\"><h3><i lang=\"la\">{}</i> {}</h3>{}</section>", taxon.scientific_name,
                appendix_badge(visit, taxon.appendix), lines);
}

}  // namespace

Html taxon_cards(const Visit& visit, const casebook::StoredListing& stored) {
    const auto& taxa = stored.judgement.taxa;
    if (taxa.empty()) return {};
    Html cards;
    for (std::size_t i = 0; i < taxa.size() && i < most_cards; ++i) cards.add("{}", card_of(visit, taxa[i], stored));
    Html rest;
    for (std::size_t i = most_cards; i < taxa.size(); ++i)
        rest.add("{}<i lang=\"la\">{}</i> {}", i > most_cards ? html(", ") : Html{}, taxa[i].scientific_name,
                 taxa[i].appendix);
    if (!rest.empty())
        cards.add("<details><summary>{}</summary><p>{}</p></details>", visit.words("desk.more_taxa"), rest);
    return html("<section class=\"card taxa\"><h2>{}</h2>{}<p class=\"soft\">{}: {}</p></section>", visit.words("taxa"),
                cards, visit.words("lists"), stored.judgement.by.lists_version);
}

}  // namespace tools::review
