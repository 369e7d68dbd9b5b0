#include "detector/plain_words.h"

#include <algorithm>

namespace detector {

namespace {

constexpr std::size_t least_plain = 4, longest_plain = 40;  // bytes of what a disguise may hide

bool shorter_or_before(std::string_view a, std::string_view b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
}

}  // namespace

void PlainWords::add(std::span<const std::string_view> words) {
    std::string joined, text;
    for (const std::string_view word : words) {
        add(std::string(word), std::string(word));
        joined += word;
        text.append(text.empty() ? "" : " ").append(word);
    }
    if (words.size() > 1) add(joined, text);
}

void PlainWords::add(const std::string& joined, const std::string& text) {
    if (joined.size() >= least_plain && joined.size() <= longest_plain) forms_.try_emplace(joined, text);
}

void PlainWords::add_unspaced(std::string_view text) {
    if (text.size() <= longest_plain) unspaced_.emplace(text);
}

void PlainWords::lay_out(TermIndex& index, const std::function<Range(std::string_view)>& put) const {
    for (const auto& [joined, text] : forms_) index.plain.push_back({plain_hash(joined), put(text)});
    std::sort(index.plain.begin(), index.plain.end(), [](const Plain& a, const Plain& b) { return a.hash < b.hash; });
    index.plain_drawers.assign((std::size_t{1} << plain_drawer_bits) + 1, 0);
    for (const Plain& each : index.plain) ++index.plain_drawers[(each.hash >> (64 - plain_drawer_bits)) + 1];
    for (std::size_t i = 1; i < index.plain_drawers.size(); ++i) index.plain_drawers[i] += index.plain_drawers[i - 1];
    for (std::uint32_t i = 0; i < index.plain.size(); ++i)
        if (index.text(index.plain[i].text).find(' ') == std::string_view::npos) index.maskable.push_back(i);
    std::sort(index.maskable.begin(), index.maskable.end(), [&](std::uint32_t a, std::uint32_t b) {
        return shorter_or_before(index.text(index.plain[a].text), index.text(index.plain[b].text));
    });
    for (const std::string& text : unspaced_) index.unspaced.push_back(put(text));
    std::sort(index.unspaced.begin(), index.unspaced.end(),
              [&](Range a, Range b) { return shorter_or_before(index.text(a), index.text(b)); });
}

}  // namespace detector
